import { qualify, quoteLiteral } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, isUserSchema, joinComment, roleName } from "./catalog-sql";
import { oldVersionFinding } from "./finding";
import type { Kind, Replacement, Sides } from "./kind";
import { type Manual, manual } from "./manual";
import { newerInCollation } from "./newer/newer";
import { afterCreate, alterOwner, setComment } from "./ownership/ownership";
import { rowsRestOn } from "./types/rows-in-use";
import { replaceType } from "./types/type-replacement";

export interface Collation extends Identity {
  readonly kind: "collation";
  readonly schema: string;
  readonly provider: "libc" | "icu" | "builtin" | "default";
  /** Of ICU and the built-in provider; for libc where LC_COLLATE and LC_CTYPE are the same. */
  readonly locale: string | null;
  readonly lcCollate: string | null;
  readonly lcCtype: string | null;
  readonly rules: string | null;
  readonly deterministic: boolean;
  /** False where the operating system's or ICU's version of the locale is not the one that existing indexes were sorted by. */
  readonly versionCurrent: boolean;
  readonly owner: string | null;
  readonly comment: string | null;
}

const target = (collation: Identity): string => `COLLATION ${qualify(collation.schema, collation.name)}`;

const recreate = (expected: Collation, actual: Collation, sides: Sides): Replacement | "recreate" =>
  rowsRestOn(actual, sides.actual)
    ? replaceType(actual, {
        word: "COLLATION",
        create: create(expected),
        detail: `values that are equal under ${qualify(expected.schema, expected.name)} and must be unique`,
      })
    : "recreate";

/** A collation that is made anew has the version of today; so has, once that is said, one by which nothing was sorted. */
function refreshVersion(expected: Collation, actual: Collation, sides: Sides): readonly Statement[] | Manual {
  if (madeAnewFor.some((attribute) => expected[attribute] !== actual[attribute])) return [];
  return sides.actual.dependentsOf(actual).length === 0
    ? [statement(`ALTER ${target(expected)} REFRESH VERSION`, identityOf(expected))]
    : manual(
        "what was sorted by the older version has to be sorted anew first (REINDEX of every index that uses it); then ALTER COLLATION … REFRESH VERSION says that it was.",
      );
}

/** The rules of what no statement changes in place. */
const madeAnew = {
  provider: recreate,
  locale: recreate,
  lcCollate: recreate,
  lcCtype: recreate,
  rules: recreate,
  deterministic: recreate,
};

const madeAnewFor = Object.keys(madeAnew) as readonly (keyof typeof madeAnew)[];

function create(object: Collation): readonly Statement[] {
  return [
    statement(`CREATE ${target(object)} (${parameters(object).join(", ")})`, identityOf(object)),
    ...afterCreate(object, { alter: target(object), comment: target(object) }),
  ];
}

export const collation: Kind<Collation> = {
  kind: "collation",
  label: "collation",
  plural: "collations",
  presence: "pg_catalog.pg_collation WHERE oid >= 16384",
  // ICU's locale stood in collcollate before PostgreSQL 15, and in colliculocale before 17.
  query: (major) => {
    const locale = major >= 17 ? "c.colllocale" : major >= 15 ? "c.colliculocale" : "c.collcollate";
    return /* sql */ `
    SELECT 'collation' AS kind, n.nspname AS schema, c.collname AS name,
           CASE c.collprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'default' END AS provider,
           CASE WHEN c.collprovider IN ('i', 'b') THEN ${locale} WHEN c.collcollate = c.collctype THEN c.collcollate END AS locale,
           CASE WHEN c.collprovider NOT IN ('i', 'b') AND c.collcollate <> c.collctype THEN c.collcollate END AS "lcCollate",
           CASE WHEN c.collprovider NOT IN ('i', 'b') AND c.collcollate <> c.collctype THEN c.collctype END AS "lcCtype",
           ${major >= 16 ? "c.collicurules" : "NULL"} AS rules, c.collisdeterministic AS deterministic,
           c.collversion IS NOT DISTINCT FROM pg_catalog.pg_collation_actual_version(c.oid) AS "versionCurrent",
           ${roleName("c.collowner")} AS owner, d.description AS comment, ${address("pg_collation", "c.oid")} AS address
    FROM pg_catalog.pg_collation c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
    ${joinComment("d", "pg_collation", "c.oid")}
    WHERE c.collencoding IN (-1, pg_catalog.pg_char_to_encoding(pg_catalog.getdatabaseencoding())) AND ${isUserSchema("n")}`;
  },
  attributes: {
    ...madeAnew,
    versionCurrent: refreshVersion,
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  // PostgreSQL 16 and newer turn ICU locales into language tags.
  texts: ["locale"],
  // An old version is nothing to bring about: where the expected side has one, it is that side's own finding.
  comparable: { versionCurrent: (expected) => expected.versionCurrent },
  newer: newerInCollation,
  severity: {
    missing: "high",
    unexpected: "info",
    attributes: {
      provider: "high",
      locale: "high",
      lcCollate: "high",
      lcCtype: "high",
      rules: "high",
      deterministic: "high",
      versionCurrent: "high",
      owner: "info",
      comment: "info",
    },
  },
  words: { lcCollate: "LC_COLLATE", lcCtype: "LC_CTYPE", versionCurrent: "version is current" },
  why: {
    missing: "Columns, indexes and queries that name it fail (42704).",
    locale: "Sort order and comparisons differ from what was tested; unique constraints may too.",
    deterministic: "Text that counts as equal on one side is different on the other.",
    versionCurrent:
      "The library's sort order changed under existing indexes: they may miss rows or let duplicates in until they are rebuilt (REINDEX, then ALTER COLLATION … REFRESH VERSION).",
  },
  findings: (object) =>
    object.versionCurrent ? [] : [oldVersionFinding(object, qualify(object.schema, object.name))],
  create: (object) => create(object),
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object))],
};

const parameters = (object: Collation): readonly string[] => [
  `PROVIDER = ${object.provider}`,
  ...(object.deterministic ? [] : ["DETERMINISTIC = false"]),
  ...(object.locale === null ? [] : [`LOCALE = ${quoteLiteral(object.locale)}`]),
  ...(object.lcCollate === null ? [] : [`LC_COLLATE = ${quoteLiteral(object.lcCollate)}`]),
  ...(object.lcCtype === null ? [] : [`LC_CTYPE = ${quoteLiteral(object.lcCtype)}`]),
  ...(object.rules === null ? [] : [`RULES = ${quoteLiteral(object.rules)}`]),
];

import { type Identity, identityKey, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, isUserSchema, joinComment, privileges, roleName } from "./catalog-sql";
import type { Kind, Sides } from "./kind";
import { manual } from "./manual";
import { newerInBaseType } from "./newer/newer";
import { afterCreate, alterOwner, changeGrants, type Privileges, setComment } from "./ownership/ownership";
import { grantedToPublic } from "./ownership/public-grant";
import { labelOfWhole } from "./ownership/security-label";
import { everyoneUses, typeTarget } from "./types/data-type";
import { shellType } from "./types/shell-type";

/** A type of its own bytes, which functions in C read and write, or the mere name of one: a shell type. */
export interface BaseType extends Identity {
  readonly kind: "base type";
  readonly schema: string;
  /**
   * What CREATE TYPE takes and nothing changes afterwards: `INPUT = a.code_in, OUTPUT = a.code_out, INTERNALLENGTH = 4, …`.
   * Null where the type is only announced (`CREATE TYPE name`): functions can take it, and nothing can be of it.
   */
  readonly definition: string | null;
  /** What ALTER TYPE … SET changes, `NONE` where there is none: `RECEIVE = NONE, …, STORAGE = plain`. Null with the definition. */
  readonly support: string | null;
  readonly owner: string | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

const support = [
  ["RECEIVE", "typreceive"],
  ["SEND", "typsend"],
  ["TYPMOD_IN", "typmodin"],
  ["TYPMOD_OUT", "typmodout"],
  ["ANALYZE", "typanalyze"],
  ["SUBSCRIPT", "typsubscript"],
].map(
  ([word, column]) =>
    `'${word} = ' || CASE t.${column}::oid WHEN 0 THEN 'NONE' ELSE t.${column}::pg_catalog.text END`,
);

const needsSuperuser = { hazards: [{ code: "needs-superuser", detail: "base types" }] } as const;

const announced = "nothing: it is only announced";

/** What holds it and its functions together. */
const onlyCascade =
  "it is made of functions that take or give it: type and functions hold each other, and only CASCADE would take them all.";

export const baseType: Kind<BaseType> = {
  kind: "base type",
  label: "base type",
  plural: "base types",
  presence:
    "pg_catalog.pg_type WHERE (typtype = 'b' OR NOT typisdefined) AND oid >= 16384 AND NOT (typcategory = 'A' AND typelem <> 0)",
  query: () => /* sql */ `
    SELECT 'base type' AS kind, n.nspname AS schema, t.typname AS name,
           CASE WHEN t.typisdefined THEN pg_catalog.concat_ws(', ', 'INPUT = ' || t.typinput::pg_catalog.text, 'OUTPUT = ' || t.typoutput::pg_catalog.text,
             'INTERNALLENGTH = ' || CASE WHEN t.typlen < 0 THEN 'VARIABLE' ELSE t.typlen::pg_catalog.text END,
             CASE WHEN t.typbyval THEN 'PASSEDBYVALUE' END,
             'ALIGNMENT = ' || CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'd' THEN 'double' ELSE 'int4' END,
             'CATEGORY = ' || pg_catalog.quote_literal(t.typcategory::pg_catalog.text), CASE WHEN t.typispreferred THEN 'PREFERRED = true' END,
             'DEFAULT = ' || pg_catalog.quote_literal(t.typdefault),
             CASE WHEN t.typelem <> 0 THEN 'ELEMENT = ' || pg_catalog.format_type(t.typelem, NULL) END,
             'DELIMITER = ' || pg_catalog.quote_literal(t.typdelim::pg_catalog.text), CASE WHEN t.typcollation <> 0 THEN 'COLLATABLE = true' END) END AS definition,
           CASE WHEN t.typisdefined THEN pg_catalog.concat_ws(', ', ${support.join(", ")},
             'STORAGE = ' || CASE t.typstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END) END AS support,
           ${roleName("t.typowner")} AS owner, ${privileges("t.typacl", "T", "t.typowner")} AS privileges,
           d.description AS comment, ${address("pg_type", "t.oid")} AS address, CASE WHEN t.typarray <> 0 THEN ARRAY[${address("pg_type", "t.typarray")}] END AS aliases
    FROM pg_catalog.pg_type t
    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    ${joinComment("d", "pg_type", "t.oid")}
    WHERE ${isUserSchema("n")} AND (t.typtype = 'b' OR NOT t.typisdefined)
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid)`,
  attributes: {
    definition: (expected, actual) =>
      isCompleted(expected, actual) ? complete(expected, actual) : manual(onlyCascade),
    support: (expected, actual, sides) => {
      if (expected.support === null) return manual(onlyCascade);
      return isCompleted(expected, actual)
        ? []
        : [
            statement(`ALTER ${typeTarget(expected)} SET (${expected.support})`, identityOf(expected), {
              ...needsSuperuser,
              ...exchanged(expected, sides),
            }),
          ];
    },
    owner: (expected, actual) =>
      isCompleted(expected, actual) ? [] : alterOwner(typeTarget(expected), expected, expected.owner),
    privileges: (expected, actual) =>
      isCompleted(expected, actual)
        ? []
        : changeGrants(typeTarget(expected), expected, actual, { initial: everyoneUses }),
    comment: (expected) => [setComment(typeTarget(expected), expected, expected.comment)],
  },
  namedIn: () => ["pg_type"],
  texts: [],
  newer: newerInBaseType,
  severity: {
    missing: "high",
    unexpected: "info",
    attributes: { definition: "critical", owner: "info", privileges: "medium", comment: "info" },
  },
  words: { support: "support functions and storage" },
  valueWords: { definition: { null: announced }, support: { null: announced } },
  why: {
    missing: "Columns and functions of this type cannot be created.",
    definition:
      "What is stored in columns of the type is read and written by other code than the source says.",
  },
  keepsData: ({ definition }) => definition !== null,
  cannotDrop: (object) =>
    object.definition === null ? null : `PostgreSQL cannot drop ${typeTarget(object)} alone: ${onlyCascade}`,
  holdsFast: ({ definition }) => (definition === null ? null : onlyCascade),
  defaultGrants: {
    ...{ objectType: "types", initial: everyoneUses, target: typeTarget },
    reach: ({ definition }) => definition !== null,
  },
  findings: (object) => grantedToPublic(object, typeTarget(object), everyoneUses),
  securityLabel: labelOfWhole(typeTarget),
  create: (object) => [
    ...(object.definition === null
      ? [statement(`CREATE ${typeTarget(object)}`, identityOf(object), needsSuperuser)]
      : [shellType(object), define(object)]),
    ...afterCreate(object, {
      alter: typeTarget(object),
      comment: typeTarget(object),
      grant: typeTarget(object),
      initial: everyoneUses,
    }),
  ],
  drop: (object) => [statement(`DROP ${typeTarget(object)}`, identityOf(object))],
};

/** Functions that take or give the type come before it takes them, and go when it is rid of them. */
function exchanged(type: BaseType, { expected, actual }: Sides): Partial<Statement> {
  const [wanted, present] = [expected, actual].map((side) =>
    side
      .dependenciesOf(type)
      .filter(({ kind }) => kind === "function")
      .map(identityOf),
  );
  const kept = new Set(wanted?.map(identityKey));
  const rest = (present ?? []).filter((one) => !kept.has(identityKey(one)));
  return { after: wanted ?? [], ...(rest.length === 0 ? {} : { letsGoOf: rest }) };
}

const define = (object: BaseType): Statement =>
  statement(
    `CREATE ${typeTarget(object)} (${object.definition}, ${withoutNone(object.support)})`,
    identityOf(object),
    { ...needsSuperuser, completes: true },
  );

const isCompleted = (expected: BaseType, actual: BaseType): boolean =>
  actual.definition === null && expected.definition !== null;

/** Postgres lets only the shell's very owner do it, superuser or not, and what was granted on the shell is gone with it. */
const complete = (expected: BaseType, actual: BaseType): readonly Statement[] => [
  statement(`ALTER ${typeTarget(expected)} OWNER TO CURRENT_USER`, identityOf(expected)),
  define(expected),
  ...afterCreate(
    { ...expected, owner: expected.owner ?? actual.owner, comment: null },
    { alter: typeTarget(expected), comment: "", grant: typeTarget(expected), initial: everyoneUses },
  ),
];

/** CREATE TYPE does not know `NONE`. */
const withoutNone = (list: string | null): string =>
  (list ?? "")
    .split(", ")
    .filter((one) => !one.endsWith(" = NONE"))
    .join(", ");

import { qualify, quoteIdentifier, quoteLiteral } from "../postgres/identifier";
import { displayName, type Identity, visible } from "../postgres/identity";
import { literally } from "../postgres/pattern";
import { type Preflight, type Statement, statement } from "../postgres/statement";
import { address, isUserSchema, joinComment, privileges, roleName } from "./catalog-sql";
import type { CatalogObject, CatalogView, Kind, Replacement } from "./kind";
import { afterCreate, alterOwner, changeGrants, type Privileges, setComment } from "./ownership/ownership";
import { grantedToPublic } from "./ownership/public-grant";
import { labelOfWhole } from "./ownership/security-label";
import { askWhere, relationOf } from "./preflight/preflight";
import { textsIn } from "./texts/texts-in";
import { everyoneUses, typeTarget } from "./types/data-type";
import { nameAside } from "./types/rows-in-use";

export interface Enum extends Identity {
  readonly kind: "enum";
  readonly schema: string;
  /** In sort order. */
  readonly labels: readonly string[];
  readonly owner: string | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

export const enumKind: Kind<Enum> = {
  kind: "enum",
  label: "enum",
  plural: "enums",
  presence: "pg_catalog.pg_type WHERE typtype = 'e' AND oid >= 16384",
  query: () => /* sql */ `
    SELECT 'enum' AS kind, n.nspname AS schema, t.typname AS name,
           ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels,
           ${roleName("t.typowner")} AS owner, ${privileges("t.typacl", "T", "t.typowner")} AS privileges,
           d.description AS comment, ${address("pg_type", "t.oid")} AS address,
           ARRAY[${address("pg_type", "t.typarray")}] AS aliases
    FROM pg_catalog.pg_type t
    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    ${joinComment("d", "pg_type", "t.oid")}
    WHERE t.typtype = 'e' AND ${isUserSchema("n")}`,
  attributes: {
    labels: (expected, actual, sides) =>
      addLabels(expected, actual) ?? replaceType(expected, actual, sides.actual),
    owner: (expected) => alterOwner(typeTarget(expected), expected, expected.owner),
    privileges: (expected, actual) =>
      changeGrants(typeTarget(expected), expected, actual, { initial: everyoneUses }),
    comment: (expected) => [setComment(typeTarget(expected), expected, expected.comment)],
  },
  namedIn: () => ["pg_type"],
  texts: [],
  severity: {
    missing: "high",
    unexpected: "info",
    attributes: { labels: "high", owner: "info", privileges: "medium", comment: "info" },
  },
  why: {
    labels:
      "Writing a label that the database does not know fails (22P02); reading one that the code does not know may too.",
    missing: "Columns of this type cannot be created.",
  },
  neededBy: (expected, actual, dependent, side) => {
    const added = expected.labels.filter((label) => !actual.labels.includes(label));
    return added.length > 0 && namesOne(added, dependent, side);
  },
  securityLabel: labelOfWhole(typeTarget),
  defaultGrants: { objectType: "types", initial: everyoneUses, target: typeTarget },
  findings: (object) => grantedToPublic(object, typeTarget(object), everyoneUses),
  create,
  drop: (object) => [statement(`DROP ${typeTarget(object)}`, object)],
};

/** A default, a check, a predicate, a body, or the bound of the partition that a column stands in: alone or in the text of an array or a row. */
function namesOne(labels: readonly string[], dependent: CatalogObject, side: CatalogView): boolean {
  const partition =
    dependent.kind === "column" && dependent.table !== undefined
      ? side.get({ kind: "table", schema: dependent.schema ?? "", name: dependent.table })?.partitionBound
      : undefined;
  const texts = [...Object.values(dependent), partition].flatMap(textsIn);
  return labels.some((label) => {
    const quoted = literally(label.replaceAll("'", "''"));
    const literal = new RegExp(`['{(,"]${quoted}['}),"]`);
    return texts.some((text) => literal.test(text));
  });
}

function create(object: Enum): readonly Statement[] {
  return [
    statement(`CREATE ${typeTarget(object)} AS ENUM (${object.labels.map(quoteLiteral).join(", ")})`, object),
    ...afterCreate(object, {
      alter: typeTarget(object),
      comment: typeTarget(object),
      grant: typeTarget(object),
      initial: everyoneUses,
    }),
  ];
}

/**
 * Labels can be added anywhere and never taken away or moved (ALTER TYPE has no DROP VALUE).
 * A label added in a transaction cannot be used before it commits (55P04).
 */
function addLabels(expected: Enum, actual: Enum): readonly Statement[] | null {
  const kept = expected.labels.filter((label) => actual.labels.includes(label));
  if (kept.length !== actual.labels.length || kept.some((label, index) => label !== actual.labels[index]))
    return null;
  const present = new Set(actual.labels);
  const statements: Statement[] = [];
  expected.labels.forEach((label, index) => {
    if (present.has(label)) return;
    const next = expected.labels.slice(index + 1).find((candidate) => present.has(candidate));
    const place = next === undefined ? "" : ` BEFORE ${quoteLiteral(next)}`;
    statements.push(
      statement(`ALTER ${typeTarget(expected)} ADD VALUE ${quoteLiteral(label)}${place}`, expected, {
        transaction: "commit after",
        hazards: [{ code: "cannot-be-undone", detail: `label ${label}` }],
      }),
    );
  });
  return statements;
}

/**
 * Taking a label away or moving one needs a new type. The old one is moved aside, so that the new one can have its name;
 * columns are carried over by their labels, and a value that the new type does not have stops everything (22P02).
 */
function replaceType(expected: Enum, actual: Enum, side: CatalogView): Replacement {
  const old = nameAside(actual.name);
  return {
    begin: [
      statement(`ALTER ${typeTarget(actual)} RENAME TO ${quoteIdentifier(old)}`, actual, {
        hazards: [
          {
            code: "may-fail-on-data",
            detail: `values that are ${actual.labels.filter((label) => !expected.labels.includes(label)).join(", ") || "none"}`,
          },
        ],
        preflight: labelsInUse(expected, actual, side),
      }),
      ...create(expected),
    ],
    end: [statement(`DROP TYPE ${qualify(actual.schema, old)}`, actual)],
  };
}

/** Asks each column of the type, or of an array of it, for values that the new type does not have. */
function labelsInUse(expected: Enum, actual: Enum, side: CatalogView): readonly Preflight[] {
  const gone = actual.labels.filter((label) => !expected.labels.includes(label));
  if (gone.length === 0) return [];
  const list = gone.map(quoteLiteral).join(", ");
  return side.dependentsOf(actual).flatMap((dependent) => {
    if (dependent.kind !== "column" || dependent.relation !== "table") return [];
    const column = dependent as unknown as {
      relation: string;
      schema: string;
      table: string;
      name: string;
      type: string;
    };
    const name = quoteIdentifier(column.name);
    const condition = column.type.endsWith("[]")
      ? `${name}::text[] && ARRAY[${list}]`
      : `${name}::text IN (${list})`;
    const words = gone.map(visible).join(", ");
    return [
      askWhere(
        `Is there a value of ${displayName(dependent)} that goes away (${words})?`,
        relationOf(column),
        condition,
      ),
    ];
  });
}

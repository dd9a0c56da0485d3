import { qualify, quoteIdentifier } from "../postgres/identifier";
import { displayName, type Identity, identityOf } from "../postgres/identity";
import { literally } from "../postgres/pattern";
import { type Statement, statement } from "../postgres/statement";
import { address, isUserSchema, joinComment, privileges, roleName } from "./catalog-sql";
import type { CatalogObject, CatalogView, Kind, Replacement, Sides } from "./kind";
import { type Manual, manual } from "./manual";
import { afterCreate, alterOwner, changeGrants, type Privileges, setComment } from "./ownership/ownership";
import { grantedToPublic } from "./ownership/public-grant";
import { labelOfParts } from "./ownership/security-label";
import { leavesType, tieOf, typedTables } from "./tables/typed-table";
import { namesAdded } from "./texts/names-added";
import { textsIn } from "./texts/texts-in";
import { canCarryOver, isColumnOfArrays } from "./types/composite-value";
import { everyoneUses, typeTarget } from "./types/data-type";
import { rowsRestOn, rowsStayOn, staysOn } from "./types/rows-in-use";
import { cannotCarryOver, replaceType } from "./types/type-replacement";
import { mayTakeOnlyAsExpected, printedAnew, unfitForValues } from "./types/written-values";

export interface CompositeAttribute {
  readonly name: string;
  /** As format_type prints it. */
  readonly type: string;
  /** Qualified; null for the type's own. */
  readonly collation: string | null;
}

/** A type made by CREATE TYPE … AS (…). Tables' row types belong to their tables. */
export interface CompositeType extends Identity {
  readonly kind: "composite type";
  readonly schema: string;
  /** In order. */
  readonly attributes: readonly CompositeAttribute[];
  readonly attributeComments: { readonly [attribute: string]: string } | null;
  readonly owner: string | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

export const compositeType: Kind<CompositeType> = {
  kind: "composite type",
  label: "composite type",
  plural: "composite types",
  presence: "pg_catalog.pg_class WHERE relkind = 'c' AND oid >= 16384",
  query: () => /* sql */ `
    SELECT 'composite type' AS kind, n.nspname AS schema, t.typname AS name,
           coalesce((
             SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', a.attname,
                      'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
                      'collation', CASE WHEN a.attcollation <> at.typcollation THEN
                        pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname) END) ORDER BY a.attnum)
             FROM pg_catalog.pg_attribute a
             JOIN pg_catalog.pg_type at ON at.oid = a.atttypid
             LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation
             LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
             WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped), '[]'::json) AS attributes,
           (SELECT pg_catalog.json_object_agg(a.attname, ad.description ORDER BY a.attname)
            FROM pg_catalog.pg_attribute a ${joinComment("ad", "pg_class", "a.attrelid", "a.attnum")}
            WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped AND ad.description IS NOT NULL) AS "attributeComments",
           ${roleName("t.typowner")} AS owner, ${privileges("t.typacl", "T", "t.typowner")} AS privileges,
           d.description AS comment, ${address("pg_type", "t.oid")} AS address,
           ARRAY[${address("pg_type", "t.typarray")}, ${address("pg_class", "t.typrelid")}] AS aliases
    FROM pg_catalog.pg_type t
    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
    ${joinComment("d", "pg_type", "t.oid")}
    WHERE c.relkind = 'c' AND ${isUserSchema("n")}`,
  attributes: {
    attributes: (expected, actual, sides) => changeAttributes(expected, actual, sides),
    attributeComments: (expected, actual) => changeComments(expected, actual.attributeComments),
    owner: (expected) => alterOwner(typeTarget(expected), expected, expected.owner),
    privileges: (expected, actual) =>
      changeGrants(typeTarget(expected), expected, actual, { initial: everyoneUses }),
    comment: (expected) => [setComment(typeTarget(expected), expected, expected.comment)],
  },
  namedIn: () => ["pg_class", "pg_type"],
  texts: [],
  severity: {
    missing: "high",
    unexpected: "info",
    attributes: {
      attributes: "high",
      attributeComments: "info",
      owner: "info",
      privileges: "medium",
      comment: "info",
    },
  },
  words: { attributeComments: "attribute comments" },
  why: {
    missing: "Columns and functions of this type cannot be created.",
    attributes:
      "Values of the type have other parts than the code expects: reading or building them fails (42703, 42846).",
  },
  shape: ["attributes"],
  neededBy: (expected, actual, dependent, side) =>
    dependent.kind === "table"
      ? typedTables(expected, side).some((table) => table === dependent)
      : namesAdded(dependent, expected.attributes, actual.attributes) ||
        putsTogether(dependent) ||
        mayTakeOnlyAsExpected(expected, actual, dependent, side),
  unfitFor: (before, after, dependent) =>
    unfitForAttributes(before, after, dependent) ?? unfitForValues(before, after, dependent),
  takesAlong: (expected, actual, sides) =>
    expected === undefined || actual === undefined
      ? []
      : [
          ...typedTables(actual, sides.actual)
            .filter((table) => leavesType(table, sides))
            .map((table) => ({ object: identityOf(table), attribute: "ofType" })),
          ...printedAnew(expected, actual, sides),
        ],
  defaultGrants: { objectType: "types", initial: everyoneUses, target: typeTarget },
  findings: (object) => grantedToPublic(object, typeTarget(object), everyoneUses),
  securityLabel: labelOfParts(typeTarget),
  create: (object) => create(object),
  replacement: (expected, actual, sides) => replacement(expected, actual, sides),
  holdsFast: (object, side) => holdsFast(object, side),
  drop: (object) => [statement(`DROP ${typeTarget(object)}`, identityOf(object))],
};

/** A value is put together out of as many parts as the type has, each in its place. */
const putsTogether = (dependent: CatalogObject): boolean => JSON.stringify(dependent).includes("ROW(");

/** Why what nobody expects cannot stay as it is once the attributes are as expected; null where it can. */
function unfitForAttributes(
  before: CompositeType,
  after: CompositeType,
  dependent: CatalogObject,
): string | null {
  const text = textsIn(dependent).join("\n");
  const read = before.attributes.find(
    ({ name }) =>
      !after.attributes.some((attribute) => attribute.name === name) &&
      new RegExp(String.raw`\)\.${literally(quoteIdentifier(name))}(?![\w$])`).test(text),
  );
  const does =
    read !== undefined
      ? `reads attribute ${read.name}, which goes`
      : putsTogether(dependent) && before.attributes.length !== after.attributes.length
        ? `puts values of the type together out of ${before.attributes.length} parts`
        : null;
  return does === null ? null : `it ${does}. Nobody expects it: drop it too, or change it by hand.`;
}

function create(object: CompositeType): readonly Statement[] {
  return [
    statement(
      `CREATE ${typeTarget(object)} AS (${object.attributes.map(attributeDefinition).join(", ")})`,
      identityOf(object),
    ),
    ...afterCreate(object, {
      alter: typeTarget(object),
      comment: typeTarget(object),
      grant: typeTarget(object),
      initial: everyoneUses,
    }),
    ...changeComments(object, null),
  ];
}

const attributeDefinition = (attribute: CompositeAttribute): string =>
  `${quoteIdentifier(attribute.name)} ${typeOf(attribute)}`;

const typeOf = (attribute: CompositeAttribute): string =>
  `${attribute.type}${attribute.collation === null ? "" : ` COLLATE ${attribute.collation}`}`;

/**
 * Attributes can be dropped anywhere and added at the end only, so another order needs a new type. Where all that is stored
 * in it leaves it first, it is dropped and made anew.
 * ALTER ATTRIBUTE … TYPE is refused while a column is of the type (0A000), and typed tables follow with CASCADE.
 */
function changeAttributes(
  expected: CompositeType,
  actual: CompositeType,
  sides: Sides,
): readonly Statement[] | Replacement | "recreate" | Manual {
  const inUse = rowsRestOn(actual, sides.actual);
  const [leaving, tables] = [
    typedTables(actual, sides.actual).filter((table) => leavesType(table, sides)),
    typedTables(actual, sides.actual).filter((table) => !leavesType(table, sides)),
  ];
  const typed = tables.length > 0;
  const anew = (): Replacement | "recreate" | Manual =>
    rowsStayOn(actual, sides) || tables.some((table) => staysOn(table, actual, sides))
      ? replaceOrManual(expected, actual, sides)
      : "recreate";
  const wanted = new Map(expected.attributes.map((attribute) => [attribute.name, attribute]));
  const kept = actual.attributes.filter((attribute) => wanted.has(attribute.name));
  if (kept.some((attribute, index) => attribute.name !== expected.attributes[index]?.name)) return anew();
  const changed = kept.flatMap((attribute) => {
    const other = wanted.get(attribute.name);
    return other === undefined || typeOf(other) === typeOf(attribute) ? [] : [other];
  });
  if (changed.length > 0 && inUse) return anew();
  const stored = inUse || typed;
  const actions: readonly { readonly sql: string; readonly hazards: Statement["hazards"] }[] = [
    ...actual.attributes
      .filter((attribute) => !wanted.has(attribute.name))
      .map((attribute) => ({
        sql: `DROP ATTRIBUTE ${quoteIdentifier(attribute.name)}`,
        hazards: stored ? [{ code: "data-loss", detail: `every value of ${attribute.name}` } as const] : [],
      })),
    ...changed.map((attribute) => ({
      sql: `ALTER ATTRIBUTE ${quoteIdentifier(attribute.name)} TYPE ${typeOf(attribute)}`,
      hazards: typed
        ? [{ code: "table-rewrite" } as const, { code: "may-fail-on-data", detail: attribute.type } as const]
        : [],
    })),
    ...expected.attributes
      .slice(kept.length)
      .map((attribute) => ({ sql: `ADD ATTRIBUTE ${attributeDefinition(attribute)}`, hazards: [] })),
  ];
  return actions.map(({ sql, hazards }) =>
    statement(`ALTER ${typeTarget(expected)} ${sql}${typed ? " CASCADE" : ""}`, identityOf(expected), {
      lock: typed ? "ACCESS EXCLUSIVE" : null,
      takes: leaving.map(tieOf),
      alsoLocks: tables.map((table) => ({
        relation: identityOf(table),
        mode: "ACCESS EXCLUSIVE",
        only: true,
      })),
      hazards,
    }),
  );
}

/** A table keeps the type that it was made of, and the text of an array is of use only while its items have the same parts. */
function replacement(expected: CompositeType, actual: CompositeType, sides: Sides): Replacement | null {
  const tables = typedTables(actual, sides.actual);
  if (tables.some((table) => staysOn(table, actual, sides)) || !canCarryOver(expected, actual, sides))
    return null;
  const gone = actual.attributes.filter(
    ({ name }) => !expected.attributes.some((attribute) => attribute.name === name),
  );
  const made = replaceType(actual, {
    word: "TYPE",
    create: create(expected),
    detail: `values of ${qualify(actual.schema, actual.name)} that do not fit the new attributes`,
  });
  const [first, ...rest] = made.begin;
  if (first === undefined || gone.length === 0) return made;
  const lost = gone.map(({ name }) => ({ code: "data-loss", detail: `every value of ${name}` }) as const);
  return { ...made, begin: [{ ...first, hazards: [...first.hazards, ...lost] }, ...rest] };
}

function holdsFast(actual: CompositeType, side: CatalogView, sides?: Sides): string | null {
  const dependents = side
    .dependentsOf(identityOf(actual))
    .filter((dependent) => sides === undefined || staysOn(dependent, actual, sides));
  const typed = dependents.find((dependent) => dependent.ofType != null);
  if (typed !== undefined)
    return `table ${displayName(typed)} is made of it (OF), and its columns keep their order. Take it off with NOT OF first.`;
  const list = dependents.find(isColumnOfArrays);
  return list === undefined
    ? null
    : `column ${displayName(list)} holds arrays of it, whose items no expression of ALTER TABLE can put together anew (0A000: no subquery in USING). A new column has to be filled by UPDATE.`;
}

const replaceOrManual = (
  expected: CompositeType,
  actual: CompositeType,
  sides: Sides,
): Replacement | Manual =>
  replacement(expected, actual, sides) ?? manual(holdsFast(actual, sides.actual, sides) ?? cannotCarryOver);

function changeComments(
  expected: CompositeType,
  present: CompositeType["attributeComments"],
): readonly Statement[] {
  return expected.attributes
    .map((attribute) => attribute.name)
    .filter((name) => expected.attributeComments?.[name] !== present?.[name])
    .map((name) =>
      setComment(
        `COLUMN ${qualify(expected.schema, expected.name)}.${quoteIdentifier(name)}`,
        expected,
        expected.attributeComments?.[name] ?? null,
      ),
    );
}

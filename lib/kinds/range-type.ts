import { qualify, quoteIdentifier, quoteLiteral, splitQualified } from "../postgres/identifier";
import { displayName, type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, catalogOid, isUserSchema, joinComment, privileges, roleName } from "./catalog-sql";
import { baseType } from "./columns/column-conversion";
import type { CatalogObject, CatalogView, Kind, Replacement, Sides } from "./kind";
import { type Manual, manual } from "./manual";
import { afterCreate, alterOwner, changeGrants, type Privileges, setComment } from "./ownership/ownership";
import { grantedToPublic } from "./ownership/public-grant";
import { labelOfWhole } from "./ownership/security-label";
import { dollarQuote } from "./routines/quote-body";
import { everyoneUses, typeTarget } from "./types/data-type";
import { nameAside, rowsRestOn } from "./types/rows-in-use";
import { shellType } from "./types/shell-type";
import { cannotCarryOver, replaceType } from "./types/type-replacement";
import { mayTakeOnlyAsExpected, unfitForValues } from "./types/written-values";

/** A range type with its multirange type and the constructor functions that come with both. */
export interface RangeType extends Identity {
  readonly kind: "range type";
  readonly schema: string;
  readonly subtype: string;
  /** Qualified; null for the subtype's default. */
  readonly subtypeOperatorClass: string | null;
  readonly collation: string | null;
  readonly canonical: string | null;
  readonly subtypeDifference: string | null;
  readonly multirangeType: string;
  readonly owner: string | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

const recreate = (expected: RangeType, actual: RangeType, sides: Sides): Replacement | "recreate" | Manual =>
  rowsRestOn(actual, sides.actual)
    ? (replacement(expected, actual, sides.actual) ??
      manual(holdsFast(actual, sides.actual) ?? cannotCarryOver))
    : "recreate";

export const rangeType: Kind<RangeType> = {
  kind: "range type",
  label: "range type",
  plural: "range types",
  presence: "pg_catalog.pg_range WHERE rngtypid >= 16384",
  query: () => /* sql */ `
    SELECT 'range type' AS kind, n.nspname AS schema, t.typname AS name,
           pg_catalog.format_type(r.rngsubtype, NULL) AS subtype,
           CASE WHEN NOT oc.opcdefault THEN pg_catalog.quote_ident(ocn.nspname) || '.' || pg_catalog.quote_ident(oc.opcname) END AS "subtypeOperatorClass",
           CASE WHEN r.rngcollation <> st.typcollation THEN pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname) END AS collation,
           CASE WHEN r.rngcanonical::oid <> 0 THEN r.rngcanonical::pg_catalog.text END AS canonical,
           CASE WHEN r.rngsubdiff::oid <> 0 THEN r.rngsubdiff::pg_catalog.text END AS "subtypeDifference",
           pg_catalog.quote_ident(mn.nspname) || '.' || pg_catalog.quote_ident(m.typname) AS "multirangeType",
           ${roleName("t.typowner")} AS owner, ${privileges("t.typacl", "T", "t.typowner")} AS privileges,
           d.description AS comment, ${address("pg_type", "t.oid")} AS address,
           ARRAY[${address("pg_type", "t.typarray")}, ${address("pg_type", "m.oid")}, ${address("pg_type", "m.typarray")}] || ARRAY(
             SELECT ${address("pg_proc", "i.objid")} FROM pg_catalog.pg_depend i
             WHERE i.classid = ${catalogOid.pg_proc} AND i.refclassid = ${catalogOid.pg_type} AND i.refobjid IN (t.oid, m.oid) AND i.deptype = 'i') AS aliases
    FROM pg_catalog.pg_range r
    JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid
    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    JOIN pg_catalog.pg_type st ON st.oid = r.rngsubtype
    JOIN pg_catalog.pg_opclass oc ON oc.oid = r.rngsubopc
    JOIN pg_catalog.pg_namespace ocn ON ocn.oid = oc.opcnamespace
    JOIN pg_catalog.pg_type m ON m.oid = r.rngmultitypid
    JOIN pg_catalog.pg_namespace mn ON mn.oid = m.typnamespace
    LEFT JOIN pg_catalog.pg_collation co ON co.oid = r.rngcollation
    LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
    ${joinComment("d", "pg_type", "t.oid")}
    WHERE ${isUserSchema("n")}`,
  attributes: {
    subtype: recreate,
    subtypeOperatorClass: recreate,
    collation: recreate,
    canonical: recreate,
    subtypeDifference: recreate,
    multirangeType: recreate,
    owner: (expected) => alterOwner(typeTarget(expected), expected, expected.owner),
    privileges: (expected, actual) =>
      changeGrants(typeTarget(expected), expected, actual, { initial: everyoneUses }),
    comment: (expected) => [setComment(typeTarget(expected), expected, expected.comment)],
  },
  namedIn: () => ["pg_type"],
  namesBesides: (object) => [multirangeOf(object)],
  texts: [],
  severity: {
    missing: "high",
    unexpected: "info",
    attributes: {
      subtype: "critical",
      canonical: "high",
      subtypeOperatorClass: "high",
      subtypeDifference: "low",
      multirangeType: "low",
      owner: "info",
      privileges: "medium",
      comment: "info",
    },
  },
  words: {
    subtypeOperatorClass: "subtype operator class",
    subtypeDifference: "subtype difference function",
    multirangeType: "multirange type",
  },
  valueWords: {
    subtypeOperatorClass: { null: "the subtype's default" },
    collation: { null: "the subtype's own" },
  },
  why: {
    missing: "Columns and functions of this type cannot be created.",
    subtype: "The ranges are made of another type than the code expects.",
    subtypeOperatorClass: "Bounds are ordered differently: what a range contains is not what was tested.",
    canonical: "Equal ranges may count as different, or different ones as equal.",
  },
  shape: ["subtype", "subtypeOperatorClass", "collation", "multirangeType"],
  neededBy: mayTakeOnlyAsExpected,
  unfitFor: unfitForValues,
  defaultGrants: { objectType: "types", initial: everyoneUses, target: typeTarget },
  findings: (object) => grantedToPublic(object, typeTarget(object), everyoneUses),
  replacement: (expected, actual, sides) => replacement(expected, actual, sides.actual),
  holdsFast: (object, side) => holdsFast(object, side),
  securityLabel: labelOfWhole(typeTarget),
  create: (object) => create(object),
  drop: (object, _, expected) => {
    const drop = statement(`DROP ${typeTarget(object)}`, identityOf(object));
    return expected.named(multirangeOf(object)).length === 0
      ? [{ ...drop, frees: [multirangeOf(object)] }]
      : [...multirangeAside(object, object.name), drop];
  },
};

/** The multirange type, which is no object of its own and has a name all the same. */
function multirangeOf({ multirangeType }: RangeType): Identity {
  return { kind: "multirange type", ...(splitQualified(multirangeType) ?? { schema: "", name: "" }) };
}

/**
 * Frees the name of the multirange type, and of the constructors of both, for another's: the range type stays until what is
 * stored in it has been carried over.
 * @param called the range type's name by then
 */
function multirangeAside(object: RangeType, called: string): readonly Statement[] {
  const multirange = multirangeOf(object);
  const [aside, constructors] = [nameAside(`m_${multirange.name}`), nameAside(object.name)];
  const frees = [multirange];
  return [
    statement(`ALTER TYPE ${object.multirangeType} RENAME TO ${quoteIdentifier(aside)}`, identityOf(object), {
      frees,
    }),
    statement(
      constructorsAside([qualify(object.schema, called), qualify(multirange.schema, aside)], constructors),
      identityOf(object),
      { frees },
    ),
  ];
}

function create(object: RangeType): readonly Statement[] {
  return [
    // A canonical function takes the type: the shell lets it be made before the range type that names it.
    ...(object.canonical === null ? [] : [shellType(object)]),
    statement(
      `CREATE ${typeTarget(object)} AS RANGE (${parameters(object).join(", ")})`,
      identityOf(object),
      {
        takes: [multirangeOf(object)],
      },
    ),
    ...afterCreate(object, {
      alter: typeTarget(object),
      comment: typeTarget(object),
      grant: typeTarget(object),
      initial: everyoneUses,
    }),
  ];
}

/**
 * Columns are carried over by the text of their ranges. Whatever has the type's name moves aside with it: its multirange type
 * and the constructors of both, which may take the same arguments as the new ones.
 */
function replacement(expected: RangeType, actual: RangeType, side: CatalogView): Replacement | null {
  if (actual.canonical !== null || expected.canonical !== null) return null;
  if (expected.multirangeType !== actual.multirangeType && ofMultirange(actual, side)) return null;
  const made = replaceType(actual, {
    word: "TYPE",
    create: create(expected),
    detail: `ranges of ${qualify(actual.schema, actual.name)} that the new type cannot read`,
  });
  const [aside, ...rest] = made.begin;
  if (aside === undefined) return null;
  return {
    begin: [aside, ...multirangeAside(actual, nameAside(actual.name)), ...rest],
    end: made.end,
  };
}

/** By what depends on the types: what their arguments are called may have changed in the same plan. */
const constructorsAside = (types: readonly string[], name: string): string =>
  `DO ${dollarQuote(
    `DECLARE f pg_catalog.regprocedure; BEGIN FOR f IN SELECT d.objid FROM pg_catalog.pg_depend d ` +
      `WHERE d.classid = ${catalogOid.pg_proc} AND d.refclassid = ${catalogOid.pg_type} AND d.deptype = 'i' ` +
      `AND d.refobjid IN (${types.map((type) => `${quoteLiteral(type)}::pg_catalog.regtype`).join(", ")}) ` +
      `LOOP EXECUTE pg_catalog.format('ALTER FUNCTION %s RENAME TO %I', f, ${quoteLiteral(name)}); END LOOP; END`,
  )}`;

/** Why columns of the type cannot be carried over to a new one; null where they can. */
function holdsFast(actual: RangeType, side: CatalogView): string | null {
  if (actual.canonical !== null)
    return "it has a canonical function, and type and function hold each other: only CASCADE would take both.";
  const column = ofMultirange(actual, side);
  return column === undefined
    ? null
    : `column ${displayName(column)} is of its multirange type, whose name is to stay for its values to be carried over.`;
}

const ofMultirange = (range: RangeType, side: CatalogView): CatalogObject | undefined =>
  side
    .dependentsOf(identityOf(range))
    .find(
      ({ kind, type }) =>
        kind === "column" && typeof type === "string" && baseType(type) === range.multirangeType,
    );

const parameters = (object: RangeType): readonly string[] => [
  `SUBTYPE = ${object.subtype}`,
  ...(object.subtypeOperatorClass === null ? [] : [`SUBTYPE_OPCLASS = ${object.subtypeOperatorClass}`]),
  ...(object.collation === null ? [] : [`COLLATION = ${object.collation}`]),
  ...(object.canonical === null ? [] : [`CANONICAL = ${object.canonical}`]),
  ...(object.subtypeDifference === null ? [] : [`SUBTYPE_DIFF = ${object.subtypeDifference}`]),
  `MULTIRANGE_TYPE_NAME = ${object.multirangeType}`,
];

import { qualify, quoteIdentifier, splitQualified } from "../../postgres/identifier";
import { displayName, type Identity, identityKey, identityOf } from "../../postgres/identity";
import { type Hazard, type Statement, statement } from "../../postgres/statement";
import type { Column } from "../column";
import { movesWithExtension } from "../extension";
import { columnsThatFollow, columnsThatGo, giversOfType, leavings } from "../inheritance/inheritance-links";
import { aroundInheritedType } from "../inheritance/inherited-not-null";
import { aroundTypes } from "../inheritance/table-inheritance";
import type { CatalogView, Sides } from "../kind";
import { type Manual, manual } from "../manual";
import { lettingGo, withoutMutual } from "../mutual";
import { columnsOfKey } from "../partitions/partition-bounds";
import { typePreflights } from "../preflight/column-preflight";
import { relationOf } from "../preflight/preflight";
import { leavesType, offType, typeThatGives } from "../tables/typed-table";
import { compositeValue } from "../types/composite-value";
import {
  alwaysFits,
  baseType,
  conversionOf,
  dependsOnTimeZone,
  isArray,
  isUserType,
  keepsItsBytes,
  lostInConversion,
} from "./column-conversion";
import { columnsBelow } from "./column-family";
import { givenBy } from "./column-presence";
import { calledBack, setOwnDefault } from "./column-statement";
import { setCompression, setStorage } from "./column-storage";
import { dropIdentity, stopComputing } from "./column-value-change";
import { rowTypeIsStored, whyRowsStay } from "./stored-rows";
import { refusesValues, type UnderlyingType, underlyingType } from "./underlying-type";

/**
 * `ALTER COLUMN … TYPE`. USING stands only where Postgres has no conversion of its own for assignments, and never with a
 * length: Postgres then raises what does not fit (22001) where `USING c::varchar(3)` would cut it (postgres-facts.md §1a).
 * {@link Manual} where the types have nothing in common that could be converted.
 */
export function changeColumnType(
  expected: Column,
  actual: Column,
  sides: Sides,
): readonly Statement[] | "recreate" | Manual {
  const { before, after } = aroundTypes(actual, sides);
  // A parent table's change reaches the columns it hands down, and takes from them what it takes from its own.
  const givers = giversOfType(identityOf(actual), sides);
  if (givers.length > 0)
    return [...before, ...detailsAfterType(expected).map((one) => ({ ...one, after: givers })), ...after];
  const table = relationOf(actual);
  // Its type's attributes change its columns.
  if (typeThatGives(table, sides.expected, sides.actual) !== null) return [];
  if (movesWithExtension(expected, actual, sides)) return [];
  const held = [actual, ...columnsThatFollow(actual, sides)]
    .map((column) => whyTypeStays(column, sides.actual, leavesType(table, sides)))
    .find((why) => why !== null);
  if (held !== undefined) return manual(held);
  const [from, to] = [underlyingType(actual, sides.actual), underlyingType(expected, sides.expected)];
  // A foreign table has no values to convert, and takes no USING. ANALYZE would go and read them on the other server.
  const foreign = expected.relation === "foreign table";
  const conversion = foreign || from.type === to.type ? "assignment" : conversionOf(from.type, to.type);
  if (conversion === "none" || (conversion === "text" && !sharesText(from.type, to.type, sides)))
    return manual(
      `it converts no ${from.type} to ${to.type}. What the values mean only a person can say: write the USING clause, or fill a new column by UPDATE.`,
    );
  // What goes on being computed takes no USING (42611), and its values are computed anew: nothing is lost.
  if (conversion !== "assignment" && expected.generated !== null && actual.generated !== null)
    return "recreate";
  return [
    ...before,
    ...replacedDefaults(actual, sides),
    // Nor does what is yet to stop. Both attributes give the statement, which stands once.
    ...stopComputing(expected, actual, sides),
    // An identity can only be of an integer type (22023), and what takes the name of its sequence may be waiting for it.
    ...(actual.identity !== null && expected.identity === null ? [dropIdentity(actual, sides)] : []),
    ...alterType({ expected, actual, sides, from, to, conversion, domains: domainsEntered(from, to) }).map(
      (one) => ({
        ...one,
        ...offType(table, sides),
        after: [...(one.after ?? []), ...columnsThatGo(identityOf(actual), sides)],
        takes: leavings(actual, sides),
      }),
    ),
    ...(foreign ? [] : detailsAfterType(expected)),
    ...after,
  ];
}

/** Labels of an enum are spelled as values of other types are; a type of an extension spells as it likes. */
function sharesText(from: string, to: string, sides: Sides): boolean {
  const isEnum = (type: string, side: CatalogView): boolean | null => {
    const names = splitQualified(baseType(type));
    return names === null ? null : side.get({ kind: "enum", ...names }) !== undefined;
  };
  const [source, target] = [isEnum(from, sides.actual), isEnum(to, sides.expected)];
  // Two types of somebody's own are tried by their text, and so are two of Postgres's that are said to be alike.
  return (source === null) === (target === null) || source === true || target === true;
}

/**
 * A column follows its type to a new one of the same name: an enum's values by their text, a domain's by what lies beneath.
 * Null where its type is another one, or where Postgres does not let it.
 */
export function carryOverToType(
  expected: Column,
  actual: Column,
  type: Identity,
  sides: Sides,
): readonly Statement[] | null {
  const name = qualify(type.schema, type.name);
  const sorted = type.kind === "collation" && expected.collation === name;
  // What it is sorted by is its domain's, which it is carried over to.
  const { domains } = underlyingType(actual, sides.actual);
  if (type.kind === "collation" && !sorted && domains.some(({ collation }) => collation === name)) return [];
  // With a range type comes its multirange type, whose text is a list of ranges.
  const names = [name, sides.expected.get(type)?.multirangeType];
  if (!sorted && !names.includes(baseType(expected.type))) return null;
  const own = [
    ...detailsAfterType(expected),
    ...(expected.default === null || expected.generated !== null ? [] : [setOwnDefault(expected)]),
  ];
  // The parent's change takes the default off here too, and the values along.
  if (actual.inherited) return own.map((set) => ({ ...set, after: givenBy(actual, sides.actual, ["type"]) }));
  if (whyItHoldsFast(actual, sides.actual) !== null) return null;
  const [from, to] = [underlyingType(actual, sides.actual), underlyingType(expected, sides.expected)];
  const beneath = from.type === to.type ? "assignment" : conversionOf(from.type, to.type);
  // What somebody made beneath a domain may be a new one itself.
  const byText = !sorted && (type.kind !== "domain" || isUserType(baseType(from.type)));
  const conversion = byText ? "text" : beneath;
  if (conversion === "none") return null;
  return [
    ...[actual, ...columnsBelow(actual, sides.actual)].flatMap((column) =>
      column.default === null || column.generated !== null ? [] : [dropOwnDefault(column, actual)],
    ),
    ...alterType({
      ...{ expected, actual, sides, from, to, conversion, domains: to.domains },
      value: compositeValue(quoteIdentifier(actual.name), expected, type, sides),
    }),
    ...own,
  ];
}

interface TypeChange {
  readonly expected: Column;
  readonly actual: Column;
  readonly sides: Sides;
  readonly from: UnderlyingType;
  readonly to: UnderlyingType;
  readonly conversion: Exclude<ReturnType<typeof conversionOf>, "none">;
  /** The domains that the values have not passed already. */
  readonly domains: UnderlyingType["domains"];
  /** The expression that makes the new value, where it is not a cast. */
  readonly value?: string | null;
}

function alterType(change: TypeChange): readonly Statement[] {
  const { expected, actual, sides, from, to, conversion } = change;
  const table = qualify(actual.schema, actual.table);
  const name = quoteIdentifier(actual.name);
  const foreign = actual.relation === "foreign table";
  // Postgres looks at every value that goes into a domain which refuses some.
  const refused = refusesValues(change);
  const inList = isArray(actual.type) && from.domains.length + to.domains.length > 0;
  const rewrite =
    !foreign && (conversion === "text" || refused || inList || !keepsItsBytes(beneathDomain(from), to.type));
  const hazards: Hazard[] = [
    ...(rewrite ? [{ code: "table-rewrite", detail: table } as const] : []),
    { code: "blocks-reads", detail: table },
    ...(foreign ? [] : hazardsOfValues(change, refused || from.type === to.type)),
  ];
  const collation = expected.collation === null ? "" : ` COLLATE ${expected.collation}`;
  const list = isArray(actual.type) ? "[]" : "";
  const using = {
    assignment: "",
    cast: ` USING ${name}::${expected.type}`,
    "through integer": ` USING ${name}::integer${list}::${expected.type}`,
    text: ` USING ${name}::text${list}::${expected.type}`,
  };
  const made = change.value == null ? using[conversion] : ` USING ${change.value}`;
  const action = `ALTER COLUMN ${name} TYPE ${expected.type}${collation}${made}`;
  const prefix = `ALTER TABLE ${table}`;
  const family = aroundInheritedType(actual, sides);
  return [
    ...family.before,
    statement(`${prefix} ${action}`, identityOf(expected), {
      alterTable: {
        table: { kind: actual.relation, schema: actual.schema, name: actual.table },
        prefix,
        action,
      },
      lock: "ACCESS EXCLUSIVE",
      rewrite,
      hazards,
      ...withoutMutual(calledBack(expected, sides.expected)),
      preflight: typePreflights(
        { ...expected, type: to.type },
        { ...actual, type: from.type },
        sides,
        change,
      ),
    }),
    ...family.after,
  ];
}

/** Of a domain's length Postgres knows nothing when its values go elsewhere: it looks at each again. */
const beneathDomain = ({ type, domains }: UnderlyingType): string =>
  domains.length === 0 ? type : type.replace(/\(\d+(?:,-?\d+)?\)/, "");

/** The domains of the new type that the old one was not of already. */
const domainsEntered = (from: UnderlyingType, to: UnderlyingType): UnderlyingType["domains"] =>
  to.domains.filter((domain) => !from.domains.some((passed) => identityKey(passed) === identityKey(domain)));

/** @param mayRefuse true where what stands above the types may refuse values that they would let through */
function hazardsOfValues({ expected, from, to }: TypeChange, mayRefuse: boolean): readonly Hazard[] {
  const path = `${qualify(expected.schema, expected.table)}.${quoteIdentifier(expected.name)}`;
  const lost = lostInConversion(from.type, to.type);
  return [
    ...(lost === null ? [] : [{ code: "data-loss", detail: `${lost} in ${path}` } as const]),
    { code: "statistics-lost", detail: path },
    ...(dependsOnTimeZone(from.type, to.type) ? [{ code: "session-time-zone", detail: path } as const] : []),
    ...(alwaysFits(from.type, to.type) && !mayRefuse
      ? []
      : [
          { code: "may-fail-on-data", detail: `values of ${path} that do not fit ${expected.type}` } as const,
        ]),
  ];
}

/** A column's own storage and compression: Postgres goes back to those of the type with the type (ATExecAlterColumnType). */
const detailsAfterType = (expected: Column): readonly Statement[] => [
  ...(expected.storage === null ? [] : [setStorage(expected, expected.storage)]),
  ...(expected.compression === null ? [] : [setCompression(expected)]),
];

/**
 * Where Postgres does not change the type of a column itself: one that a partition key is made of (42P16), or whose table's row type other columns store (0A000). A typed table's follow their type's
 * attributes.
 */
function placeOf(
  column: Column,
  side: CatalogView,
): "plain" | "partition key" | "row type in use" | "typed table" {
  const table = relationOf(column);
  const found = side.get(table);
  if (found !== undefined && columnsOfKey(found, side).some(({ name }) => name === column.name))
    return "partition key";
  if (rowTypeIsStored(column, side)) return "row type in use";
  return found?.ofType != null ? "typed table" : "plain";
}

/**
 * Why Postgres does not change the type of the column; null where it does.
 * @param leavesType true where a typed table is one no more when the column is changed
 */
export function whyTypeStays(column: Column, side: CatalogView, leavesType = false): string | null {
  const table = displayName(relationOf(column));
  switch (placeOf(column, side)) {
    case "plain":
      return null;
    case "partition key":
      return `table ${table} is partitioned by ${displayName(column)}, and what a table is partitioned by cannot be changed (42P16). A new partitioned table has to be made, and the rows moved into it.`;
    case "row type in use":
      return whyRowsStay(column, [side], `${displayName(column)} among them`);
    case "typed table":
      if (leavesType) return null;
      return `table ${table} is made of a type (OF), and only that type's own attributes change its columns (42809). Take it off with NOT OF first.`;
  }
}

/** The same for where the column follows what takes its type's place, and no table leaves its parents for it. */
export function whyItHoldsFast(column: Column, side: CatalogView): string | null {
  const table = relationOf(column);
  return (
    [column, ...columnsBelow(column, side)]
      .map((one) => whyTypeStays(one, side))
      .find((why) => why !== null) ??
    (hasHeirOfSeveral(column, table, side)
      ? `a child table of ${displayName(table)} has the column from another parent too (42P16). It has to leave one of them first (NO INHERIT).`
      : null)
  );
}

/** Why Postgres does not drop the column; null where it does. A partition that has it may be partitioned by it in turn. */
export function whyColumnStays(column: Column, { expected, actual }: Sides): string | null {
  const stay = columnsBelow(column, actual).filter((one) => expected.get(relationOf(one)) !== undefined);
  const held = [column, ...stay].find((one) => placeOf(one, actual) === "partition key");
  if (held === undefined) return null;
  return `Table ${displayName(relationOf(held))} is partitioned by ${displayName(held)}, which cannot be dropped before the table is (42P16). A new partitioned table has to be made, and the rows moved into it.`;
}

/** Partitions that nobody expects and that are divided by a column which goes, or gets another type: they hold it fast. */
export const dividedBy = (
  expected: Column | undefined,
  actual: Column | undefined,
  sides: Sides,
): readonly { readonly object: Identity; readonly needed: string }[] =>
  actual === undefined || expected?.type === actual.type
    ? []
    : columnsBelow(actual, sides.actual)
        .filter(
          (one) =>
            sides.expected.get(relationOf(one)) === undefined &&
            placeOf(one, sides.actual) === "partition key",
        )
        .map((one) => ({
          object: relationOf(one),
          needed: `Column ${displayName(identityOf(actual))} is in the partition key of`,
        }));

/** A child that has the column from other tables too is held fast by those (42P16): it would have to leave them first. */
function hasHeirOfSeveral(column: Column, table: Identity, side: CatalogView): boolean {
  const family = new Map([[identityKey(table), table]]);
  // A map that grows while it is walked through is walked to its new end.
  for (const member of family.values()) {
    for (const heir of side.dependentsOf(member))
      if (heir.kind === "table" || heir.kind === "foreign table")
        family.set(identityKey(identityOf(heir)), identityOf(heir));
  }
  const gives = (parent: Identity): boolean =>
    parent.kind === "table" &&
    side.get({ ...identityOf(column), schema: parent.schema ?? "", table: parent.name }) !== undefined;
  return [...family.values()]
    .filter((heir) => heir !== table)
    .some((heir) =>
      side.dependenciesOf(heir).some((parent) => gives(parent) && !family.has(identityKey(parent))),
    );
}

/**
 * Defaults that go or change with the type are taken off first: Postgres would try to convert them (42804). Those of the
 * tables below, whose columns change with this one, too; each gets its own back by itself.
 */
const replacedDefaults = (actual: Column, sides: Sides): readonly Statement[] =>
  [actual, ...columnsThatFollow(actual, sides)].flatMap((column) => {
    if (column.default === null || column.generated !== null) return [];
    const expected = sides.expected.get(column) as unknown as Column | undefined;
    if (expected?.default === column.default) return [];
    const { letsGoOf } = lettingGo(calledBack(column, sides.actual));
    return [
      {
        ...dropOwnDefault(column, actual),
        ...(letsGoOf === undefined ? {} : { letsGoOf }),
        ...(expected === undefined ? {} : withoutMutual(calledBack(expected, sides.expected))),
      },
    ];
  });

/**
 * A child table may be gone by then in the same plan.
 * @param cause the column whose change it makes way for
 */
const dropOwnDefault = (column: Column, cause: Column): Statement =>
  statement(
    `ALTER TABLE ${column === cause ? "" : "IF EXISTS "}ONLY ${qualify(column.schema, column.table)} ALTER COLUMN ${quoteIdentifier(column.name)} DROP DEFAULT`,
    identityOf(cause),
    { lock: "ACCESS EXCLUSIVE" },
  );

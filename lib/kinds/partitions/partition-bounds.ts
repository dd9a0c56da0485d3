/** Bounds of partitions beside each other: two of one root may have no value in common (42P17). */
import { printedName, quoteIdentifier } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import type { Column } from "../column";
import { columnsOf } from "../columns/columns-of";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import type { RelationName } from "../tables/table-parents";

interface Partition extends Identity {
  readonly partitionOf: RelationName | null;
  readonly partitionBound: string | null;
}

/** Partitions that are to go, or to get another bound, before one can be made or attached: they have values of its bound. Those are of the key's types, too. */
export function partitionsInTheWay(
  expected: Partition | undefined,
  actual: Partition | undefined,
  sides: Sides,
): readonly { readonly object: Identity; readonly attribute?: string; readonly needed: string }[] {
  const root = expected?.partitionOf ?? null;
  if (expected === undefined || root === null || (actual !== undefined && isSame(expected, actual)))
    return [];
  const key = sides.actual.get({ kind: "table", ...root });
  if (key === undefined) return [];
  const types = typesOfKey(key, sides.actual);
  return [
    ...columnsOfKey(key, sides.actual).map((column) => ({
      ...{ object: identityOf(column), attribute: "type", needed: "Its bound has values of the type of" },
    })),
    ...partitionsThatMeet(expected, key, types, sides),
  ];
}

/** Those of them that go for good: a new partition is made behind them, and what moves from them into it waits for both. */
export const partitionsThatGo = (
  object: Identity,
  side: CatalogView,
  actual: CatalogView | undefined,
): readonly Identity[] =>
  actual === undefined
    ? []
    : partitionsInTheWay(side.get(object) as Partition | undefined, undefined, { expected: side, actual })
        .filter(({ attribute }) => attribute === undefined)
        .map((one) => one.object);

function partitionsThatMeet(
  expected: Partition,
  key: CatalogObject,
  types: readonly string[],
  sides: Sides,
): readonly { readonly object: Identity; readonly attribute?: string; readonly needed: string }[] {
  return partitionsBeside(expected, key, sides.actual).flatMap((other) => {
    const wanted = sides.expected.get(identityOf(other)) as Partition | undefined;
    if (wanted !== undefined && isSame(wanted, other)) return [];
    const meet = boundsMeet(types, expected.partitionBound ?? "DEFAULT", other.partitionBound ?? "DEFAULT");
    if (meet === false) return [];
    const needed = meet
      ? "Its bound overlaps that of"
      : "Whether its bound overlaps that of another cannot be told beforehand, and beside it there is";
    const object = identityOf(other);
    return wanted === undefined
      ? [{ object, needed }]
      : ["partitionOf", "partitionBound"].map((attribute) => ({ object, attribute, needed }));
  });
}

const isSame = (one: Partition, other: Partition): boolean =>
  one.partitionBound === other.partitionBound &&
  one.partitionOf?.schema === other.partitionOf?.schema &&
  one.partitionOf?.name === other.partitionOf?.name;

const partitionsBeside = (
  partition: Identity,
  root: CatalogObject,
  side: CatalogView,
): readonly Partition[] =>
  (side.dependentsOf(root) as unknown as readonly Partition[]).filter(
    (other) =>
      (other.kind === "table" || other.kind === "foreign table") &&
      other.partitionOf?.schema === root.schema &&
      other.partitionOf?.name === root.name &&
      !(other.schema === partition.schema && other.name === partition.name),
  );

/** The columns that a table is partitioned by, be it within expressions. */
export function columnsOfKey(root: CatalogObject, side: CatalogView): readonly Column[] {
  if (typeof root.partitionKey !== "string") return [];
  const words: readonly string[] = root.partitionKey.match(new RegExp(printedName, "g")) ?? [];
  return columnsOf(root, side).filter(({ name }) => words.includes(quoteIdentifier(name)));
}

/** The types of the columns that a table is partitioned by; none where an expression or an operator class stands among them. */
function typesOfKey(root: CatalogObject, side: CatalogView): readonly string[] {
  const columns = /^\w+ \(([\s\S]*)\)$/.exec(String(root.partitionKey))?.[1]?.split(", ") ?? [];
  const types = new Map(
    columnsOf(root, side).map(({ name, type, collation }) => [
      quoteIdentifier(name),
      // What sorts otherwise may take for the same what is spelled otherwise.
      collation === null ? (isEnum(String(type), side) ? "enum" : String(type)) : "",
    ]),
  );
  const found = columns.flatMap((column) => types.get(column) ?? []);
  return found.length === columns.length ? found : [];
}

const isEnum = (type: string, side: CatalogView): boolean => {
  const [, schema, name] = /^(\w+)\.(\w+)$/.exec(type) ?? [];
  return name !== undefined && schema !== undefined && side.get({ kind: "enum", schema, name }) !== undefined;
};

/**
 * Whether two bounds of one root have a value in common; null where only Postgres can tell.
 * @param types those of the key's columns
 */
export function boundsMeet(types: readonly string[], one: string, other: string): boolean | null {
  if (one === other) return true;
  if (one === "DEFAULT" || other === "DEFAULT") return false;
  const [hash, otherHash] = [one, other].map((bound) =>
    /modulus (\d+), remainder (\d+)/i.exec(bound)?.slice(1).map(Number),
  );
  if (hash !== undefined && otherHash !== undefined) {
    const [modulus = 1, remainder = 0] = hash;
    const [otherModulus = 1, otherRemainder = 0] = otherHash;
    return (remainder - otherRemainder) % Math.min(modulus, otherModulus) === 0;
  }
  if (types.length === 0) return null;
  const [list, otherList] = [one, other].map((bound) => /^FOR VALUES IN \(([\s\S]*)\)$/.exec(bound)?.[1]);
  if (list !== undefined && otherList !== undefined)
    return listsMeet(types[0] ?? "", valuesOf(list), valuesOf(otherList));
  const [range, otherRange] = [one, other].map((bound) =>
    /^FOR VALUES FROM \(([\s\S]*)\) TO \(([\s\S]*)\)$/.exec(bound)?.slice(1).map(valuesOf),
  );
  if (range === undefined || otherRange === undefined) return null;
  const [from = [], to = []] = range;
  const [otherFrom = [], otherTo = []] = otherRange;
  const [begins, ends] = [compareRows(types, from, otherTo), compareRows(types, otherFrom, to)];
  if ((begins !== null && begins >= 0) || (ends !== null && ends >= 0)) return false;
  return begins === null || ends === null ? null : true;
}

/** The values of a bound as Postgres prints them: commas within quotes part nothing. */
const valuesOf = (list: string): readonly string[] =>
  list.match(/(?:'(?:[^']|'')*'|[^',])+/g)?.map((one) => one.trim()) ?? [];

function listsMeet(type: string, one: readonly string[], other: readonly string[]): boolean | null {
  const spelled = /^(?:text|enum|character(?: varying)?(?:\(\d+\))?)$/.test(type);
  const pairs = one.flatMap((value) =>
    other.map((second) => compare(type, value, second) ?? (spelled ? 1 : null)),
  );
  if (pairs.includes(0)) return true;
  return pairs.includes(null) ? null : false;
}

function compareRows(
  types: readonly string[],
  one: readonly string[],
  other: readonly string[],
): number | null {
  for (const [place, type] of types.entries()) {
    const order = compare(type, one[place] ?? "", other[place] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

const ends: readonly string[] = ["MINVALUE", "MAXVALUE"];

/** Negative, zero or positive as the first value comes before the other, is the same, or comes behind; null where that is not known. */
function compare(type: string, one: string, other: string): number | null {
  if (one === other) return 0;
  const [place, otherPlace] = [one, other].map((value) =>
    value === "MINVALUE" ? -1 : value === "MAXVALUE" ? 1 : 0,
  );
  if (ends.includes(one) || ends.includes(other)) return (place ?? 0) - (otherPlace ?? 0);
  // A null is in a list alone, and the same as no other value.
  if (one === "NULL" || other === "NULL") return 1;
  const [value, second] = [one, other].map((text) => text.replace(/^'([\s\S]*)'$/, "$1"));
  if (value === undefined || second === undefined) return null;
  if (isNumber.test(type)) return compareNumbers(value, second);
  const form = forms.find(([types]) => types.test(type))?.[1];
  return form?.test(value) && form.test(second) ? (value < second ? -1 : 1) : null;
}

const isNumber = /^(?:smallint|integer|bigint|numeric(?:\(.*\))?|oid)$/;

/** Types whose values, in these forms, come in the order of their text. */
const forms: readonly (readonly [RegExp, RegExp])[] = [
  [/^date$/, /^\d{4}-\d\d-\d\d$/],
  [/^timestamp(?:\(\d\))? without time zone$/, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?$/],
  [/^timestamp(?:\(\d\))? with time zone$/, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00$/],
  [/^uuid$/, /^[\da-f-]{36}$/],
  [/^boolean$/, /^(?:false|true)$/],
];

function compareNumbers(one: string, other: string): number | null {
  const parts = [one, other].map((text) => /^(-?)(\d+)(?:\.(\d+))?$/.exec(text));
  if (parts.includes(null)) return null;
  const places = Math.max(...parts.map((part) => part?.[3]?.length ?? 0));
  const [value = 0n, second = 0n] = parts.map((part) =>
    BigInt(`${part?.[1] ?? ""}${part?.[2] ?? ""}${(part?.[3] ?? "").padEnd(places, "0")}`),
  );
  return value === second ? 0 : value < second ? -1 : 1;
}

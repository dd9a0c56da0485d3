import type { AttributeValue, CatalogObject } from "../kinds/kind";
import { quoteJson } from "../postgres/quote-json";

/** The keys of records of one shape: as they stand in the records, and in code-unit order with what JSON writes for them. */
interface Shape {
  readonly keys: readonly string[];
  readonly sorted: readonly { readonly key: string; readonly text: string }[];
}

// Ten thousands of records have one of a few shapes: their keys are sorted once. Records say by their kind which it may be.
const shapes = new Map<unknown, Shape>();

function shapeOf(record: { readonly [key: string]: unknown }): Shape {
  const keys = Object.keys(record);
  const mark = typeof record.kind === "string" ? record.kind : keys.length;
  const known = shapes.get(mark);
  if (known?.keys.length === keys.length && keys.every((key, place) => key === known.keys[place]))
    return known;
  const sorted = keys.toSorted().map((key) => ({ key, text: `${quoteJson(key)}:` }));
  const shape = { keys, sorted };
  if (shapes.size < 1_000 || shapes.has(mark)) shapes.set(mark, shape);
  return shape;
}

/**
 * JSON with keys in code-unit order: equal values give equal bytes on every machine. Written by hand, because every object
 * of a catalog goes through it in every check, and JSON.stringify with a replacer takes several times as long.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === "string") return quoteJson(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    return `[${value.map((item: unknown) => (item === undefined ? "null" : canonicalJson(item))).join(",")}]`;
  }
  return canonicalRecord(value as { readonly [key: string]: unknown }, true);
}

/**
 * {@link canonicalJson} of an object without those of its attributes that are null: most are, and nothing tells them from
 * attributes that are not there.
 */
export const canonicalObject = (object: CatalogObject): string => canonicalRecord(object, false);

function canonicalRecord(record: { readonly [key: string]: unknown }, withNulls: boolean): string {
  let text = "";
  for (const { key, text: name } of shapeOf(record).sorted) {
    const inner = record[key];
    if (inner === undefined || (inner === null && !withNulls)) continue;
    text += text === "" ? name : `,${name}`;
    text += inner === null ? "null" : canonicalJson(inner);
  }
  return `{${text}}`;
}

/** True where two attribute values mean the same; keys of records may stand in any order, items of lists may not. */
export function sameValue(expected: AttributeValue | undefined, actual: AttributeValue | undefined): boolean {
  if (expected === actual) return true;
  if (typeof expected !== "object" || typeof actual !== "object" || expected === null || actual === null)
    return false;
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      expected.length === actual.length &&
      expected.every((item: AttributeValue, index) => sameValue(item, actual[index] as AttributeValue))
    );
  }
  if (Array.isArray(actual)) return false;
  const expectedRecord = expected as { readonly [key: string]: AttributeValue };
  const actualRecord = actual as { readonly [key: string]: AttributeValue };
  const keys = Object.keys(expectedRecord);
  return (
    keys.length === Object.keys(actualRecord).length &&
    keys.every((key) => Object.hasOwn(actualRecord, key) && sameValue(expectedRecord[key], actualRecord[key]))
  );
}

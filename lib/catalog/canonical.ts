import type { AttributeValue } from "../kinds/kind";

/** JSON with keys in code-unit order: equal values give equal bytes on every machine. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
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

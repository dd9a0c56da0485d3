import type { Catalog } from "../catalog/catalog";
import type { Coverage } from "../catalog/coverage";
import type { CatalogObject } from "../kinds/kind";
import { schemaOf } from "./scope";

/** What the comparison covered: the actual side's ledger, with what either side could not see and what is not managed. */
export function joinCoverage(
  expected: Catalog,
  actual: Catalog,
  managed: (object: CatalogObject) => boolean,
): Coverage {
  const unmanaged = new Map<string, number>();
  const read: Record<string, number> = {};
  for (const object of actual.objects) {
    if (managed(object)) read[object.kind] = (read[object.kind] ?? 0) + 1;
    else {
      const schema = schemaOf(object) ?? "";
      // The schema itself is the line, what lies in it the count.
      unmanaged.set(schema, (unmanaged.get(schema) ?? 0) + (object.kind === "schema" ? 0 : 1));
    }
  }
  return {
    read,
    setApart: actual.coverage.setApart.map(({ owner, reason, count }) => ({ owner, reason, count })),
    notRead: actual.coverage.notRead,
    notVisible: [...expected.coverage.notVisible, ...actual.coverage.notVisible],
    unmanaged: [...unmanaged]
      .filter(([schema, count]) => count > 0 || schema !== "public")
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([schema, count]) => ({ schema, count })),
  };
}

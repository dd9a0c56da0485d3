import "server-only";
import type { Catalog } from "../catalog/catalog";
import type { Drift } from "../drift/drift";
import { couldBeRenamed, suggestRenames } from "../drift/suggest-renames";
import { readEarlierSnapshotHash } from "../store/checks";
import type { Store } from "../store/client";
import { loadSnapshot } from "../store/snapshots";

/**
 * A drift with what earlier checks know of renames: an object that stood under the expected name in this very database
 * is the same one, whatever it looks like. Earlier catalogs are read only where that could be.
 */
export async function recallNames(
  store: Store,
  databaseId: string,
  {
    drift,
    expected,
    actual,
  }: { readonly drift: Drift; readonly expected: Catalog; readonly actual: Catalog },
): Promise<Drift> {
  if (!couldBeRenamed(drift.differences)) return drift;
  const hash = await readEarlierSnapshotHash(store, databaseId);
  if (hash === null) return drift;
  const earlier = await loadSnapshot(store, hash);
  const differences = drift.differences.map(({ perhapsRenamed: _, ...difference }) => difference);
  return { ...drift, differences: suggestRenames(differences, expected, actual, earlier) };
}

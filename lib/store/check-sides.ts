import "server-only";
import type { Catalog } from "../catalog/catalog";
import { readSnapshotHashes } from "./checks";
import type { Store } from "./client";
import { loadSnapshot } from "./snapshots";

/** The catalogs that a check compared; null where they are not kept. */
export async function loadCheckSides(
  store: Store,
  checkNumber: number,
): Promise<{ readonly expected: Catalog; readonly actual: Catalog } | null> {
  const hashes = await readSnapshotHashes(store, checkNumber);
  if (hashes === null) return null;
  const expected = await loadSnapshot(store, hashes.expected);
  return { expected, actual: await loadSnapshot(store, hashes.actual) };
}

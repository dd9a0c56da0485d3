import "server-only";
import type { Catalog } from "../catalog/catalog";
import type { Store } from "./client";
import { keepSnapshot, loadSnapshot } from "./snapshots";

/** What decides on how an expected catalog comes out. */
export interface ExpectedCatalogKey {
  readonly sourceHash: string;
  readonly serverMajor: number;
  /** Hash of the code that builds and reads it. */
  readonly readerHash: string;
}

const unusedAfterDays = 30;

/** The catalog that was built for this key before; null when none was. */
export async function findExpectedCatalog(store: Store, key: ExpectedCatalogKey): Promise<Catalog | null> {
  const where = { sourceHash_serverMajor_readerHash: key };
  const row = await store.client.expectedCatalog.findUnique({ where });
  if (row === null) return null;
  await store.client.expectedCatalog.updateMany({ where: key, data: { usedAt: new Date() } });
  return loadSnapshot(store, row.snapshotHash);
}

/** Keeps a built catalog for the next check, and forgets those not used for 30 days. */
export async function keepExpectedCatalog(
  store: Store,
  key: ExpectedCatalogKey,
  catalog: Catalog,
  fingerprint: string,
): Promise<void> {
  const snapshotHash = await keepSnapshot(store, catalog);
  await store.client.expectedCatalog.upsert({
    where: { sourceHash_serverMajor_readerHash: key },
    create: { ...key, snapshotHash, fingerprint },
    update: { snapshotHash, fingerprint, usedAt: new Date() },
  });
  await store.client.expectedCatalog.deleteMany({
    where: { usedAt: { lt: new Date(Date.now() - unusedAfterDays * 86_400_000) } },
  });
}

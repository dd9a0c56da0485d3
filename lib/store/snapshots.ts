import "server-only";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { Catalog } from "../catalog/catalog";
import { readSnapshot, writeSnapshot } from "../catalog/snapshot";
import type { Store } from "./client";

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** Keeps a catalog, once however often the same is read. Returns the hash by which it is found. */
export async function keepSnapshot(store: Store, catalog: Catalog): Promise<string> {
  const text = writeSnapshot(catalog);
  const hash = createHash("sha256").update(text).digest("hex");
  const known = await store.client.catalogSnapshot.findUnique({ where: { hash }, select: { hash: true } });
  if (known === null) {
    // Level 4: a catalog of 2,000 tables is some 10 MB of text, and the default level takes three times as long for a tenth less.
    const content = new Uint8Array(await compress(text, { level: 4 }));
    await store.client.catalogSnapshot.createMany({ data: [{ hash, content }], skipDuplicates: true });
  }
  return hash;
}

/** The catalog kept under a hash. */
export async function loadSnapshot(store: Store, hash: string): Promise<Catalog> {
  const row = await store.client.catalogSnapshot.findUniqueOrThrow({ where: { hash } });
  return readSnapshot((await expand(row.content)).toString("utf8"));
}

/** Removes catalogs that no check and no cached source refers to any more. */
export async function sweepSnapshots(store: Store): Promise<void> {
  await store.client.catalogSnapshot.deleteMany({
    where: {
      expectedCatalogs: { none: {} },
      expectedOf: { none: {} },
      actualOf: { none: {} },
      // A younger one may belong to a check that is just being stored.
      createdAt: { lt: new Date(Date.now() - 3_600_000) },
    },
  });
}

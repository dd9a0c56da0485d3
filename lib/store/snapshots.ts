import "server-only";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { Catalog } from "../catalog/catalog";
import { readSnapshot, writeSnapshot } from "../catalog/snapshot";
import { AppError } from "../postgres/app-error";
import type { Store } from "./client";

const compress = promisify(gzip);
const expand = promisify(gunzip);

// Catalogs are immutable and their hash is their content, so what was read or written lately need not be again:
// parsing and verifying one of 2,000 tables takes longer than comparing it.
const recent = new Map<string, Catalog>();
const hashes = new WeakMap<Catalog, string>();
const recentLimit = 4;

function remember(hash: string, catalog: Catalog): void {
  hashes.set(catalog, hash);
  recent.delete(hash);
  recent.set(hash, catalog);
  for (const oldest of recent.keys()) {
    if (recent.size <= recentLimit) break;
    recent.delete(oldest);
  }
}

/** Keeps a catalog, once however often the same is read. Returns the hash by which it is found. */
export async function keepSnapshot(store: Store, catalog: Catalog): Promise<string> {
  const before = hashes.get(catalog);
  if (before !== undefined && (await isKept(store, before))) return before;
  const text = writeSnapshot(catalog);
  const hash = createHash("sha256").update(text).digest("hex");
  remember(hash, catalog);
  if (!(await isKept(store, hash))) {
    // Level 4: a catalog of 2,000 tables is some 10 MB of text, and the default level takes three times as long for a tenth less.
    const content = new Uint8Array(await compress(text, { level: 4 }));
    await store.client.catalogSnapshot.createMany({ data: [{ hash, content }], skipDuplicates: true });
  }
  return hash;
}

/**
 * The catalog kept under a hash.
 * @throws AppError `snapshot-unreadable` where a version of Plumbline kept it that wrote catalogs otherwise
 */
export async function loadSnapshot(store: Store, hash: string): Promise<Catalog> {
  const known = recent.get(hash);
  if (known !== undefined) return known;
  const row = await store.client.catalogSnapshot.findUniqueOrThrow({ where: { hash } });
  const catalog = readKept((await expand(row.content)).toString("utf8"));
  remember(hash, catalog);
  return catalog;
}

/** Who meets one has no file to make anew: what was read is read again by the next check. */
function readKept(text: string): Catalog {
  try {
    return readSnapshot(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, "Another version of Plumbline saved what the check had read.", {
      hint: "Check the database again; then this version has read it itself.",
      details: [error.message],
      cause: error,
    });
  }
}

async function isKept(store: Store, hash: string): Promise<boolean> {
  const row = await store.client.catalogSnapshot.findUnique({ where: { hash }, select: { hash: true } });
  return row !== null;
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

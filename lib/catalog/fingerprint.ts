import { createHash } from "node:crypto";
import { canonicalObject } from "./canonical";
import type { Catalog } from "./catalog";

// A catalog never changes, and the expected side of a source is compared again and again.
const known = new WeakMap<Catalog, string>();

/** UTF-16 units. */
const portionLength = 65_536;

/**
 * The sha-256 of all objects of a catalog, as 64 hexadecimal digits: equal for equal schemas as one server prints them.
 * Dependencies, coverage and diagnostics are not part of it. An attribute that is null counts like one that is absent.
 */
export function fingerprint(catalog: Catalog): string {
  const found = known.get(catalog);
  if (found !== undefined) return found;
  const hash = createHash("sha256");
  // In portions: each call of the hash costs more than what it hashes of one object.
  let portion = "";
  for (const object of catalog.objects) {
    portion += canonicalObject(object);
    portion += "\n";
    if (portion.length < portionLength) continue;
    hash.update(portion);
    portion = "";
  }
  hash.update(portion);
  const digest = hash.digest("hex");
  known.set(catalog, digest);
  return digest;
}

import { createHash } from "node:crypto";
import { identityKey } from "../postgres/identity";
import { canonicalJson } from "./canonical";
import type { Catalog } from "./catalog";

/**
 * The sha-256 of all objects of a catalog, as 64 hexadecimal digits: equal for equal schemas as one server prints them.
 * Dependencies, coverage and diagnostics are not part of it.
 */
export function fingerprint(catalog: Catalog): string {
  const hash = createHash("sha256");
  for (const object of catalog.objects) {
    hash.update(identityKey(object));
    hash.update(canonicalJson(object));
    hash.update("\n");
  }
  return hash.digest("hex");
}

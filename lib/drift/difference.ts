import { createHash } from "node:crypto";
import type { AttributeValue, CatalogObject } from "../kinds/kind";
import type { Severity } from "../kinds/severity";
import { type Identity, identityKey } from "../postgres/identity";

interface DifferenceBase {
  /** `D-` and eight base-32 characters: the same for the same object in every check. */
  readonly id: string;
  readonly object: Identity;
  readonly severity: Severity;
  /** Objects that come and go with this one (columns of a missing table …) and are not listed on their own. */
  readonly includes: readonly Identity[];
  /** The difference that explains this one, by id: fixing that one comes first. */
  readonly cause?: string;
  /** The ignore rule that covers it whole, by id: shown and counted, but no part of the verdict. */
  readonly ignoredBy?: string;
  /** Set on both of a missing and an unexpected object that may be one under two names. Nobody but a person decides. */
  readonly perhapsRenamed?: RenameSuggestion;
}

/** That a missing and an unexpected object may be the same one under another name, and what speaks for it. */
export interface RenameSuggestion {
  /** The id of the other difference. */
  readonly difference: string;
  /** `same object`: an earlier snapshot of this very database had it under the expected name. `alike`: it looks like it. */
  readonly evidence: "same object" | "alike";
  /** How much of what tells one from others both have, from 0 to 1. */
  readonly likeness: number;
}

/** One object that is missing, unexpected, changed or there under another name. */
export type Difference =
  | (DifferenceBase & { readonly type: "missing"; readonly expected: CatalogObject })
  | (DifferenceBase & { readonly type: "unexpected"; readonly actual: CatalogObject })
  /** The same definition in the same place under another name; `object` is the expected one. */
  | (DifferenceBase & {
      readonly type: "renamed";
      readonly expected: CatalogObject;
      readonly actual: CatalogObject;
    })
  | (DifferenceBase & {
      readonly type: "changed";
      readonly expected: CatalogObject;
      readonly actual: CatalogObject;
      readonly attributes: readonly AttributeDifference[];
    });

export interface AttributeDifference {
  readonly attribute: string;
  readonly expected: AttributeValue;
  readonly actual: AttributeValue;
  readonly severity: Severity;
  /** The ignore rule that covers this attribute, by id. */
  readonly ignoredBy?: string;
}

// RFC 4648 base 32: no 0, 1, 8, so an id can be read out and typed.
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * A prefix and eight base-32 characters of the hash of a key: 40 bits, so that a collision among
 * 5,000 has a chance of 1 in 90,000.
 */
export function shortId(prefix: string, key: string): string {
  const digest = createHash("sha256").update(key).digest();
  let id = prefix;
  for (let position = 0; position < 8; position++) {
    const bit = position * 5;
    const pair = ((digest[bit >> 3] ?? 0) << 8) | (digest[(bit >> 3) + 1] ?? 0);
    id += alphabet[(pair >> (11 - (bit & 7))) & 31];
  }
  return id;
}

/** The id of a difference in the object. */
export const differenceId = (object: Identity): string => shortId("D-", identityKey(object));

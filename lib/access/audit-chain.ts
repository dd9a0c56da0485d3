import { createHash } from "node:crypto";
import { canonicalJson } from "../catalog/canonical";

/** An entry of the audit log as the store keeps it. */
export interface ChainedEntry {
  readonly number: number;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly database: string | null;
  readonly result: string;
  readonly address: string | null;
  readonly agent: string | null;
  readonly requestId: string | null;
  /** Canonical JSON. */
  readonly detail: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** The end of the chain as it was written down outside of the store. */
export interface ChainHead {
  readonly number: number;
  readonly hash: string;
}

/** One place where the chain is not what it was. */
export interface ChainBreak {
  /** The entry at which it shows; the first missing one where entries are gone. */
  readonly number: number;
  readonly reason: "edited" | "missing" | "out of order" | "not linked" | "cut off" | "another history";
  readonly message: string;
}

export interface ChainVerdict {
  readonly entries: number;
  readonly head: ChainHead | null;
  readonly breaks: readonly ChainBreak[];
  /** How many heads from outside the chain was held against. */
  readonly heads: number;
}

/** The hash before the first entry. */
export const chainBegin = "0".repeat(64);

/** The hash of an entry: SHA-256 of the canonical JSON of everything else in it, the hash before it included. */
export function entryHash({ at, ...rest }: Omit<ChainedEntry, "hash"> & { readonly hash?: string }): string {
  const { hash: _, ...hashed } = rest;
  return createHash("sha256")
    .update(canonicalJson({ ...hashed, at: at.toISOString() }))
    .digest("hex");
}

/**
 * Follows the chain from its first entry to its last.
 *
 * An edit shows in the entry's own hash, a removal in the numbers, a reordering in the links. A cut tail leaves a chain
 * that is sound in itself (faults-and-security.md, fault 45): it is found only by heads that were written down outside.
 * So is a chain that was computed anew from some entry on by someone who may write to the store.
 *
 * @param entries in the order of their numbers
 * @param heads what was written down outside, in any order
 */
export async function verifyChain(
  entries: AsyncIterable<ChainedEntry> | Iterable<ChainedEntry>,
  heads: readonly ChainHead[] = [],
): Promise<ChainVerdict> {
  const breaks: ChainBreak[] = [];
  const wanted = new Map<number, Set<string>>();
  for (const { number, hash } of heads) wanted.set(number, (wanted.get(number) ?? new Set()).add(hash));
  let previous: ChainHead = { number: 0, hash: chainBegin };
  let count = 0;
  for await (const entry of entries) {
    count += 1;
    breaks.push(...breaksAt(entry, previous, wanted.get(entry.number)));
    previous = { number: entry.number, hash: entry.hash };
  }
  const last = Math.max(0, ...wanted.keys());
  if (last > previous.number) {
    breaks.push({
      number: previous.number + 1,
      reason: "cut off",
      message: `The log ends at entry ${previous.number}. Entry ${last} was written down outside of it: ${missingWords(previous.number + 1, last)} at its end.`,
    });
  }
  return { entries: count, head: count === 0 ? null : previous, breaks, heads: heads.length };
}

function breaksAt(
  entry: ChainedEntry,
  previous: ChainHead,
  heads: ReadonlySet<string> | undefined,
): readonly ChainBreak[] {
  const { number } = entry;
  const breaks: ChainBreak[] = [];
  const gap = number > previous.number + 1;
  if (gap) {
    breaks.push({
      number: previous.number + 1,
      reason: "missing",
      message: `${missingWords(previous.number + 1, number - 1)} before entry ${number}.`,
    });
  } else if (number <= previous.number) {
    breaks.push({
      number,
      reason: "out of order",
      message: `Entry ${number} comes after entry ${previous.number}.`,
    });
  } else if (entry.previousHash !== previous.hash) {
    breaks.push({
      number,
      reason: "not linked",
      message: `Entry ${number} does not follow from entry ${previous.number}: one of the two took the place of another.`,
    });
  }
  if (entryHash(entry) !== entry.hash) {
    breaks.push({ number, reason: "edited", message: `Entry ${number} was changed after it was written.` });
  }
  if (heads !== undefined && (heads.size > 1 || !heads.has(entry.hash))) {
    breaks.push({
      number,
      reason: "another history",
      message: `Entry ${number} is not the one that was written down outside of the log.`,
    });
  }
  return breaks;
}

const missingWords = (from: number, to: number): string =>
  from === to ? `Entry ${from} is missing` : `Entries ${from} to ${to} are missing`;

import { describe, expect, test } from "vitest";
import { type ChainedEntry, type ChainHead, chainBegin, entryHash, verifyChain } from "./audit-chain";

function chain(length: number): ChainedEntry[] {
  const entries: ChainedEntry[] = [];
  for (let number = 1; number <= length; number += 1) {
    const entry = {
      number,
      at: new Date(Date.UTC(2026, 10, 24, 2, number)),
      actorKind: "person",
      actorId: `id-${number % 3}`,
      actorName: "Ana",
      action: "plan.approve",
      objectKind: "plan",
      objectId: `P-${number}`,
      database: "orders-prod",
      result: "done",
      address: "127.0.0.1",
      agent: null,
      requestId: `r-${number}`,
      detail: '{"comment":"read it"}',
      previousHash: entries.at(-1)?.hash ?? chainBegin,
    };
    entries.push({ ...entry, hash: entryHash(entry) });
  }
  return entries;
}

const heads = (entries: readonly ChainedEntry[]): ChainHead[] => [
  { number: 4, hash: entries[3]?.hash ?? "" },
  { number: 8, hash: entries[7]?.hash ?? "" },
];

/** Writes an entry anew and, as somebody who knows the rule would, its hash. */
const rehash = (entry: ChainedEntry, change: Partial<ChainedEntry>): ChainedEntry => {
  const changed = { ...entry, ...change };
  return { ...changed, hash: entryHash(changed) };
};

/** Computes a whole chain anew from one entry on, so that it is sound in itself. */
function forge(
  entries: readonly ChainedEntry[],
  from: number,
  change: Partial<ChainedEntry>,
): ChainedEntry[] {
  const forged = entries.slice(0, from - 1);
  for (const entry of entries.slice(from - 1)) {
    const previousHash = forged.at(-1)?.hash ?? chainBegin;
    forged.push(rehash(entry, { previousHash, ...(entry.number === from ? change : {}) }));
  }
  return forged;
}

const edit =
  (change: Partial<ChainedEntry>) =>
  (entries: readonly ChainedEntry[]): ChainedEntry[] =>
    entries.map((entry) => (entry.number === 5 ? { ...entry, ...change } : entry));

const tampering: Readonly<Record<string, (entries: ChainedEntry[]) => readonly ChainedEntry[]>> = {
  "another time": edit({ at: new Date(0) }),
  "a time moved by a millisecond": (entries) =>
    edit({ at: new Date((entries[4]?.at.getTime() ?? 0) + 1) })(entries),
  "another person": edit({ actorId: "id-9" }),
  "another person's name": edit({ actorName: "Ben" }),
  "another kind of actor": edit({ actorKind: "token" }),
  "another action": edit({ action: "plan.reject" }),
  "another kind of object": edit({ objectKind: "run" }),
  "another object": edit({ objectId: "P-99" }),
  "another database": edit({ database: "orders-test" }),
  "a database taken away": edit({ database: null }),
  "another result": edit({ result: "denied" }),
  "another address": edit({ address: "10.0.0.1" }),
  "an agent added": edit({ agent: "curl" }),
  "another request": edit({ requestId: "r-0" }),
  "another detail": edit({ detail: '{"comment":"did not read it"}' }),
  "another hash": edit({ hash: "f".repeat(64) }),
  "an edit with its hash computed anew": (entries) =>
    entries.map((entry) => (entry.number === 5 ? rehash(entry, { actorName: "Ben" }) : entry)),
  "the first entry removed": (entries) => entries.slice(1),
  "an entry in the middle removed": (entries) => entries.filter(({ number }) => number !== 5),
  "an entry removed and the rest numbered anew": (entries) =>
    entries.filter(({ number }) => number !== 5).map((entry, index) => ({ ...entry, number: index + 1 })),
  "two entries in each other's place": (entries) =>
    entries.map((entry) => {
      const other = entry.number === 3 ? entries[5] : entry.number === 6 ? entries[2] : undefined;
      return other === undefined ? entry : { ...other, number: entry.number };
    }),
  "an entry written twice": (entries) => [...entries.slice(0, 5), ...entries.slice(4)],
  "an entry added at the end by hand": (entries) => [
    ...entries,
    { ...(entries[7] as ChainedEntry), number: 9, action: "plan.bypass" },
  ],
  "the last entry cut off": (entries) => entries.slice(0, -1),
  "half of the log cut off": (entries) => entries.slice(0, 4),
  "everything removed": () => [],
  "the whole chain computed anew from an edit on": (entries) => forge(entries, 2, { actorName: "Ben" }),
  "the last entry replaced and its hash computed anew": (entries) => forge(entries, 8, { result: "failed" }),
};

test("a chain that nobody touched is intact", async () => {
  const entries = chain(8);
  expect(await verifyChain(entries, heads(entries))).toEqual({
    entries: 8,
    head: { number: 8, hash: entries[7]?.hash },
    breaks: [],
    heads: 2,
  });
  expect(await verifyChain([])).toMatchObject({ entries: 0, head: null, breaks: [] });
});

describe("tampering is found", () => {
  const kinds = Object.entries(tampering);
  test(`by the chain and its heads, in ${kinds.length} kinds`, () =>
    expect(kinds.length).toBeGreaterThanOrEqual(20));

  test.each(kinds)("%s", async (_, tamper) => {
    const entries = chain(8);
    const { breaks } = await verifyChain(tamper(entries), heads(entries));
    expect(breaks).not.toEqual([]);
  });
});

test("an edit names the entry, a removal the missing one, a cut tail all that are gone", async () => {
  const entries = chain(8);
  const messages = async (tampered: readonly ChainedEntry[]): Promise<readonly string[]> =>
    (await verifyChain(tampered, heads(entries))).breaks.map(({ message }) => message);
  expect(await messages(edit({ result: "denied" })(entries))).toEqual([
    "Entry 5 was changed after it was written.",
  ]);
  expect(await messages(entries.filter(({ number }) => number !== 5))).toEqual([
    "Entry 5 is missing before entry 6.",
  ]);
  expect(await messages(entries.slice(0, 5))).toEqual([
    "The log ends at entry 5. Entry 8 was written down outside of it: Entries 6 to 8 are missing at its end.",
  ]);
});

test("without heads from outside, a cut tail is the one thing the chain alone cannot show", async () => {
  expect((await verifyChain(chain(8).slice(0, 4))).breaks).toEqual([]);
});

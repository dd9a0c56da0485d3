import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { majors } from "../test-server";
import { faults } from "./all-faults";
import { injectFault } from "./inject";
import { shownElsewhere } from "./shown-elsewhere";
import { storeFaults } from "./store-faults";

// Faults that need a server of their own or many seconds are left to `npm run faults`.
const quick = faults.filter(({ slow }) => !slow);

describe.each(majors)("on PostgreSQL %i", (major) => {
  test.for(quick.map((fault) => [`${fault.number}: ${fault.title}`, fault] as const))(
    "fault %s",
    { timeout: 60_000 },
    async ([, fault], { skip }) => {
      const reason = fault.cannot?.() ?? null;
      if (reason !== null) skip(reason);
      const judgement = await injectFault(fault, major);
      expect(judgement.faults).toEqual([]);
    },
  );
});

test("each of the 48 faults is injected, or shown by tests that exist", () => {
  const injected = new Set([...faults, ...storeFaults].map(({ number }) => number));
  const elsewhere = new Set(shownElsewhere.map(({ number }) => number));
  const all = Array.from({ length: 48 }, (_, index) => index + 1);
  expect(all.filter((number) => !injected.has(number) && !elsewhere.has(number))).toEqual([]);
  expect([...elsewhere].filter((number) => injected.has(number))).toEqual([]);
  for (const { tests } of shownElsewhere) for (const file of tests) expect(existsSync(file), file).toBe(true);
});

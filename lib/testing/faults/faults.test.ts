import { describe, expect, test } from "vitest";
import { notThere } from "../architecture/shown-by";
import { majors } from "../test-server";
import { faults } from "./all-faults";
import { faultTable } from "./fault-table";
import { injectFault } from "./inject";
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

test("each of the 48 faults is injected, or shown by tests that exist, or both", () => {
  const injected = new Set([...faults, ...storeFaults].map(({ number }) => number));
  const all = Array.from({ length: 48 }, (_, index) => index + 1);
  expect(faultTable.map(({ number }) => number)).toEqual(all);
  expect([...injected].filter((number) => !all.includes(number))).toEqual([]);
  const bare = faultTable.filter(({ number, shownBy }) => !injected.has(number) && shownBy === undefined);
  expect(bare).toEqual([]);
  expect(faultTable.flatMap(({ shownBy }) => notThere(process.cwd(), shownBy ?? {}))).toEqual([]);
});

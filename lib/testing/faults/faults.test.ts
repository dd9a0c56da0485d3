import { describe, expect, test } from "vitest";
import { majors } from "../test-server";
import { faults } from "./all-faults";
import { injectFault } from "./inject";

// Faults that need a server of their own or many seconds are left to `npm run faults`.
const quick = faults.filter(({ slow }) => !slow);

describe.each(majors)("on PostgreSQL %i", (major) => {
  test.each(quick.map((fault) => [`${fault.number}: ${fault.title}`, fault] as const))(
    "fault %s",
    async (_, fault) => {
      const judgement = await injectFault(fault, major);
      expect(judgement.faults).toEqual([]);
    },
    60_000,
  );
});

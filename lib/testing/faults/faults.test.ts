import { describe, expect, test } from "vitest";
import { majors } from "../test-server";
import { cannotInject, faults } from "./all-faults";
import { injectFault } from "./inject";

// Faults that need a server of their own or many seconds are left to `npm run faults`.
const quick = faults.filter(({ slow }) => !slow);

describe.each(majors)("on PostgreSQL %i", (major) => {
  test.for(quick.map((fault) => [`${fault.number}: ${fault.title}`, fault] as const))(
    "fault %s",
    { timeout: 60_000 },
    async ([, fault], { skip }) => {
      const reason = cannotInject(fault);
      if (reason !== null) skip(reason);
      const judgement = await injectFault(fault, major);
      expect(judgement.faults).toEqual([]);
    },
  );
});

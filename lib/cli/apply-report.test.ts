import { expect, test } from "vitest";
import { describeOutcome } from "../apply/outcome";
import type { RunOutcome, TransactionFacts } from "../apply/run-outcome";
import { toldWithoutStore } from "./apply-report";

const facts: TransactionFacts = {
  ...{ xid: "4711", step: 0, systemIdentifier: null, timeline: null, databaseOid: 1, backendPid: 1 },
  ...{ fingerprintBefore: "a", fingerprintAfter: "b" },
};

/** What a run tells that lost its server, as the engine words it. */
function inDoubt(transactions: readonly TransactionFacts[]): RunOutcome {
  const failure = { code: "connection-lost", message: "The connection was lost.", hint: null, details: [] };
  const run = {
    ...{ request: { plan: { statements: [] }, mode: "run" }, outcomes: new Map(), proofs: [], transactions },
    ...{ attempts: 1, lockedMilliseconds: 0 },
  } as unknown as Parameters<typeof describeOutcome>[0];
  return describeOutcome(run, {
    ...{ end: { type: "in doubt", failure, statement: null }, steps: [], afterwards: [] },
    ...{ stepsDone: 0, milliseconds: 1 },
  });
}

test("a run in doubt says what to ask the server, because nobody goes on asking", () => {
  const told = toldWithoutStore(inDoubt([facts]));
  expect(told.sentence).toBe("The server stopped answering. Whether it was applied is not known.");
  expect(told.next).toContain("SELECT pg_xact_status('4711')");
  expect(toldWithoutStore(inDoubt([])).next).toContain("plumbline check");
});

test("what is known is told as it is", () => {
  const committed = { ...inDoubt([facts]), status: "committed" } as const;
  expect(toldWithoutStore(committed)).toBe(committed);
});

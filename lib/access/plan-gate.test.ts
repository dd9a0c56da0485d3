import { describe, expect, test } from "vitest";
import type { ApprovalDecision, Review } from "./approval";
import { type PlanCheck, type PlanFacts, planCheckNames } from "./plan-facts";
import { blockersOf, nextStep } from "./plan-gate";
import { planStatus } from "./plan-status";
import { defaultPolicy } from "./policy";

const now = new Date("2026-11-24T12:00:00Z");

const approval: ApprovalDecision = {
  ...{ approved: false, needed: 1, counted: [], discounted: [], changesRequested: null },
  ...{ bypass: null, holdsUntil: null, expired: false },
};
const approved: ApprovalDecision = { ...approval, approved: true };
const review: Review = {
  ...{ id: "1", hash: "h", systemIdentifier: "", databaseOid: "", verdict: "request changes", comment: "no" },
  ...{ reviewerId: "ben", reviewerName: "Ben", at: now, expiresAt: null, endedAt: null },
};

const passing = planCheckNames.map((name): PlanCheck => ({ name, result: "pass", sentence: "", at: now }));
const checks = (changes: Partial<Record<PlanCheck["name"], PlanCheck["result"]>>): readonly PlanCheck[] =>
  passing.map((check) => ({ ...check, result: changes[check.name] ?? check.result, sentence: check.name }));

/** A draft that is ready to be requested, on a production database. */
const draft: PlanFacts = {
  now,
  plan: { state: "draft", statements: 3, requested: false, stale: false, intact: true, losesData: false },
  policy: defaultPolicy("production"),
  approval,
  ...{ approvers: ["Ben", "Chen"], unread: 0, unanswered: 0, checks: passing, lockSeconds: 1 },
  window: { attached: false, open: false, opensAt: null, opensText: null, otherOpen: null },
  ...{ run: null, resume: null, otherRun: null },
};
const requested: PlanFacts = { ...draft, plan: { ...draft.plan, state: "waiting", requested: true } };
const agreed: PlanFacts = { ...requested, approval: approved };
const open = { attached: true, open: true, opensAt: now, opensText: "now", otherOpen: null };
const ready: PlanFacts = { ...agreed, window: open };
const planOf = (changes: Partial<PlanFacts["plan"]>) => ({ plan: { ...requested.plan, ...changes } });

describe("what stands in the way", () => {
  test.each([
    ["request approval", draft],
    ["approve", requested],
    ["schedule", agreed],
    ["run", ready],
  ] as const)("nothing, of %s, when all is well", (step, facts) => {
    expect(blockersOf(step, facts)).toEqual([]);
  });

  test.each([
    ["request approval", draft, { unread: 2 }, "unread", "yours"],
    ["request approval", draft, { unanswered: 1 }, "unanswered", "yours"],
    ["request approval", draft, { checks: checks({ database: "not run" }) }, "unchecked", "yours"],
    ["request approval", draft, { checks: checks({ database: "running" }) }, "checking", "clears"],
    ["request approval", draft, { checks: checks({ data: "fail" }) }, "check-data", "yours"],
    ["request approval", draft, { plan: { ...draft.plan, statements: 0 } }, "empty", "yours"],
    ["request approval", draft, { plan: { ...draft.plan, stale: true } }, "stale", "yours"],
    ["request approval", draft, { plan: { ...draft.plan, intact: false } }, "altered", "yours"],
    ["approve", requested, planOf({ requested: false }), "not-requested", "yours"],
    ["approve", requested, { unread: 1 }, "unread", "yours"],
    ["approve", requested, { checks: checks({ replica: "fail" }) }, "check-replica", "yours"],
    ["schedule", agreed, { approval }, "unapproved", "clears"],
    ["schedule", agreed, { approval: { ...approval, expired: true } }, "expired", "yours"],
    [
      "schedule",
      agreed,
      { approval: { ...approval, changesRequested: review } },
      "changes-requested",
      "yours",
    ],
    ["schedule", agreed, { checks: checks({ rehearsal: "not run" }) }, "not-rehearsed", "yours"],
    ["schedule", agreed, { checks: checks({ rehearsal: "running" }) }, "rehearsing", "clears"],
    ["schedule", agreed, { checks: checks({ rehearsal: "fail" }) }, "rehearsal-failed", "yours"],
    ["run", ready, { window: { ...open, open: false, opensText: "Sun 02:00" } }, "window-closed", "clears"],
    ["run", ready, { window: { ...open, open: false, opensText: null } }, "no-window", "yours"],
    ["run", ready, { otherRun: "R-7" }, "other-run", "clears"],
    ["run", ready, { checks: checks({ sessions: "fail" }) }, "check-sessions", "clears"],
    ["run", ready, { checks: checks({ migrators: "fail" }) }, "check-migrators", "clears"],
    ["run", ready, { approval }, "unapproved", "clears"],
    ["run", ready, { unanswered: 1 }, "unanswered", "yours"],
    ["run", ready, { run: { id: "R-1", state: "executing", active: true } }, "running", "clears"],
    ["run", ready, { run: { id: "R-1", state: "in doubt", active: true } }, "in-doubt", "clears"],
    ["run", ready, planOf({ state: "done" }), "done", "yours"],
    ["run", ready, planOf({ state: "discarded" }), "discarded", "yours"],
    [
      "run",
      ready,
      { policy: { ...ready.policy, longestLockSeconds: 1 }, lockSeconds: 1.01 },
      "lock-too-long",
      "yours",
    ],
    [
      "run",
      ready,
      { policy: { ...ready.policy, longestLockSeconds: 1 }, lockSeconds: null },
      "lock-unknown",
      "yours",
    ],
    [
      "run",
      ready,
      { ...planOf({ losesData: true }), checks: checks({ backup: "caution" }) },
      "no-backup",
      "yours",
    ],
  ] as const)("%s: %#", (step, facts, changes, code, whose) => {
    const changed = { ...facts, ...changes } as PlanFacts;
    expect(blockersOf(step, changed)).toEqual([expect.objectContaining({ code, whose })]);
  });

  test("a plan that was scheduled waits for its own window, and is told of another that is open", () => {
    const waiting = { ...ready, window: { ...open, open: false, opensText: "Sun 02:00", otherOpen: "W-2" } };
    expect(blockersOf("run", waiting)).toEqual([
      {
        ...{ code: "window-closed", whose: "clears" },
        sentence: "Its window opens Sun 02:00. W-2 is open now: schedule it there to run it sooner.",
      },
    ]);
    const over = { ...waiting, window: { ...waiting.window, opensText: null } };
    expect(nextStep(over)).toBe("schedule");
    expect(blockersOf("run", over)).toEqual([
      expect.objectContaining({
        sentence:
          "Its window does not open any more. Schedule it for another one. W-2 is open now: schedule it there to run it sooner.",
      }),
    ]);
  });

  test("names who could approve, and says how many are missing", () => {
    expect(blockersOf("schedule", { ...agreed, approval: { ...approval, needed: 2 } })[0]?.sentence).toBe(
      "Waiting for 2 more approvals (Ben or Chen).",
    );
  });

  test("without data loss no backup is asked for, and outside production neither window nor rehearsal", () => {
    const bare = checks({ backup: "not run", rehearsal: "not run" });
    const facts = { ...agreed, policy: defaultPolicy("development"), checks: bare };
    expect(blockersOf("run", facts)).toEqual([]);
  });
});

describe("the next step", () => {
  test.each([
    ["request approval", draft],
    ["approve", requested],
    ["schedule", agreed],
    ["run", ready],
    ["run", { ...agreed, policy: defaultPolicy("staging") }],
    ["run", { ...draft, policy: defaultPolicy("development"), approval: approved }],
    [null, { ...ready, ...planOf({ stale: true }) }],
    [null, { ...ready, ...planOf({ state: "done" }) }],
    [null, { ...ready, run: { id: "R-1", state: "locking", active: true } }],
  ] as const)("is %s", (step, facts) => {
    expect(nextStep(facts as PlanFacts)).toBe(step);
  });
});

describe("the state", () => {
  test.each([
    ["Draft", draft],
    ["Checking", { ...draft, checks: checks({ database: "running" }) }],
    ["Needs approval", requested],
    ["Approved", agreed],
    ["Bypassed", { ...agreed, approval: { ...agreed.approval, bypass: review } }],
    ["Waiting for window", { ...agreed, window: { ...open, open: false } }],
    ["Ready", ready],
    ["Applying", { ...ready, run: { id: "R-1", state: "executing", active: true } }],
    ["Verifying", { ...ready, run: { id: "R-1", state: "proving", active: true } }],
    ["In doubt", { ...ready, run: { id: "R-1", state: "in doubt", active: true } }],
    ["Done", { ...ready, ...planOf({ state: "done" }) }],
    ["Failed, rolled back", { ...ready, run: { id: "R-1", state: "rolled back", active: false } }],
    ["Failed, partly applied", { ...ready, run: { id: "R-1", state: "partly applied", active: false } }],
    ["Stale", { ...ready, ...planOf({ stale: true }) }],
    ["Stale", { ...ready, ...planOf({ intact: false }) }],
    ["Rejected", { ...requested, approval: { ...approval, changesRequested: review } }],
    ["Discarded", { ...requested, ...planOf({ state: "discarded" }) }],
    ["Expired", { ...requested, approval: { ...approval, expired: true } }],
  ] as const)("is %s", (status, facts) => {
    expect(planStatus(facts as PlanFacts)).toBe(status);
  });
});

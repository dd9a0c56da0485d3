import { expect, test } from "vitest";
import { type ApprovalFacts, decideApproval, type Review } from "./approval";

const hour = 3_600_000;
const now = new Date("2026-11-24T12:00:00Z");
const at = (hours: number): Date => new Date(now.getTime() + hours * hour);

const plan: ApprovalFacts["plan"] = {
  ...{ hash: "h1", systemIdentifier: "7301", databaseOid: "5", createdById: "ann", requestedById: "ann" },
  ...{ stale: false, intact: true },
};

let number = 0;
const review = (reviewerId: string, changes: Partial<Review> = {}): Review => ({
  ...{ id: String(++number), hash: "h1", systemIdentifier: "7301", databaseOid: "5", verdict: "approve" },
  ...{ comment: "", reviewerId, reviewerName: reviewerId, at: at(-1), expiresAt: at(23), endedAt: null },
  ...changes,
});

const approver = { mayApprove: true, mayBypass: false };
const people = new Map([
  ["ann", approver],
  ["ben", approver],
  ["chen", approver],
  ["olga", { mayApprove: true, mayBypass: true }],
  ["vic", { mayApprove: false, mayBypass: false }],
]);

const decide = (reviews: readonly Review[], changes: Partial<ApprovalFacts> = {}) =>
  decideApproval({ plan, policy: { approvals: 1, selfApproval: false }, reviews, people, now, ...changes });

const two = { policy: { approvals: 2, selfApproval: false } };

test.each<[string, readonly Review[], Partial<ApprovalFacts>, boolean]>([
  ["nobody has said anything", [], {}, false],
  ["nobody needs to", [], { policy: { approvals: 0, selfApproval: false } }, true],
  ["another person approved", [review("ben")], {}, true],
  ["one of two approved", [review("ben")], two, false],
  ["two approved", [review("ben"), review("chen")], two, true],
  ["one person approved twice", [review("ben"), review("ben", { at: at(-0.5) })], two, false],
  ["who made it approved", [review("ann")], {}, false],
  ["who made it may approve", [review("ann")], { policy: { approvals: 1, selfApproval: true } }, true],
  [
    "who requested it approved",
    [review("ben")],
    { plan: { ...plan, createdById: "chen", requestedById: "ben" } },
    false,
  ],
  ["the approval was for another content", [review("ben", { hash: "h2" })], {}, false],
  ["it was for another server", [review("ben", { systemIdentifier: "9" })], {}, false],
  ["it was for another database", [review("ben", { databaseOid: "6" })], {}, false],
  ["it ends this very moment", [review("ben", { expiresAt: now })], {}, false],
  ["it ends in a millisecond", [review("ben", { expiresAt: new Date(now.getTime() + 1) })], {}, true],
  ["it was taken back", [review("ben", { endedAt: at(-0.1) })], {}, false],
  ["its author was demoted", [review("vic")], {}, false],
  ["its author is gone", [review("zoe")], {}, false],
  ["the plan is stale", [review("ben")], { plan: { ...plan, stale: true } }, false],
  ["the plan was altered", [review("ben")], { plan: { ...plan, intact: false } }, false],
  ["somebody asked for changes", [review("ben"), review("chen", { verdict: "request changes" })], {}, false],
  [
    "who asked for changes approved later",
    [review("chen", { verdict: "request changes", at: at(-2) }), review("chen")],
    {},
    true,
  ],
  [
    "who approved asked for changes later",
    [review("chen", { at: at(-2) }), review("chen", { verdict: "request changes" })],
    {},
    false,
  ],
  [
    "a demoted person asked for changes",
    [review("ben"), review("vic", { verdict: "request changes" })],
    {},
    true,
  ],
  ["an owner bypassed it", [review("olga", { verdict: "bypass" })], {}, true],
  ["somebody who is no owner bypassed it", [review("ben", { verdict: "bypass" })], {}, false],
  ["the bypass ran out", [review("olga", { verdict: "bypass", expiresAt: at(-0.1) })], {}, false],
  [
    "an owner bypassed a request for changes",
    [review("ben", { verdict: "request changes" }), review("olga", { verdict: "bypass" })],
    {},
    true,
  ],
  [
    "a bypassed plan went stale",
    [review("olga", { verdict: "bypass" })],
    { plan: { ...plan, stale: true } },
    false,
  ],
])("when %s", (_, reviews, changes, approved) => {
  expect(decide(reviews, changes).approved).toBe(approved);
});

test("what does not count says why, and one person counts once", () => {
  const decision = decide([review("ann"), review("ben"), review("vic"), review("zoe")]);
  expect(decision.counted.map(({ reviewerId }) => reviewerId)).toEqual(["ben"]);
  expect(decision.discounted.map(({ reason }) => reason)).toEqual([
    "Who made or requested the plan does not count as its approver.",
    "The person may no longer approve plans of this database.",
    "The person is gone or may no longer sign in.",
  ]);
});

test("it holds until the approvals it rests on end", () => {
  const reviews = [
    review("ben", { expiresAt: at(2) }),
    review("chen", { expiresAt: at(5) }),
    review("olga", { expiresAt: at(9) }),
  ];
  expect(decide(reviews, two).holdsUntil).toEqual(at(5));
  expect(decide([], { policy: { approvals: 0, selfApproval: false } }).holdsUntil).toBeNull();
});

test("an approval that only its time ended is told as expired, and no other", () => {
  expect(decide([review("ben", { expiresAt: at(-1) })]).expired).toBe(true);
  expect(decide([review("ben", { expiresAt: at(-1), hash: "h2" })]).expired).toBe(false);
  expect(decide([review("vic", { expiresAt: at(-1) })]).expired).toBe(false);
  expect(decide([])).toMatchObject({ expired: false, approved: false });
});

import { expect, test } from "vitest";
import type { NumberedEvent } from "./console-event";
import { addEvents, noProgress, type RunProgress } from "./run-progress";

const blocker = {
  pid: 4121,
  application: "reports",
  user: "app",
  state: "idle in transaction",
  transactionMilliseconds: 660_000,
  query: "SELECT 1",
  holds: ["public.users (ACCESS SHARE)"],
};

type Event = NumberedEvent["event"];

const waiting = (blockers: readonly (typeof blocker)[]): Event => ({
  ...{ type: "waiting", statement: null, waitedMilliseconds: 225, limitMilliseconds: 1_000 },
  blockers: [...blockers],
});

const after = (...events: readonly Event[]): RunProgress =>
  addEvents(
    noProgress(2),
    events.map((event, position) => ({ sequence: position + 1, at: "2026-11-29T02:00:00Z", event })),
  );

const locking: Event = { type: "phase", phase: "locking", step: 0 };
const again: Event = { type: "attempt", attempt: 2, of: 10, reason: "A lock could not be had in time." };

test("who stands in the way stays in sight between two tries", () => {
  const events = [locking, waiting([blocker]), again, locking] as const;
  expect(after(...events).waiting).toMatchObject({ between: true, blockers: [{ pid: 4121 }] });
  expect(after(...events, waiting([blocker])).waiting).toMatchObject({ between: false });
});

test("nobody is shown any more once the locks are there, or the run has gone on without them", () => {
  const locked: Event = { type: "locked", relations: [], milliseconds: 12 };
  expect(after(locking, waiting([blocker]), waiting([]), locked).waiting).toBeNull();
  expect(
    after(locking, waiting([blocker]), { type: "phase", phase: "executing", step: 0 }).waiting,
  ).toBeNull();
});

test("a statement that nobody blocks any more is at work, and shows nobody", () => {
  const one = { ...waiting([blocker]), statement: 0 } as Event;
  const none = { ...waiting([]), statement: 0 } as Event;
  expect(after({ type: "phase", phase: "executing", step: 0 }, one, none).waiting).toBeNull();
});

test("where nobody was in the way, a try that ends shows nobody", () => {
  expect(after(locking, waiting([]), again).waiting).toBeNull();
});

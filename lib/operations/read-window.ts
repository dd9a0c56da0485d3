import "server-only";
import { mayDo } from "../access/authority";
import { isBeforeRun } from "../access/plan-status";
import {
  currentOccurrence,
  decidedOccurrences,
  effectiveEnd,
  isOpen,
  type OccurrenceDecision,
  stateOf,
} from "../access/window";
import { startNote } from "../access/window-words";
import { destructiveNeeds } from "../recovery/backup-level";
import type { Window } from "../store/windows";
import { backupEvidence } from "./backup-evidence";
import type { Context } from "./context";
import { findOverlaps, type WindowOverlap } from "./find-overlaps";
import { type ListedPlan, listPlans } from "./list-plans";
import type { ListedOccurrence } from "./list-windows";
import { loadWindow, mayManage } from "./load-window";
import { earliestHours } from "./open-window-early";

/** One line of what speaks for a go, looked at by us. */
export interface GoCheck {
  readonly result: "pass" | "fail" | "caution";
  readonly sentence: string;
  /** Where to look closer. */
  readonly href: string | null;
}

export interface WindowOverview {
  readonly window: Window;
  readonly now: Date;
  /** The one that people have to do with now: begun, or next. Null when nothing will come. */
  readonly current: (ListedOccurrence & { readonly endsAt: Date; readonly note: string | null }) | null;
  /** Those after it. */
  readonly next: readonly (ListedOccurrence & { readonly note: string | null })[];
  /** The last ones that are over, newest first. */
  readonly past: readonly ListedOccurrence[];
  /** In the order in which they were made. */
  readonly plans: readonly ListedPlan[];
  /** Plans of its databases that could be attached. */
  readonly attachable: readonly ListedPlan[];
  /** Seconds of all attached plans together; null where one of them cannot be told. */
  readonly estimatedSeconds: number | null;
  readonly goChecks: readonly GoCheck[];
  readonly overlaps: readonly WindowOverlap[];
  readonly mayManage: boolean;
  readonly mayAttach: boolean;
  readonly mayOpenEarly: boolean;
}

const shown = 5;
const day = 86_400_000;

/**
 * One window, with its occurrences, its plans, and what speaks for and against a go.
 * @param id `W-4`
 * @throws AppError `no-such-window`
 */
export async function readWindow(context: Context, id: string): Promise<WindowOverview> {
  const window = await loadWindow(context, id);
  const now = context.now();
  const listed = (occurrence: OccurrenceDecision): ListedOccurrence => ({
    ...{ window, occurrence },
    state: stateOf(window, occurrence, now),
  });
  const current = currentOccurrence(window, now);
  const after = current === null ? now : new Date(current.endsAt.getTime() + 1);
  const coming = decidedOccurrences(window, after, new Date(after.getTime() + 200 * day))
    // One that was closed before its end is over.
    .filter((one) => effectiveEnd(window, one) > now)
    .slice(0, shown);
  const before = decidedOccurrences(window, new Date(now.getTime() - 200 * day), now)
    .filter((one) => effectiveEnd(window, one) <= now || one.go === false)
    .filter((one) => one.endsAt > window.createdAt);
  const everyPlan = (await Promise.all(window.databases.map(({ slug }) => listPlans(context, slug)))).flat();
  const plans = everyPlan
    .filter(({ plan }) => plan.windowNumber === window.number)
    .toSorted((one, other) => one.plan.number - other.plan.number);
  const seconds = plans.map(({ facts }) => facts.lockSeconds);
  const estimatedSeconds = seconds.reduce<number | null>(
    (sum, one) => (sum === null || one === null ? null : sum + one),
    0,
  );
  return {
    ...{ window, now, plans, estimatedSeconds },
    current:
      current === null
        ? null
        : { ...listed(current), endsAt: effectiveEnd(window, current), note: startNote(window, current) },
    next: coming.map((one) => ({ ...listed(one), note: startNote(window, one) })),
    past: before.toReversed().slice(0, shown).map(listed),
    attachable: everyPlan.filter(
      ({ plan, status }) => plan.windowNumber !== window.number && isBeforeRun(status),
    ),
    goChecks: await goChecks(context, { window, plans, estimatedSeconds }),
    overlaps: window.cancelledAt === null ? await findOverlaps(context, window) : [],
    mayManage: mayManage(context, window),
    mayAttach: window.databases.some(({ slug }) => mayDo(context.actor, "make plans", slug)),
    mayOpenEarly:
      current !== null &&
      !isOpen(stateOf(window, current, now)) &&
      current.startsAt > now &&
      current.startsAt.getTime() - now.getTime() <= earliestHours * 3_600_000,
  };
}

/** What we can see ourselves of whether a window should be opened; the rest is for people. */
async function goChecks(
  context: Context,
  { window, plans, estimatedSeconds }: Pick<WindowOverview, "window" | "plans" | "estimatedSeconds">,
): Promise<readonly GoCheck[]> {
  const now = context.now();
  const checks: GoCheck[] = [];
  if (plans.length === 0)
    checks.push({ result: "caution", sentence: "No plan waits for this window.", href: null });
  for (const { plan, status } of plans) {
    const ready = status === "Ready" || status === "Waiting for window" || status === "Done";
    checks.push({
      result: ready ? "pass" : "fail",
      sentence: `${plan.id} is ${status === "Ready" ? "ready" : status.toLowerCase()}.`,
      href: `/plans/${plan.id}`,
    });
  }
  for (const { id, slug, name } of window.databases) {
    const { best, enough, sentence } = await backupEvidence(context.store, id, [], now);
    checks.push({
      result: enough && best?.old === false ? "pass" : "caution",
      sentence: enough
        ? `Backup of ${name}: ${sentence}`
        : `Backup of ${name}: ${best === null ? "none of the whole database." : sentence} Fixes that destroy rows need level ${destructiveNeeds}.`,
      href: `/databases/${slug}/backups`,
    });
  }
  if (plans.length > 0) {
    checks.push(
      estimatedSeconds === null
        ? { result: "caution", sentence: "How long the plans take cannot be told.", href: null }
        : {
            result: estimatedSeconds <= window.minutes * 60 ? "pass" : "fail",
            sentence: `The plans hold locks for about ${Math.ceil(estimatedSeconds)} s of ${window.minutes} min.`,
            href: null,
          },
    );
  }
  return checks;
}

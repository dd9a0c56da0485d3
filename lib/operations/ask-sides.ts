import "server-only";
import { compareWithPoint } from "../apply/resume-point";
import type { Catalog } from "../catalog/catalog";
import { compare } from "../drift/compare";
import { describeDifference } from "../drift/describe";
import type { Drift } from "../drift/drift";
import { driftChange } from "../drift/drift-change";
import { introspect } from "../introspect/introspect";
import type { Session } from "../postgres/connect";
import { findCheck } from "../store/checks";
import { readDifferences } from "../store/differences";
import type { Staleness, StoredPlan } from "../store/plans";
import { readSource } from "../store/sources";
import type { CheckAnswer } from "./ask-database";
import { compareSides } from "./compare-sides";
import { type Context, shadowOf } from "./context";
import { readExpected } from "./read-expected";
import { type PlanSides, readPlanDrift, readPlanSides } from "./read-plan-sides";
import type { Journal } from "./run-journal";

/** Whether both sides are what the plan was made from. */
export interface SidesAnswer {
  readonly answers: readonly CheckAnswer[];
  /** Set where one of them is not. */
  readonly stale: Staleness | null;
}

/**
 * Reads the database and its source anew and compares them with what the plan was made from; the database of a plan that
 * stopped between two of its steps with what the last one left.
 */
export async function askSides(
  context: Context,
  { plan, journal }: { readonly plan: StoredPlan; readonly journal: Journal | null },
  session: Session,
  signal: AbortSignal,
): Promise<SidesAnswer> {
  const sides = await readPlanSides(context.store, plan);
  const options = { shadowUrl: async () => shadowOf(context), signal };
  const read = await introspect(session, { signal });
  const expected = await freshExpected(context, plan, sides.expected, session.serverVersion, signal);
  const doubts = [
    ...read.coverage.notVisible.map(({ what }) => `${what} is not visible to the role.`),
    ...read.diagnostics.filter(({ severity }) => severity === "unknown").map(({ message }) => message),
  ];
  const now = await compareSides(expected, read, { ...options, scope: sides.scope });
  const sourceChanged =
    plan.undoOfRun === null &&
    now.drift.expectedFingerprint !== plan.expectedFingerprint &&
    !same(sides.expected, now.expected);
  const asked: AskedSides = { context, plan, sides, read, options };
  const change = journal === null ? await sincePlanned(asked, now.drift) : await sinceStopped(asked, journal);
  // What the role can no longer see is not gone (fault 31).
  const databaseChanged = doubts.length === 0 && change !== null;
  const answers: CheckAnswer[] = [
    doubts.length > 0
      ? {
          name: "database",
          result: "not run",
          sentence: `Part of the database could not be read: ${doubts[0]}`,
        }
      : databaseChanged
        ? {
            name: "database",
            result: "fail",
            sentence: `The database changed: ${change.length.toLocaleString("en")} ${change.length === 1 ? "object is" : "objects are"} not as ${journal === null ? "the plan found" : `${journal.run.id} left`} them.`,
          }
        : {
            name: "database",
            result: "pass",
            sentence:
              journal === null
                ? "The database is as the plan found it, object by object."
                : `The database is as ${journal.run.id} left it after step ${journal.stepsDone} of ${journal.steps}, object by object.`,
          },
    plan.undoOfRun !== null
      ? {
          name: "expected",
          result: "pass",
          sentence: "An undo leads back to what was; no source decides it.",
        }
      : sourceChanged
        ? {
            name: "expected",
            result: "fail",
            sentence: "The source declares something else than when the plan was made.",
          }
        : {
            name: "expected",
            result: "pass",
            sentence: "The source declares what it did when the plan was made.",
          },
  ];
  if (!databaseChanged && !sourceChanged) return { answers, stale: null };
  const check = await findCheck(context.store, plan.checkNumber);
  const before = check === null ? [] : await readDifferences(context.store, check.number);
  return {
    answers,
    stale: {
      side: databaseChanged && sourceChanged ? "both" : databaseChanged ? "database" : "source",
      at: context.now().toISOString(),
      check: null,
      objects: (change ?? []).slice(0, 50),
      ...driftChange(
        before.map(({ difference }) => difference),
        now.drift.differences,
      ),
    },
  };
}

interface AskedSides {
  readonly context: Context;
  readonly plan: StoredPlan;
  readonly sides: PlanSides;
  readonly read: Catalog;
  readonly options: { readonly shadowUrl: () => Promise<string>; readonly signal: AbortSignal };
}

/** What is not as the plan found it, in sentences; null where nothing is. */
async function sincePlanned(
  { plan, sides, read, options }: AskedSides,
  drift: Pick<Drift, "actualFingerprint">,
): Promise<readonly string[] | null> {
  if (drift.actualFingerprint === plan.actualFingerprint) return null;
  // Two servers may spell one definition in two ways: what differs then is asked on one server.
  const compared = await compareSides(sides.actual, read, { ...options, scope: "everything" });
  const { differences } = compared.drift;
  return differences.length === 0 ? null : differences.map(describeDifference);
}

/** What is not as the last step left it, in sentences; null where nothing is. */
async function sinceStopped(
  { context, plan, sides, read, options }: AskedSides,
  journal: Journal,
): Promise<readonly string[] | null> {
  const drift = await readPlanDrift(context.store, plan);
  const { changes } = await compareWithPoint(
    {
      ...{ plan: plan.content, ...sides, ...(drift === null ? {} : { drift }) },
      compare: (expected, actual, { scope }) => compareSides(expected, actual, { ...options, scope }),
    },
    journal,
    read,
  );
  if (changes === null) return null;
  return changes.length === 0 ? ["A property that no fix touches is not as it was."] : changes;
}

async function freshExpected(
  context: Context,
  plan: StoredPlan,
  kept: Catalog,
  serverVersion: number,
  signal: AbortSignal,
): Promise<Catalog> {
  if (plan.undoOfRun !== null) return kept;
  const source = await readSource(context.store, plan.databaseId);
  const side = await readExpected(context, source, { serverVersion, signal, onProgress: () => undefined });
  return side.catalog;
}

const same = (planned: Catalog, now: Catalog): boolean =>
  compare(planned, now, { scope: "everything" }).differences.length === 0;

import "server-only";
import type { Catalog } from "../catalog/catalog";
import { compare } from "../drift/compare";
import { describeDifference } from "../drift/describe";
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
import { readPlanSides } from "./read-plan-sides";

/** Whether both sides are what the plan was made from. */
export interface SidesAnswer {
  readonly answers: readonly CheckAnswer[];
  /** Set where one of them is not. */
  readonly stale: Staleness | null;
}

/** Reads the database and its source anew and compares them with what the plan was made from. */
export async function askSides(
  context: Context,
  plan: StoredPlan,
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
  // Two servers may spell one definition in two ways: what differs then is asked on one server.
  const change =
    now.drift.actualFingerprint === plan.actualFingerprint
      ? null
      : (await compareSides(sides.actual, read, { ...options, scope: "everything" })).drift.differences;
  // What the role can no longer see is not gone (fault 31).
  const databaseChanged = doubts.length === 0 && change !== null && change.length > 0;
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
            sentence: `The database changed: ${change.length.toLocaleString("en")} ${change.length === 1 ? "object is" : "objects are"} not as the plan found them.`,
          }
        : {
            name: "database",
            result: "pass",
            sentence: "The database is as the plan found it, object by object.",
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
      objects: (change ?? []).slice(0, 50).map(describeDifference),
      ...driftChange(
        before.map(({ difference }) => difference),
        now.drift.differences,
      ),
    },
  };
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

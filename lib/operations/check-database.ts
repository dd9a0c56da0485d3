import "server-only";
import { performance } from "node:perf_hooks";
import { requireRight } from "../access/authority";
import type { Catalog } from "../catalog/catalog";
import type { Drift } from "../drift/drift";
import { introspect } from "../introspect/introspect";
import { readFindings } from "../introspect/read-findings";
import { completeCheck, endCheck, startCheck } from "../store/check-lifecycle";
import { type Check, type CheckProgress, findCheck } from "../store/checks";
import { findDatabaseById } from "../store/databases";
import { readIgnoreRules } from "../store/ignore-rules";
import { readSource } from "../store/sources";
import { compareSides } from "./compare-sides";
import { type Context, shadowOf } from "./context";
import { describeFailure } from "./describe-failure";
import { openDatabase } from "./open-database";
import { readDifferenceFacts } from "./read-difference-facts";
import { readExpected } from "./read-expected";
import { recallNames } from "./recall-names";
import { recordCheckProgress } from "./record-check-progress";
import { voidPlansOvertaken } from "./void-plans";

export interface CheckRequest {
  readonly number: number;
  /** The worker that runs it: only it may write the outcome. */
  readonly workerId: string;
  /** Aborted with `cancel` when a person cancelled, with `shut down` when the worker ends. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: CheckProgress) => void;
}

/** Why a signal of a check was aborted. */
export type AbortReason = "cancel" | "shut down" | "lost";

/**
 * Runs a queued check from beginning to end and stores what it found, or why it could not.
 * Expected failures are stored, not thrown. A check that is not queued any more is left alone.
 */
export async function checkDatabase(context: Context, request: CheckRequest): Promise<void> {
  requireRight(context.actor, "run checks", `check C-${request.number}`);
  const { number, workerId } = request;
  const check = await startCheck(context.store, number, workerId);
  if (check === null) return;

  const own = new AbortController();
  const signal = AbortSignal.any([request.signal, own.signal]);
  const recorder = recordCheckProgress(context.store, { number, workerId }, (progress, verdict) => {
    request.onProgress?.(progress);
    // The flag in the row reaches us even when the notification of a cancellation was lost.
    if (verdict === "stop") own.abort("cancel" satisfies AbortReason);
  });
  try {
    const started = performance.now();
    const outcome = await compareDatabase(context, check, signal, recorder.report);
    signal.throwIfAborted();
    recorder.report({ phase: "Storing the result", message: "", done: 0, total: 0 });
    await recorder.settle();
    signal.throwIfAborted();
    const milliseconds = Math.round(performance.now() - started);
    await completeCheck(context.store, number, workerId, { ...outcome, milliseconds });
  } catch (error) {
    await recorder.settle();
    const cancelled = signal.aborted && signal.reason !== ("shut down" satisfies AbortReason);
    await endCheck(
      context.store,
      number,
      workerId,
      cancelled ? { state: "cancelled" } : { state: "failed", error: describeFailure(error, signal, number) },
    );
  }
  const ended = await findCheck(context.store, number);
  if (ended?.state === "done") await voidPlansOvertaken(context, ended);
}

interface Outcome {
  readonly drift: Drift;
  readonly expected: Catalog;
  readonly actual: Catalog;
  readonly sourceHash: string | null;
  readonly facts: Awaited<ReturnType<typeof readDifferenceFacts>>;
}

async function compareDatabase(
  context: Context,
  check: Check,
  signal: AbortSignal,
  report: (progress: CheckProgress) => void,
): Promise<Outcome> {
  const database = await findDatabaseById(context.store, check.databaseId);
  if (database === null) throw new Error(`the database of check ${check.id} vanished`);
  const source = await readSource(context.store, database.id);
  report({ phase: "Connecting", message: database.connection.host, done: 0, total: 0 });
  const session = await openDatabase(context, database, signal);
  try {
    const expected = await readExpected(context, source, {
      serverVersion: session.serverVersion,
      signal,
      onProgress: ({ phase, done, total }) =>
        report({ phase: "Building the expected schema", message: phase, done, total }),
    });
    const actual = await introspect(session, {
      signal,
      onProgress: ({ phase, done, total }) =>
        report({ phase: "Reading the catalog", message: phase, done, total }),
    });
    report({ phase: "Looking for what is amiss", message: "", done: 0, total: 0 });
    const findings = await readFindings(session, actual, signal);
    report({ phase: "Comparing", message: "", done: 0, total: 0 });
    const sides = await compareSides(expected.catalog, actual, {
      shadowUrl: async () => shadowOf(context),
      // A source that is run says nothing of schemas it never mentions; a catalog says everything.
      scope: source.type === "database" || source.type === "snapshot" ? "everything" : "declared",
      findings,
      ignore: {
        rules: await readIgnoreRules(context.store, database.id),
        at: context.now().toISOString(),
      },
      signal,
    });
    signal.throwIfAborted();
    const facts = await readDifferenceFacts(session, sides.drift.differences);
    const drift = await recallNames(context.store, database.id, sides);
    return { ...sides, drift, sourceHash: expected.sourceHash, facts };
  } finally {
    await session.close();
  }
}

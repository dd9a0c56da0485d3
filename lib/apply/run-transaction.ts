import type { Catalog } from "../catalog/catalog";
import { AppError } from "../postgres/app-error";
import type { Identity } from "../postgres/identity";
import { refuseOtherTarget } from "./check-server";
import { tellDiskNeed } from "./disk-estimate";
import { executeStatements } from "./execute-statements";
import { intendedAfter } from "./intended-catalog";
import { refuseTooManyLocks } from "./lock-budget";
import { lockTables } from "./lock-tables";
import { lockTargets } from "./lock-targets";
import type { Proof } from "./proof";
import { proveStep, type StepBefore } from "./prove-step";
import { countBefore, countedTables, readTableFiles } from "./row-proof";
import type { TransactionFacts } from "./run-outcome";
import { type Run, setPhase } from "./run-state";
import { readTarget } from "./target";
import { lockDatabase } from "./transaction-lock";
import { setTransaction, watchClient } from "./transaction-settings";
import { type Prepared, verifySource } from "./verify-source";
import { letAutovacuumYield } from "./yielding-autovacuum";

/** One transaction of a plan. */
export interface TransactionWork {
  readonly step: number;
  /** Positions of its statements. */
  readonly statements: readonly number[];
  /** Positions of the statements of all steps up to and with this one. */
  readonly done: ReadonlySet<number>;
  readonly prepared: Prepared;
  /** The catalog before the first step: what fixes leave alone must still be as it was then. */
  readonly origin: Catalog;
  /** The catalog as it was read last. */
  readonly known: Catalog;
  /** Tables that an earlier try saw written anew though the plan does not say so. */
  readonly alsoCount: readonly Identity[];
}

export interface TransactionEnd {
  /** False for a rehearsal: everything was rolled back. */
  readonly committed: boolean;
  readonly after: Catalog;
}

/** Told to whoever has to find out what became of a COMMIT that was not answered. */
export interface CommitWatch {
  sent: TransactionFacts | null;
}

/**
 * Runs one transaction from BEGIN to COMMIT. Whatever is thrown, nothing was committed, unless COMMIT was sent and the
 * session is lost: `watch` then holds what to ask for.
 */
export async function runTransaction(
  run: Run,
  work: TransactionWork,
  watch: CommitWatch,
): Promise<TransactionEnd> {
  const { hooks, session, steering, request } = run;
  refuseLateStart(run);
  await hooks.authorise("before begin");
  await session.execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
  const settings = (): Promise<void> =>
    setTransaction(session, { ...request.limits, timeLeft: steering.timeLeft() }, run.ownSettings);
  await settings();
  await watchClient(session, "in transaction");
  const locked = await lockEverything(run, work);
  try {
    await settings();
    refuseOtherTarget(await readTarget(session), request);
    await hooks.authorise("after locks");
    setPhase(run, "verifying source", work.step);
    const before = await run.lookout.during({ statement: null, limit: request.limits.lockTimeout }, () =>
      verifySource(session, work.known),
    );
    await settings();
    const intended = intendedAfter(request.plan, work.prepared.sides, work.origin, work.done);
    const statements = work.statements.flatMap((position) => request.plan.statements[position] ?? []);
    const counted = countedTables(statements, before, intended.catalog, work.alsoCount);
    if (counted.length > 0) setPhase(run, "counting rows", work.step);
    await tellDiskNeed(
      session,
      counted.map(({ table }) => table),
      hooks.emit,
    );
    const files = await readTableFiles(session);
    const rows = await run.lookout.during({ statement: null, limit: request.limits.lockTimeout }, () =>
      countBefore(session, counted),
    );
    setPhase(run, "executing", work.step);
    await executeStatements(run, work.statements, work.step);
    await session.execute("SET CONSTRAINTS ALL IMMEDIATE");

    setPhase(run, "proving", work.step);
    const stepBefore: StepBefore = {
      ...{ before, intended, files, rows, relations: locked.relations, since: locked.at },
    };
    const { proof, after } = await run.lookout.during(
      { statement: null, limit: request.limits.lockTimeout },
      () => proveStep(run, stepBefore, settings),
    );
    run.proofs[work.step] = proof;
    hooks.emit({ type: "proof", step: work.step, proof });
    refuseUnproven(proof);
    steering.throwIfStopped();
    if (request.mode === "rehearse") {
      await session.execute("ROLLBACK");
      return { committed: false, after: before };
    }
    await commit(run, work.step, proof, watch);
    return { committed: true, after };
  } finally {
    run.lockedMilliseconds += performance.now() - locked.at;
  }
}

/** @throws AppError `window-too-short` */
export function refuseLateStart({ steering, request }: Pick<Run, "steering" | "request">): void {
  steering.throwIfStopped();
  if (steering.timeLeft() >= request.limits.minimumTimeLeft) return;
  throw new AppError(
    "window-too-short",
    `Less than ${Math.round(request.limits.minimumTimeLeft / 1000)} seconds of the window are left.`,
    { hint: "Extend the window or wait for the next one, then run again." },
  );
}

async function lockEverything(
  run: Run,
  work: TransactionWork,
): Promise<{ readonly relations: readonly Identity[]; readonly at: number }> {
  const { session, request, hooks, steering } = run;
  setPhase(run, "locking", work.step);
  await lockDatabase(session);
  const statements = work.statements.flatMap((position) => request.plan.statements[position] ?? []);
  const targets = lockTargets(statements, work.known);
  await refuseTooManyLocks(session, targets, statements);
  steering.throwIfStopped();
  await letAutovacuumYield(run, targets);
  steering.throwIfStopped();
  const started = performance.now();
  await run.lookout.during({ statement: null, limit: request.limits.lockTimeout }, () =>
    lockTables(session, targets, request.limits.lockTimeout),
  );
  const relations = targets.map(({ relation }) => relation);
  const at = performance.now();
  hooks.emit({ type: "locked", relations, milliseconds: Math.round(at - started) });
  return { relations, at };
}

/** @throws AppError `not-proven` */
function refuseUnproven(proof: Proof): void {
  if (proof.holds) return;
  const left = proof.differences.filter(({ outcome }) => outcome === "still there");
  const tables = proof.tables.filter(({ equal }) => !equal);
  const parts = [
    ...(left.length === 0 ? [] : [`${left.length} chosen differences were still there`]),
    ...(proof.unplanned.length === 0 ? [] : [`${proof.unplanned.length} other things had changed`]),
    ...(tables.length === 0 ? [] : [`the rows of ${tables.length} tables were not the same`]),
  ];
  throw new AppError("not-proven", `The proof before COMMIT failed: ${parts.join(", ")}.`, {
    hint: "Report this with the plan: the statements ran, and did not do what the plan says.",
    details: [
      ...proof.unplanned.map(({ sentence }) => sentence),
      ...tables.map(({ table }) => `rows of ${table.schema ?? ""}.${table.name}`),
    ].slice(0, 50),
  });
}

async function commit(run: Run, step: number, proof: Proof, watch: CommitWatch): Promise<void> {
  const { hooks, session, steering, target } = run;
  await hooks.authorise("before commit");
  const [row] = await session.query<{ xid: string }>("SELECT pg_catalog.pg_current_xact_id()::text AS xid");
  const facts: TransactionFacts = {
    ...{ xid: row?.xid ?? "", step, databaseOid: target.databaseOid, backendPid: session.backendPid },
    ...{ systemIdentifier: target.systemIdentifier, timeline: target.timeline },
    ...{ fingerprintBefore: proof.fingerprintBefore, fingerprintAfter: proof.fingerprintAfter },
  };
  await hooks.recordTransaction(facts);
  run.transactions.push(facts);
  steering.throwIfStopped();
  setPhase(run, "committing", step);
  watch.sent = facts;
  // COMMIT of an aborted transaction does not throw: its tag is ROLLBACK (postgres-facts.md §0.3).
  const tag = await run.lookout.during({ statement: null, limit: 0, committing: true }, () =>
    session.execute("COMMIT"),
  );
  if (tag === "COMMIT") return;
  throw new AppError("commit-refused", "The server rolled the transaction back instead of committing it.", {
    hint: "Somebody cancelled it on the server at the last moment. Run again.",
  });
}

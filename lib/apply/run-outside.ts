import type { Catalog } from "../catalog/catalog";
import { fingerprint } from "../catalog/fingerprint";
import { introspect } from "../introspect/introspect";
import { definitionSettings } from "../plan/definition-settings";
import { AppError } from "../postgres/app-error";
import { qualify } from "../postgres/identifier";
import { setConfig } from "../postgres/set-config";
import { refuseOtherTarget } from "./check-server";
import { intendedAfter } from "./intended-catalog";
import { dropInvalidIndex, findIndexState } from "./invalid-index";
import { reopen } from "./open-run";
import type { Proof } from "./proof";
import { proveCatalog } from "./prove-catalog";
import { describeRunFailure } from "./run-failure";
import { type Run, type StepEnd, setPhase, settleStatements } from "./run-state";
import { refuseLateStart, type TransactionWork } from "./run-transaction";
import { readTarget } from "./target";
import { statementTimeoutOf, watchClient } from "./transaction-settings";
import { planStale } from "./verify-source";

/**
 * Runs the one statement of a step that Postgres refuses in a transaction. It waits for older snapshots to end while it
 * blocks nobody, so that no lock_timeout stands in its way; the window's end does. What it leaves behind when it fails,
 * an invalid index, is dropped and told (fault 47).
 */
export async function runOutside(
  run: Run,
  work: Omit<TransactionWork, "alsoCount">,
): Promise<StepEnd & { readonly after?: Catalog }> {
  const { hooks, session, request } = run;
  const [position = 0] = work.statements;
  const statement = request.plan.statements[position];
  if (statement === undefined) throw new Error(`the plan has no statement ${position}`);
  const since = performance.now();
  let begun = false;
  try {
    refuseLateStart(run);
    await hooks.authorise("before begin");
    refuseOtherTarget(await readTarget(session), request);
    setPhase(run, "verifying source", work.step);
    const before = await introspect(session);
    if (fingerprint(before) !== fingerprint(work.known)) throw planStale([]);
    await setSession(run);
    await watchClient(session, "in session");
    await hooks.authorise("after locks");
    run.attempts += 1;
    setPhase(run, "executing", work.step);
    begun = true;
    await execute(run, position, work.step);
    setPhase(run, "proving", work.step);
    const after = await introspect(session);
    const proof = await prove(run, work, { before, after, since });
    run.proofs[work.step] = proof;
    hooks.emit({ type: "proof", step: work.step, proof });
    if (!proof.holds)
      throw new AppError("not-proven", "The step ran, and the database is not as the plan leaves it.", {
        hint: "Check the database and make a new plan from where it stands.",
        details: proof.unplanned.map(({ sentence }) => sentence),
      });
    settleStatements(run, work.statements, "applied");
    run.current = null;
    return { type: "done", after };
  } catch (error) {
    return begun
      ? cleanUp(run, work, error)
      : { type: "rolled back", failure: describeRunFailure(run.steering.stopped ?? error), statement: null };
  }
}

async function setSession({ session, request, steering }: Run): Promise<void> {
  const timeout = statementTimeoutOf({ ...request.limits, timeLeft: steering.timeLeft() });
  await setConfig(
    session,
    [...definitionSettings, ["lock_timeout", "0"], ["statement_timeout", String(timeout)]],
    "session",
  );
}

async function execute(run: Run, position: number, step: number): Promise<void> {
  const { hooks, session, request, steering } = run;
  const statement = request.plan.statements[position];
  run.current = position;
  hooks.emit({ type: "statement started", statement: position, step });
  run.outcomes.set(position, { statement: position, step, outcome: "in doubt", milliseconds: null });
  const started = performance.now();
  try {
    await run.lookout.during({ statement: position, limit: 0 }, () => session.execute(statement?.sql ?? ""));
  } catch (error) {
    const { code, message } = describeRunFailure(steering.stopped ?? error);
    hooks.emit({ type: "statement failed", statement: position, step, code, message });
    throw error;
  }
  const milliseconds = Math.round(performance.now() - started);
  run.outcomes.set(position, { statement: position, step, outcome: "in doubt", milliseconds });
  hooks.emit({ type: "statement done", statement: position, step, milliseconds });
}

async function prove(
  run: Run,
  work: Omit<TransactionWork, "alsoCount">,
  { before, after, since }: { readonly before: Catalog; readonly after: Catalog; readonly since: number },
): Promise<Proof> {
  const { plan, compare } = run.request;
  const { sides } = work.prepared;
  const intended = intendedAfter(plan, sides, work.origin, work.done);
  const { differences, unplanned } = await proveCatalog(plan, intended, after, compare);
  return {
    holds: unplanned.length === 0 && differences.every(({ outcome }) => outcome === "gone"),
    ...{ differences, unplanned, tables: [], rowsProven: "0" },
    ...{ fingerprintBefore: fingerprint(before), fingerprintAfter: fingerprint(after) },
    milliseconds: Math.round(performance.now() - since),
  };
}

const answers = (session: Run["session"]): Promise<boolean> =>
  session.query("SELECT 1").then(
    () => true,
    () => false,
  );

/** After a failure the catalog says what is there: as before the step, as after it, or something that people must see. */
async function cleanUp(
  run: Run,
  work: Omit<TransactionWork, "alsoCount">,
  error: unknown,
): Promise<StepEnd & { readonly after?: Catalog }> {
  const { hooks, request } = run;
  const [position = 0] = work.statements;
  const object = request.plan.statements[position]?.object;
  const failure = describeRunFailure(run.steering.stopped ?? error);
  const doubt = (detail: string): StepEnd => {
    settleStatements(run, work.statements, "in doubt");
    return {
      type: "in doubt",
      failure: { ...failure, details: [...failure.details, detail] },
      statement: position,
    };
  };
  if (object === undefined) throw new Error(`the plan has no statement ${position}`);
  setPhase(run, "reconciling", work.step);
  // The server's word that it ends a session comes before the socket closes: only an answer shows that it is alive.
  const alive = !run.lost && (await answers(run.session));
  const session = alive ? run.session : await reopen(request, 60_000, false).catch(() => null);
  if (session === null)
    return doubt("The server cannot be reached. The catalog is read as soon as it answers.");
  try {
    const state = await findIndexState(session, object, run.session.backendPid);
    if (state === "busy") return doubt("The server is still busy with the statement.");
    if (state === "invalid") {
      if (!(await dropInvalidIndex(session, object)))
        return doubt(
          `An invalid index is left, and cannot be dropped as long as older transactions use its table: DROP INDEX CONCURRENTLY ${qualify(object.schema, object.name)}. A new plan clears it away as well.`,
        );
      hooks.emit({
        ...{ type: "log", level: "warning", code: "invalid-index-dropped" },
        message: "The statement left an invalid index behind. It was dropped.",
      });
    }
    const now = await introspect(session);
    if (fingerprint(now) === fingerprint(work.known)) {
      settleStatements(run, work.statements, "rolled back");
      return { type: "rolled back", failure, statement: position };
    }
    const proof = await prove(run, work, { before: work.known, after: now, since: performance.now() });
    if (!proof.holds) return doubt("The catalog is neither as before the step nor as after it.");
    run.proofs[work.step] = proof;
    hooks.emit({ type: "proof", step: work.step, proof });
    settleStatements(run, work.statements, "applied");
    return { type: "done", after: now };
  } catch (second) {
    return doubt(describeRunFailure(second).message);
  } finally {
    if (session !== run.session) await session.close();
  }
}

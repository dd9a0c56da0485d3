import "server-only";
import { type PlanCheck, type PlanCheckName, planCheckNames } from "../access/plan-facts";
import { makePlan } from "../plan/make-plan";
import { AppError } from "../postgres/app-error";
import { loadCheckSides } from "../store/check-sides";
import { findCheck } from "../store/checks";
import { readDifferences } from "../store/differences";
import { savePlanChecks } from "../store/plan-marks";
import { planId, type StoredPlan } from "../store/plans";
import { readRunsOfPlans } from "../store/runs";
import { askData, askDisk } from "./ask-data";
import { askEventTriggers, askMigrators, askReplica, askSessions, type CheckAnswer } from "./ask-database";
import { askSides } from "./ask-sides";
import type { Context } from "./context";
import { checkingSettings, openDatabase } from "./open-database";
import { planTransactions } from "./plan-transactions";
import { isLostSides, readPlanSides } from "./read-plan-sides";
import { requireIntact, requirePlan } from "./require-plan";
import { journalOf, statementsOfSteps } from "./run-journal";
import { voidPlan } from "./void-plans";

/** Those that are asked of the database; backup and rehearsal are known from our own store. */
const asked = planCheckNames.filter((name) => name !== "backup" && name !== "rehearsal");

/** The checks may keep a page or a step waiting for this long. */
const patienceMilliseconds = 60_000;

/**
 * Asks everything anew that is looked at before a plan is approved or run, and keeps the answers. Where the database or
 * its source is not what the plan was made from, the plan goes stale and its approvals end.
 * @throws AppError `no-such-plan`, `not-allowed`, `plan-altered`
 */
export async function checkPlan(context: Context, id: string): Promise<readonly PlanCheck[]> {
  const right = context.actor.kind === "worker" ? "run jobs" : "make plans";
  const { plan, database } = await requirePlan(context, id, right);
  requireIntact(plan);
  const at = context.now();
  const signal = AbortSignal.timeout(patienceMilliseconds);
  const answers: CheckAnswer[] = [];
  // What a resumed run has done already asks nothing any more.
  let remaining = plan.content.statements;
  const journal = journalOf(await readRunsOfPlans(context.store, [plan.number]));
  let lost = false;
  try {
    const session = await openDatabase(context, database, signal);
    session.onLost(() => {
      lost = true;
    });
    try {
      const sides = await askSides(context, { plan, journal }, session, signal);
      answers.push(...sides.answers);
      if (sides.stale !== null) await voidPlan(context, plan, database, sides.stale);
      else answers.push(await askDependants(context, plan));
      const { expected } = await readPlanSides(context.store, plan);
      const done = statementsOfSteps(plan.content, expected, journal?.stepsDone ?? 0);
      const transactions = planTransactions(plan.content, expected).slice(journal?.stepsDone ?? 0);
      remaining = plan.content.statements.filter((_, position) => !done.has(position));
      answers.push(await askDisk(session, { ...plan.content, statements: remaining }, transactions, at));
      for (const ask of [askReplica, askSessions, askMigrators, askEventTriggers])
        answers.push(await ask(session));
    } finally {
      await session.close();
    }
    answers.push(
      await askData(await checkingSettings(context, database), { plan: plan.content, remaining }, signal),
    );
  } catch (error) {
    // What could not be asked has no answer: that is told, and it never passes.
    const reason = reasonOf(error, signal, lost);
    // Asking once more would not bring it back: that fails, and a new plan is the way out.
    if (isLostSides(error)) answers.push({ name: "database", result: "fail", sentence: reason });
    answers.push(...unanswered(answers, reason));
  }
  answers.push(...unanswered(answers, "It was not asked, because the plan holds no longer."));
  await savePlanChecks(
    context.store,
    answers.map(({ name, result, sentence, detail }) => ({
      ...{ planNumber: plan.number, name, result, sentence, detail: detail ?? null, at },
    })),
  );
  return answers.map(({ name, result, sentence }) => ({ name, result, sentence, at }));
}

function unanswered(answers: readonly CheckAnswer[], sentence: string): readonly CheckAnswer[] {
  const known = new Set<PlanCheckName>(answers.map(({ name }) => name));
  return asked
    .filter((name) => !known.has(name))
    .map((name): CheckAnswer => ({ name, result: "not run", sentence }));
}

function reasonOf(error: unknown, signal: AbortSignal, lost: boolean): string {
  if (signal.aborted) return `The database did not answer within ${patienceMilliseconds / 1_000} s.`;
  if (lost) return "The connection to the database was lost.";
  if (error instanceof AppError) return [error.message, error.hint].filter(Boolean).join(" ");
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : null;
  // An SQLSTATE is a database's answer; anything else is a mistake of ours.
  if (code !== null && /^[0-9][0-9A-Z]{4}$|^[FHPX][VX0-9][0-9A-Z]{3}$/.test(code))
    return `The database answered with an error (${code}).`;
  throw error;
}

/** Plans again from the same catalogs: what depends on a changed object would show as another statement. */
async function askDependants({ store }: Context, plan: StoredPlan): Promise<CheckAnswer> {
  const name = "dependants";
  if (plan.undoOfRun !== null) {
    return { name, result: "pass", sentence: "The undo was planned whole, together with what it undoes." };
  }
  const [check, sides, stored] = await Promise.all([
    findCheck(store, plan.checkNumber),
    loadCheckSides(store, plan.checkNumber),
    readDifferences(store, plan.checkNumber),
  ]);
  if (check?.result == null || sides === null) {
    return {
      name,
      result: "not run",
      sentence: `What ${planId(plan.number)} was made from is kept no more.`,
    };
  }
  const drift = { ...check.result, differences: stored.map(({ difference }) => difference) };
  const again = makePlan(drift, sides.expected, sides.actual, plan.options);
  const texts = (statements: readonly { readonly sql: string }[]) =>
    statements.map(({ sql }) => sql).join("\n;\n");
  if (texts(again.statements) !== texts(plan.content.statements)) {
    return {
      name,
      result: "fail",
      sentence: "This version of Plumbline plans these differences otherwise. Re-plan.",
    };
  }
  const rebuilt = plan.content.fixes.filter(({ reason }) => reason.type === "rebuild").length;
  const along = plan.content.fixes.filter(({ reason }) => reason.type === "travels along").length;
  const parts = [
    rebuilt === 0 ? "" : `${rebuilt.toLocaleString("en")} rebuilt around it`,
    along === 0 ? "" : `${along.toLocaleString("en")} travelling along`,
  ].filter((part) => part !== "");
  return {
    ...{ name, result: "pass" },
    sentence: `Planned again with the same result: everything that depends on it is in the plan${parts.length === 0 ? "" : ` (${parts.join(", ")})`}.`,
  };
}

import "server-only";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import { answerAsking, askToDrive, changeDriver } from "../store/run-controls";
import type { Person, Run } from "../store/runs";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";
import { requireRun } from "./require-run";

/** A driver who neither answers nor has the page open for so long has let go. */
const silenceSeconds = 60;

/**
 * Takes a run over, or asks its driver to hand it over: it changes hands at once where the driver has not been heard of
 * for a minute, or has not answered for one.
 * @returns whether it changed hands
 * @throws AppError `no-such-run`, `not-allowed`, `run-ended`
 */
export async function takeOverRun(context: Context, id: string): Promise<"driving" | "asked"> {
  const { run, database } = await requireRun(context, id, "run plans");
  requireActive(run);
  const me: Person = { id: context.actor.id, name: context.actor.name };
  if (run.driver.id === me.id) return "driving";
  const now = context.now();
  const old = (moment: Date): boolean => now.getTime() - moment.getTime() >= silenceSeconds * 1_000;
  const granted = old(run.driverSeenAt) || (run.askedBy?.id === me.id && old(run.askedBy.at));
  return inTransaction(context.store, async (inside) => {
    if (!granted) {
      await askToDrive(inside, run, me, now);
      return "asked";
    }
    if (!(await changeDriver(inside, run.number, run.driver, me))) throw changedHands(run);
    const detail = { from: run.driver.name, to: me.name, because: "silence" };
    await recordAudit(
      context,
      { action: "run.take-over", object: { kind: "run", id: run.id }, database: database.slug, detail },
      inside,
    );
    return "driving";
  });
}

/**
 * Answers somebody who asked to take over: hands the run to them, or keeps it.
 * @throws AppError `no-such-run`, `not-allowed`, `run-ended`, `not-driving`
 */
export async function answerTakeOver(
  context: Context,
  id: string,
  answer: "hand over" | "keep",
): Promise<void> {
  const { run, database } = await requireRun(context, id, "run plans");
  requireActive(run);
  if (run.driver.id !== context.actor.id) throw changedHands(run);
  const { askedBy } = run;
  if (askedBy === null) return;
  await inTransaction(context.store, async (inside) => {
    if (answer === "keep") await answerAsking(inside, run.number);
    else if (!(await changeDriver(inside, run.number, run.driver, askedBy))) throw changedHands(run);
    const detail = { from: run.driver.name, to: askedBy.name, because: answer };
    await recordAudit(
      context,
      {
        action: answer === "keep" ? "run.keep" : "run.take-over",
        object: { kind: "run", id: run.id },
        database: database.slug,
        detail,
      },
      inside,
    );
  });
}

function requireActive(run: Run): void {
  if (run.active) return;
  throw new AppError("run-ended", `${run.id} has ended.`, { hint: "Load the page again to see how." });
}

const changedHands = (run: Run): AppError =>
  new AppError("not-driving", `${run.id} changed hands.`, {
    hint: "Load the page again to see who drives it.",
  });

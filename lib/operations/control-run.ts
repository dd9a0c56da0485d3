import "server-only";
import { z } from "zod";
import { requireRight } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import { addRunControl } from "../store/run-controls";
import { withdrawRun } from "../store/run-lifecycle";
import { readRunEvents } from "../store/runs";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";
import { type RunOfPlan, requireRun } from "./require-run";

/** What the driver may ask of a run that works. */
export const runRequestSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("pause") }),
  z.object({ type: z.literal("resume") }),
  z.object({ type: z.literal("stop trying") }),
  z.object({ type: z.literal("cancel") }),
  /** `typed` is the session's pid, typed once more. */
  z.object({
    type: z.literal("end session"),
    pid: z.coerce.number().int().positive(),
    typed: z.string().max(100),
  }),
]);

export type RunRequestInput = z.infer<typeof runRequestSchema>;

/**
 * Passes a word of the driver to a run: pause after this statement, go on, stop trying for locks, cancel, end a session
 * that blocks it, which takes a right of its own and not the wheel. A queued run is cancelled at once.
 * @throws AppError `no-such-run`, `not-allowed`, `run-ended`, `not-driving`, `pid-differs`, `not-blocking`
 */
export async function controlRun(context: Context, id: string, input: RunRequestInput): Promise<void> {
  const loaded = await requireRun(context, id, "run plans");
  const { run, database } = loaded;
  if (input.type === "end session") requireRight(context.actor, "end sessions", database.slug);
  if (!run.active || run.state === "in doubt") {
    throw new AppError("run-ended", `${run.id} has ended.`, { hint: "Load the page again to see how." });
  }
  // Ending who stands in the way is no steering: whoever may do that need not drive, while the tries run out.
  if (input.type !== "end session" && run.driver.id !== context.actor.id) {
    throw new AppError("not-driving", `${run.driver.name} is driving ${run.id}.`, {
      hint: "Take over first; the driver is asked.",
    });
  }
  const detail = input.type === "end session" ? await blockerDetail(context, loaded, input) : {};
  await inTransaction(context.store, async (inside) => {
    const withdrawn =
      input.type === "cancel" &&
      run.state === "queued" &&
      (await withdrawRun(inside, run.number, {
        code: "cancelled",
        message: "The run was cancelled before it began. Nothing was run.",
        details: [],
      }));
    if (!withdrawn) {
      const command =
        input.type === "end session" ? { type: input.type, pid: input.pid } : { type: input.type };
      await addRunControl(inside, run.number, command, { id: context.actor.id, name: context.actor.name });
    }
    const action = `run.${input.type.replace(" ", "-")}`;
    await recordAudit(
      context,
      { action, object: { kind: "run", id: run.id }, database: database.slug, detail },
      inside,
    );
  });
}

/** Whom it hits, for the audit log: only a session that the run itself reports as in its way may be ended. */
async function blockerDetail(
  context: Context,
  { run }: RunOfPlan,
  { pid, typed }: Extract<RunRequestInput, { type: "end session" }>,
): Promise<Readonly<Record<string, unknown>>> {
  if (typed.trim() !== String(pid)) {
    throw new AppError("pid-differs", "The number typed is not the session's.", {
      hint: `Type ${pid} to end that session.`,
    });
  }
  const events = await readRunEvents(context.store, run.number);
  const waiting = events.findLast(({ event }) => event.type === "waiting")?.event;
  const blocker = waiting?.type === "waiting" ? waiting.blockers.find((one) => one.pid === pid) : undefined;
  if (blocker === undefined) {
    throw new AppError("not-blocking", `Session ${pid} does not stand in the way of ${run.id} any more.`, {
      hint: "Nothing was ended.",
    });
  }
  const { application, user, state } = blocker;
  return { pid, application, user, state };
}

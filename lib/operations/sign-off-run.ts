import "server-only";
import { z } from "zod";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import { signOff } from "../store/runs";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";
import { requireRun } from "./require-run";

export const signOffSchema = z.object({ note: z.string().trim().max(4_000) });

/**
 * Declares the verification of a finished run done, in the actor's name.
 * @throws AppError `no-such-run`, `not-allowed`, `run-active`, `signed-off`
 */
export async function signOffRun(
  context: Context,
  id: string,
  { note }: z.infer<typeof signOffSchema>,
): Promise<void> {
  const { run, database } = await requireRun(context, id, "run plans");
  if (run.active) {
    throw new AppError("run-active", `${run.id} has not ended yet.`, { hint: "Sign it off when it has." });
  }
  await inTransaction(context.store, async (inside) => {
    const by = { name: context.actor.name, note, at: context.now().toISOString() };
    if (!(await signOff(inside, run.number, by))) {
      throw new AppError("signed-off", `${run.id} is signed off already.`, {
        hint: "Load the page again to see by whom.",
      });
    }
    await recordAudit(
      context,
      {
        action: "run.sign-off",
        object: { kind: "run", id: run.id },
        database: database.slug,
        detail: { note },
      },
      inside,
    );
  });
}

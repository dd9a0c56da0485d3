import "server-only";
import { requireFreshProof, requireRight } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import { releaseRun as release } from "../store/run-lifecycle";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";
import { requireRun } from "./require-run";

/**
 * Lets other runs onto a database whose last run stays in doubt, because a person looked at it: the server that knew is
 * gone for good, or its schema changed since. How the run ended stays unknown in its record.
 * @throws AppError `no-such-run`, `not-allowed`, `sign-in-again`, `not-in-doubt`
 */
export async function releaseRun(context: Context, id: string, note: string): Promise<void> {
  const { run, database } = await requireRun(context, id, "run plans");
  requireRight(context.actor, "end sessions", database.slug);
  requireFreshProof(context.actor, context.now());
  if (note.trim() === "") {
    throw new AppError("note-missing", "Say what you found in the database.", {
      hint: "It stands in the audit log.",
    });
  }
  await inTransaction(context.store, async (inside) => {
    if (run.state !== "in doubt" || !(await release(inside, run.number))) {
      throw new AppError("not-in-doubt", `${run.id} is not in doubt.`, { hint: "Load the page again." });
    }
    const detail = { note: note.trim(), lastAnswer: run.settling?.sentence ?? null };
    await recordAudit(
      context,
      { action: "run.release", object: { kind: "run", id: run.id }, database: database.slug, detail },
      inside,
    );
  });
}

import "server-only";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import { deleteSession, deleteSessions } from "../store/sessions";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";

/**
 * Ends one of the person's own sessions.
 * @throws AppError `no-such-session`
 */
export async function endSession(context: Context, id: string): Promise<void> {
  const userId = requirePerson(context);
  await inTransaction(context.store, async (inside) => {
    if (!(await deleteSession(inside, userId, id))) {
      throw new AppError("no-such-session", "This session has ended already.");
    }
    await recordAudit(context, { action: "session.end", object: { kind: "session", id } }, inside);
  });
}

/** Ends all of the person's own sessions but the one that asks. Gives how many. */
export async function endOtherSessions(context: Context): Promise<number> {
  const userId = requirePerson(context);
  return inTransaction(context.store, async (inside) => {
    const count = await deleteSessions(inside, userId, context.sessionId ?? "");
    await recordAudit(
      context,
      {
        action: "session.end-others",
        object: { kind: "person", id: userId },
        detail: { sessionsEnded: count },
      },
      inside,
    );
    return count;
  });
}

function requirePerson({ actor }: Context): string {
  if (actor.kind === "person") return actor.id;
  throw new AppError("not-allowed", `${actor.name} is no person and has no sessions.`);
}

import { AppError } from "../postgres/app-error";
import type { Session } from "../postgres/connect";

/**
 * Refuses a pooler that hands out its server connections transaction by transaction: locks and settings of a session
 * mean nothing there (fault 33). While another session of ours holds a transaction open, ours must still be served by
 * the backend that served it before; a pooler would have given that one away, or gives us another.
 * @throws AppError `pooler`
 */
export async function refusePooler(session: Session, other: Session): Promise<void> {
  const pidOf = async (asked: Session): Promise<number> => {
    const [row] = await asked.query<{ pid: number }>("SELECT pg_catalog.pg_backend_pid() AS pid");
    return row?.pid ?? 0;
  };
  const before = await pidOf(session);
  // Where connections are given out in turn, the next question goes to the next one.
  if ((await pidOf(session)) !== before) throw pooler();
  await other.execute("BEGIN READ ONLY");
  try {
    // Asked first: where the pool has one connection only, asking on ours would wait for the other's transaction.
    if ((await pidOf(other)) === before || (await pidOf(session)) !== before) throw pooler();
  } finally {
    await other.execute("ROLLBACK");
  }
}

const pooler = (): AppError =>
  new AppError("pooler", "The connection goes through a pooler that changes backends between transactions.", {
    hint: "Connect directly to the server, or to the pooler's session mode: usually another port of the same host.",
  });

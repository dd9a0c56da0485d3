/**
 * How we know a database for our demo: by its comment. What does not carry it is never dropped.
 */
import type { Session } from "../../lib/postgres/connect";
import { quoteIdentifier, quoteLiteral } from "../../lib/postgres/identifier";

/** Every database of ours begins its comment with this. */
export const demoMark = "Plumbline demo";

const complete = `${demoMark}: the founding case. It can be removed and seeded again.`;
const beingSeeded = `${demoMark}: being seeded.`;

/** `absent`: no such database. `foreign`: somebody's own. `unfinished`: ours, and its seeding never ended. */
export type DemoState = "absent" | "foreign" | "unfinished" | "seeded";

/** What the server has under the demo's name. */
export async function demoState(session: Session, database: string): Promise<DemoState> {
  const [row] = await session.query<{ comment: string | null }>(
    "SELECT pg_catalog.shobj_description(oid, 'pg_database') AS comment FROM pg_catalog.pg_database WHERE datname = $1",
    [database],
  );
  if (row === undefined) return "absent";
  if (row.comment === complete) return "seeded";
  return row.comment?.startsWith(`${demoMark}:`) ? "unfinished" : "foreign";
}

/** Marks a database that was just created as ours, before anything is in it. */
export async function markUnfinished(session: Session, database: string): Promise<void> {
  await session.execute(`COMMENT ON DATABASE ${quoteIdentifier(database)} IS ${quoteLiteral(beingSeeded)}`);
}

/** Marks the demo as complete. */
export async function markSeeded(session: Session, database: string): Promise<void> {
  await session.execute(`COMMENT ON DATABASE ${quoteIdentifier(database)} IS ${quoteLiteral(complete)}`);
}

import type { PlanCheckName, PlanCheckResult } from "../access/plan-facts";
import { refuseOtherMigrators } from "../apply/other-migrators";
import { AppError } from "../postgres/app-error";
import type { Session } from "../postgres/connect";
import { visible } from "../postgres/identity";

/** What one check says. */
export interface CheckAnswer {
  readonly name: PlanCheckName;
  readonly result: PlanCheckResult;
  readonly sentence: string;
  readonly detail?: unknown;
}

/** A transaction that is open longer than this makes a run wait. */
const longSeconds = 60;
/** A replica that is further behind feels every rewrite. */
const lagSeconds = 10;

/** Whether the server takes writes, and how far its replicas are behind. */
export async function askReplica(session: Session): Promise<CheckAnswer> {
  const name = "replica";
  if (session.inRecovery) {
    return {
      name,
      result: "fail",
      sentence: "This server is a replica: it takes no changes. Connect to the primary.",
    };
  }
  const [row] = await session.query<{ replicas: number; hidden: number; lag: number | null }>(
    `SELECT count(*)::int AS replicas, (count(*) FILTER (WHERE state IS NULL))::int AS hidden,
            max(extract(epoch FROM replay_lag))::float8 AS lag FROM pg_catalog.pg_stat_replication`,
  );
  const { replicas, hidden, lag } = row ?? { replicas: 0, hidden: 0, lag: null };
  if (replicas === 0)
    return { name, result: "pass", sentence: "It is a primary, and no replica follows it." };
  if (hidden > 0) {
    const sentence = `${replicas} replicas follow it, and the role may not see how far behind (pg_read_all_stats).`;
    return { name, result: "caution", sentence };
  }
  const behind = lag ?? 0;
  const sentence = `${replicas} ${replicas === 1 ? "replica follows" : "replicas follow"} it, ${behind.toFixed(1)} s behind at most.`;
  return { name, result: behind > lagSeconds ? "caution" : "pass", sentence };
}

interface Activity {
  readonly long: number;
  readonly oldest: number | null;
  readonly hidden: number;
  readonly prepared: number;
  /** Of those that are long, the runs and rehearsals of Plumbline itself. */
  readonly own: number;
}

const nobody: Activity = { long: 0, oldest: null, hidden: 0, prepared: 0, own: 0 };

/** Transactions that would make a run wait for its locks. */
export async function askSessions(session: Session): Promise<CheckAnswer> {
  const name = "sessions";
  const [row] = await session.query<Activity>(
    `SELECT (count(*) FILTER (WHERE extract(epoch FROM clock_timestamp() - xact_start) > ${longSeconds}))::int AS long,
            max(extract(epoch FROM clock_timestamp() - xact_start))::float8 AS oldest,
            (count(*) FILTER (WHERE state IS NULL))::int AS hidden,
            (count(*) FILTER (WHERE extract(epoch FROM clock_timestamp() - xact_start) > ${longSeconds}
                                AND application_name LIKE 'plumbline apply %'))::int AS own,
            (SELECT count(*)::int FROM pg_catalog.pg_prepared_xacts WHERE database = current_database()) AS prepared
       FROM pg_catalog.pg_stat_activity
      WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_catalog.pg_backend_pid()`,
  );
  const { long, oldest, hidden, prepared, own } = row ?? nobody;
  if (prepared > 0) {
    const sentence = `${counted(prepared, "prepared transaction")} hold locks until somebody commits or rolls back.`;
    return { name, result: "fail", sentence };
  }
  if (own > 0 && own === long) {
    const sentence = `A run or rehearsal of Plumbline has its transaction open, for ${duration(oldest ?? 0)} so far.`;
    return { name, result: "fail", sentence };
  }
  if (long > 0) {
    const sentence = `${counted(long, "transaction")} open for more than a minute, the oldest for ${duration(oldest ?? 0)}.`;
    return { name, result: "fail", sentence };
  }
  if (hidden > 0) {
    const sentence = `The role cannot see what ${counted(hidden, "other session")} are doing (pg_read_all_stats).`;
    return { name, result: "caution", sentence };
  }
  return { name, result: "pass", sentence: "No transaction has been open for more than a minute." };
}

/** Whether a migration tool holds its lock. */
export async function askMigrators(session: Session): Promise<CheckAnswer> {
  const name = "migrators";
  try {
    await refuseOtherMigrators(session);
    return { name, result: "pass", sentence: "No migration tool that we know holds its lock." };
  } catch (error) {
    if (error instanceof AppError && error.code === "migration-running")
      return { name, result: "fail", sentence: error.message };
    throw error;
  }
}

/** Event triggers see every statement of a run, and may refuse it (fault 48). */
export async function askEventTriggers(session: Session): Promise<CheckAnswer> {
  const name = "event triggers";
  const rows = await session.query<{ name: string }>(
    `SELECT evtname::text AS name FROM pg_catalog.pg_event_trigger WHERE evtenabled <> 'D' ORDER BY evtname`,
  );
  if (rows.length === 0)
    return { name, result: "pass", sentence: "No event trigger listens to changes of the schema." };
  const names = rows.map((row) => visible(row.name));
  const sentence = `${counted(names.length, "event trigger")} may log or refuse statements: ${names.slice(0, 5).join(", ")}${names.length > 5 ? " …" : ""}.`;
  return { name, result: "caution", sentence };
}

const counted = (count: number, words: string): string =>
  `${count.toLocaleString("en")} ${words}${count === 1 ? "" : "s"}`;

const duration = (seconds: number): string =>
  seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60).toLocaleString("en")} min`;

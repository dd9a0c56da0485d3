import { AppError } from "../postgres/app-error";
import type { Session } from "../postgres/connect";
import { migrationRunning, prismaKey, refuseOtherMigrators } from "./other-migrators";

/** Any number that no other tool uses. */
const runKey = 7_586_462_684;

/**
 * Makes sure that one run at a time changes the database, whatever store it belongs to: an advisory lock there, held to
 * the transaction's end (faults 14 and 15). Advisory locks belong to one database (postgres-facts.md, measured).
 * @throws AppError `run-in-progress`, `migration-running`
 */
export async function lockDatabase(session: Session): Promise<void> {
  if (!(await tryLock(session, "pg_try_advisory_xact_lock", runKey))) throw runInProgress();
  await refuseOtherMigrators(session);
  if (!(await tryLock(session, "pg_try_advisory_xact_lock", prismaKey)))
    throw migrationRunning("Prisma Migrate");
}

/** The same for all steps of an online plan, until the session ends. */
export async function lockDatabaseForSession(session: Session): Promise<void> {
  if (!(await tryLock(session, "pg_try_advisory_lock", runKey))) throw runInProgress();
  await refuseOtherMigrators(session);
}

/** True while a run works on the database, whatever store it belongs to: the lock above is held. */
export async function isRunUnderway(session: Session): Promise<boolean> {
  const [row] = await session.query<{ held: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_catalog.pg_locks l
       WHERE l.locktype OPERATOR(pg_catalog.=) 'advisory' AND l.granted AND l.objsubid OPERATOR(pg_catalog.=) 1
         AND l.database OPERATOR(pg_catalog.=) (SELECT oid FROM pg_catalog.pg_database WHERE datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
         AND (l.classid::bigint OPERATOR(pg_catalog.<<) 32 OPERATOR(pg_catalog.|) l.objid::bigint) OPERATOR(pg_catalog.=) $1::bigint) AS held`,
    [String(runKey)],
  );
  return row?.held ?? false;
}

async function tryLock(
  session: Session,
  how: "pg_try_advisory_lock" | "pg_try_advisory_xact_lock",
  key: number,
): Promise<boolean> {
  const [row] = await session.query<{ locked: boolean }>(`SELECT pg_catalog.${how}($1) AS locked`, [key]);
  return row?.locked ?? false;
}

const runInProgress = (): AppError =>
  new AppError("run-in-progress", "Another run is changing this database at the moment.", {
    hint: "Wait until it has ended, check again, and make a new plan.",
  });

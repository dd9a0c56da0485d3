import { AppError } from "../postgres/app-error";
import type { Session } from "../postgres/connect";

/** The advisory lock of `prisma migrate`: while we hold it, it does not begin. */
export const prismaKey = 72_707_369;

/**
 * Who holds an advisory lock by which a migration tool is known, in this database. Prisma's and goose's keys are fixed;
 * Flyway's begin with the letters "Flyway" (a hash is added to the last 32 bits); Rails multiplies a constant with a
 * checksum of the database's name, whose product is not looked for here.
 */
const query = `
  SELECT DISTINCT l.pid, coalesce(a.application_name, '') AS application,
         CASE WHEN l.classid = 0 AND l.objid::bigint = ${prismaKey} THEN 'Prisma Migrate'
              WHEN l.classid = 0 AND l.objid::bigint = 4097083626 THEN 'goose'
              ELSE 'Flyway' END AS tool
    FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
   WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.pid <> pg_catalog.pg_backend_pid()
     AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
     AND ((l.classid = 0 AND l.objid::bigint IN (${prismaKey}, 4097083626)) OR l.classid::bigint IN (${0x466c}, ${0x466b}))`;

/**
 * Refuses while a migration tool is at work (fault 15): each has a lock of its own, so that nothing else would keep us apart.
 * @throws AppError `migration-running`
 */
export async function refuseOtherMigrators(session: Session): Promise<void> {
  const found = await session.query<{ pid: number; application: string; tool: string }>(query);
  const [first] = found;
  if (first === undefined) return;
  throw migrationRunning(
    first.tool,
    found.map(({ pid, tool }) => `${tool}, process ${pid}`),
  );
}

export const migrationRunning = (tool: string, details: readonly string[] = []): AppError =>
  new AppError("migration-running", `${tool} is migrating this database at the moment.`, {
    hint: "Wait until it has finished, check again, and make a new plan.",
    details,
  });

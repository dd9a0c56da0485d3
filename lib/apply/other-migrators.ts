import { crc32 } from "node:zlib";
import { AppError } from "../postgres/app-error";
import type { Session } from "../postgres/connect";

/** The advisory lock of `prisma migrate`: while we hold it, it does not begin. */
export const prismaKey = 72_707_369;

/** Tools with one key for every database, or one that follows from the database's name (Rails). */
const keysIn = (database: string): readonly (readonly [tool: string, key: bigint])[] => [
  ["Prisma Migrate", BigInt(prismaKey)],
  ["goose", 4_097_083_626n],
  ["Rails", 2_053_462_845n * BigInt(crc32(database))],
];

// "Flyway" in ASCII, to whose last four bytes a hash of its history table is added: it may borrow from the first two.
const flyway = [0x466c, 0x466b];

/** An advisory lock's 64 bits stand in two columns of pg_locks. */
const query = `
  SELECT DISTINCT l.pid, (l.classid::bigint << 32 | l.objid::bigint)::text AS key, l.classid::bigint = ANY ($2::bigint[]) AS flyway
    FROM pg_catalog.pg_locks l
   WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.pid <> pg_catalog.pg_backend_pid()
     AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
     AND ((l.classid::bigint << 32 | l.objid::bigint) = ANY ($1::bigint[]) OR l.classid::bigint = ANY ($2::bigint[]))
   ORDER BY l.pid`;

/**
 * Refuses while a migration tool is at work (fault 15): each has an advisory lock of its own, so that nothing else would
 * keep us apart. Those of tools with keys that nobody can know are not recognised.
 * @throws AppError `migration-running`
 */
export async function refuseOtherMigrators(session: Session): Promise<void> {
  const keys = keysIn(session.database);
  const found = await session.query<{ pid: number; key: string; flyway: boolean }>(query, [
    keys.map(([, key]) => key.toString()),
    flyway,
  ]);
  const running = found.map(({ pid, key, flyway: isFlyway }) => ({
    pid,
    tool: isFlyway ? "Flyway" : (keys.find(([, known]) => known.toString() === key)?.[0] ?? ""),
  }));
  const [first] = running;
  if (first === undefined) return;
  throw migrationRunning(
    first.tool,
    running.map(({ pid, tool }) => `${tool}, process ${pid}`),
  );
}

export const migrationRunning = (tool: string, details: readonly string[] = []): AppError =>
  new AppError("migration-running", `${tool} is migrating this database at the moment.`, {
    hint: "Wait until it has finished, check again, and make a new plan.",
    details,
  });

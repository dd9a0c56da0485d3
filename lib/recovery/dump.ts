import "server-only";
import { AppError } from "../postgres/app-error";
import type { Session } from "../postgres/connect";
import type { ConnectionSettings } from "../postgres/connection-settings";
import { qualify } from "../postgres/identifier";
import { sizeOf } from "./backup-folder";
import type { TableName } from "./backup-level";
import type { BackupPrograms } from "./find-programs";
import { withProgramEnvironment } from "./program-environment";
import { programFailure } from "./program-failure";
import { runProgram } from "./run-program";

/** A table with rows of its own that a dump can hold. */
export interface DumpedTable extends TableName {
  /** Tables of which it is a partition or child, directly or not. */
  readonly ancestors: readonly TableName[];
}

/** How far a dump is. */
export interface DumpProgress {
  /** The table whose rows are being written; empty before the first. */
  readonly table: string;
  readonly tablesBegun: number;
  readonly tables: number;
  readonly bytes: number;
}

const tablesQuery = /* sql */ `
  SELECT n.nspname::text AS schema, c.relname::text AS name,
         COALESCE((WITH RECURSIVE up AS (
                     SELECT i.inhparent FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid
                     UNION SELECT i.inhparent FROM pg_catalog.pg_inherits i JOIN up ON i.inhrelid = up.inhparent)
                   SELECT json_agg(json_build_object('schema', pn.nspname, 'name', p.relname))
                     FROM up JOIN pg_catalog.pg_class p ON p.oid = up.inhparent
                             JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace), '[]'::json) AS ancestors
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind = 'r' AND c.relpersistence <> 't'
     AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                      WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
   ORDER BY n.nspname, c.relname`;

/** Every table whose rows a dump of the whole database holds. Tables of extensions come with their extension. */
export function readDumpedTables(session: Session): Promise<readonly DumpedTable[]> {
  return session.query<DumpedTable>(tablesQuery);
}

/**
 * Those of the tables whose rows a dump of the chosen ones holds: with a parent go its partitions and children.
 * @throws AppError `no-such-table` for a chosen one that is not there
 */
export function chosenTables(
  all: readonly DumpedTable[],
  chosen: readonly TableName[] | null,
): readonly DumpedTable[] {
  if (chosen === null) return all;
  const same = (one: TableName, other: TableName): boolean =>
    one.schema === other.schema && one.name === other.name;
  const found = all.filter((table) =>
    chosen.some((one) => same(one, table) || table.ancestors.some((parent) => same(one, parent))),
  );
  const absent = chosen.find(
    (one) => !all.some((table) => same(one, table) || table.ancestors.some((parent) => same(one, parent))),
  );
  if (absent === undefined) return found;
  throw new AppError(
    "no-such-table",
    `The database has no table ${qualify(absent.schema, absent.name)} whose rows could be dumped.`,
    { hint: "Look at its spelling; views and foreign tables hold no rows of their own." },
  );
}

export interface DumpRequest {
  readonly programs: BackupPrograms;
  readonly settings: ConnectionSettings;
  /** An exported snapshot (pg_export_snapshot): what is dumped is what its session sees. */
  readonly snapshot: string;
  /** An empty file of ours. */
  readonly file: string;
  /** All tables, and those whose rows are wanted. The schema is always whole, so that what is dumped can be restored. */
  readonly tables: readonly DumpedTable[];
  readonly wanted: readonly DumpedTable[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DumpProgress) => void;
}

const lookMilliseconds = 500;

/**
 * Dumps into a file with pg_dump, in its own compressed format. It only reads, and waits a minute for locks at most.
 * @throws AppError `dump-failed`, `login-refused` and others, in words and without secrets
 */
export async function dump(request: DumpRequest): Promise<void> {
  const { programs, settings, file, tables, wanted, signal, onProgress } = request;
  let progress: DumpProgress = { table: "", tablesBegun: 0, tables: wanted.length, bytes: 0 };
  const tell = (change: Partial<DumpProgress>): void => {
    progress = { ...progress, ...change };
    onProgress?.(progress);
  };
  // pg_dump does not say how much it has written; its file does.
  const timer = setInterval(() => {
    void sizeOf(file).then(
      (bytes) => tell({ bytes: bytes ?? 0 }),
      () => undefined,
    );
  }, lookMilliseconds);
  try {
    const left = tables.filter((table) => !wanted.includes(table));
    const parameters = [
      ...["--format=custom", "--verbose", "--no-password", "--lock-wait-timeout=60000"],
      ...[`--snapshot=${request.snapshot}`, `--file=${file}`],
      // Large objects belong to no table.
      ...(left.length === 0 ? [] : ["--no-blobs"]),
      ...left.map(({ schema, name }) => `--exclude-table-data=${pattern(schema)}.${pattern(name)}`),
    ];
    const outcome = await withProgramEnvironment(settings, (environment) =>
      runProgram(programs.dump, parameters, {
        environment,
        ...(signal === undefined ? {} : { signal }),
        onErrorLine: (line) => {
          const table = /dumping contents of table "(.*)"$/.exec(line)?.[1];
          if (table !== undefined) tell({ table, tablesBegun: progress.tablesBegun + 1 });
        },
      }),
    );
    if (outcome.code !== 0) throw programFailure("dump-failed", "pg_dump", outcome, settings);
  } finally {
    clearInterval(timer);
  }
}

/** A name as a pattern of pg_dump: in quotes every sign stands for itself, and capitals stay. */
const pattern = (name: string): string => `"${name.replaceAll('"', '""')}"`;

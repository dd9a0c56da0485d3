import "server-only";
import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import type { Catalog } from "../catalog/catalog";
import { readSnapshot, writeSnapshot } from "../catalog/snapshot";
import { introspect } from "../introspect/introspect";
import { AppError } from "../postgres/app-error";
import type { Session } from "../postgres/connect";
import type { ConnectionSettings } from "../postgres/connection-settings";
import type { BackupFiles } from "./backup-folder";
import type { TableName } from "./backup-level";
import { type CountedTable, countRows } from "./count-rows";
import { chosenTables, dump, readDumpedTables } from "./dump";
import type { BackupPrograms } from "./find-programs";

/** What was true of the database at the moment of a dump, to compare a restore with. */
export interface DumpFacts {
  readonly catalog: Catalog;
  /** The tables whose rows are in it. */
  readonly counted: readonly CountedTable[];
}

export interface TakeDumpRequest {
  readonly session: Session;
  readonly settings: ConnectionSettings;
  readonly programs: BackupPrograms;
  readonly files: BackupFiles;
  /** The tables whose rows are wanted; null for all. */
  readonly chosen: readonly TableName[] | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: {
    readonly phase: string;
    readonly message: string;
    readonly done: number;
    readonly total: number;
    readonly bytes: number;
  }) => void;
}

/**
 * Dumps a database, and writes down beside the dump what it held at that very moment: schema, dump and counted rows are all
 * read in one snapshot, so that a restore can be told from the original.
 * @throws AppError `no-such-table`, `dump-failed`, `login-refused` and others
 */
export async function takeDump(
  request: TakeDumpRequest,
): Promise<{ readonly takenAt: Date; readonly tables: readonly TableName[] | null }> {
  const { session, settings, programs, files, chosen, signal, onProgress } = request;
  const shared = signal === undefined ? {} : { signal };
  await session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    const [moment] = await session.query<{ at: Date; snapshot: string }>(
      "SELECT pg_catalog.clock_timestamp() AS at, pg_catalog.pg_export_snapshot() AS snapshot",
    );
    if (moment === undefined) throw new Error("the server exported no snapshot");
    const all = await readDumpedTables(session);
    const wanted = chosenTables(all, chosen);
    onProgress?.({ phase: "Reading the catalog", message: "", done: 0, total: 0, bytes: 0 });
    const catalog = await introspect(session, { ...shared, insideTransaction: true });
    const own = new AbortController();
    const both = { signal: AbortSignal.any([own.signal, ...(signal === undefined ? [] : [signal])]) };
    const dumping = dump({
      ...{ programs, settings, snapshot: moment.snapshot, file: files.dump, tables: all, wanted, ...both },
      onProgress: ({ table, tablesBegun, tables, bytes }) =>
        onProgress?.({ phase: "Dumping", message: table, done: tablesBegun, total: tables, bytes }),
    });
    // Both read at once; when one fails, the other has nothing left to work for.
    const counting = countRows(session, wanted).catch((error: unknown) => {
      own.abort(error);
      throw error;
    });
    const [counted] = await Promise.allSettled([counting, dumping]).then(async () =>
      Promise.all([counting, dumping]),
    );
    const facts = { catalog: writeSnapshot(catalog), counted };
    await writeFile(files.facts, JSON.stringify(facts), { mode: 0o600, flag: "wx" });
    const tables =
      chosen === null ? null : [...chosen, ...wanted.map(({ schema, name }) => ({ schema, name }))];
    return { takenAt: moment.at, tables: tables === null ? null : unique(tables) };
  } finally {
    // Nothing was written. A lost session has no transaction to end.
    await session.execute("ROLLBACK").catch(() => undefined);
  }
}

const unique = (tables: readonly TableName[]): readonly TableName[] => [
  ...new Map(tables.map(({ schema, name }) => [JSON.stringify([schema, name]), { schema, name }])).values(),
];

const factsSchema = z.object({
  catalog: z.string(),
  counted: z.array(z.object({ schema: z.string(), name: z.string(), rows: z.number() })),
});

/**
 * Reads what {@link takeDump} wrote beside a dump.
 * @throws AppError `backup-file-gone`
 */
export async function readDumpFacts(file: string): Promise<DumpFacts> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new AppError("backup-file-gone", "What was written down beside the backup is not there any more.", {
      hint: "Somebody removed it, or it is on another machine. Take a new backup.",
      cause: error,
    });
  }
  const { catalog, counted } = factsSchema.parse(JSON.parse(text));
  return { catalog: readSnapshot(catalog, "the backup's schema"), counted };
}

import "server-only";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Catalog } from "../catalog/catalog";
import { type Shadow, withShadow } from "../expected/shadow";
import { withoutUndeclared } from "../expected/undeclared";
import { introspect } from "../introspect/introspect";
import { AppError } from "../postgres/app-error";
import { errorCode } from "../postgres/connection-error";
import { quoteIdentifier, unquoteIdentifier } from "../postgres/identifier";
import { majorOf, versionText } from "../postgres/version";
import { type CountedTable, countRows } from "./count-rows";
import type { BackupPrograms } from "./find-programs";
import { withProgramEnvironment } from "./program-environment";
import { objectsOf } from "./program-failure";
import { type DumpEntry, listEntries } from "./read-through";
import { runProgram } from "./run-program";

export interface RestoreRequest {
  readonly programs: BackupPrograms;
  readonly file: string;
  /** The schema at the moment of the dump. */
  readonly catalog: Catalog;
  /** The rows of each table at the moment of the dump. */
  readonly counted: readonly CountedTable[];
  /** The server to restore into: a database is made there and dropped again. */
  readonly shadowUrl: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: {
    readonly message: string;
    readonly done: number;
    readonly total: number;
  }) => void;
}

/** What came out of a restore. */
export interface Restored {
  /** `Postgres 18.4`. */
  readonly server: string;
  readonly catalog: Catalog;
  readonly counted: readonly CountedTable[];
  /** Types of entries that were left out, because only a superuser may make them: `EVENT TRIGGER`. */
  readonly leftOut: readonly string[];
  /** Entries that could not be restored. */
  readonly failed: readonly string[];
}

/**
 * A dump is SQL of its database's owner: it is run by a role that is no superuser, in a database of its own. What only a
 * superuser may make is left out and said.
 */
const superuserOnly: ReadonlySet<string> = new Set([
  "EVENT TRIGGER",
  "PUBLICATION",
  "PUBLICATION TABLE",
  "PUBLICATION TABLES IN SCHEMA",
  "SUBSCRIPTION",
  "SUBSCRIPTION TABLE",
  "FOREIGN DATA WRAPPER",
  "SERVER",
  "USER MAPPING",
  "FOREIGN TABLE",
]);

/** Installed before, as a source's extensions are. */
const isExtension = ({ line, type }: DumpEntry): boolean =>
  type === "EXTENSION" || / COMMENT - EXTENSION /.test(line);

const restoreHours = 6;

/**
 * Restores a dump into a database of its own on the shadow server, and reads back what is there.
 * @throws AppError `restore-server-too-old`, `backup-damaged`, `restore-failed`
 */
export async function restoreDump(request: RestoreRequest): Promise<Restored> {
  const { shadowUrl, signal } = request;
  const shared = signal === undefined ? {} : { signal };
  return withShadow(shadowUrl, { ...shared, statementTimeout: restoreHours * 3_600_000 }, (shadow) =>
    restoreInto(shadow, request),
  );
}

async function restoreInto(shadow: Shadow, request: RestoreRequest): Promise<Restored> {
  const { programs, file, catalog, counted, signal, onProgress } = request;
  const shared = signal === undefined ? {} : { signal };
  const { serverVersion } = shadow.session;
  if (majorOf(serverVersion) < majorOf(catalog.serverVersion)) {
    throw new AppError(
      "restore-server-too-old",
      `The shadow is Postgres ${majorOf(serverVersion)}; the backup is of Postgres ${majorOf(catalog.serverVersion)} and cannot be restored there.`,
      { hint: "Set SHADOW_DATABASE_URL to a server of the same or a newer version." },
    );
  }
  onProgress?.({ message: "preparing", done: 0, total: 0 });
  const { schemas, failed: absent } = await prepare(shadow, catalog);
  const entries = (await listEntries(programs, file, signal)).filter(
    ({ line, type }) => type !== "SCHEMA" || !schemas.some((schema) => line.includes(` SCHEMA - ${schema} `)),
  );
  const failed = await restoreEntries(shadow, request, entries);
  onProgress?.({ message: "counting rows", done: 0, total: counted.length });
  const reader = await shadow.openReader();
  const restored = withoutUndeclared(
    await introspect(reader, shared),
    new Set([shadow.builder, shadow.bootstrap]),
  );
  const present = counted.filter((table) =>
    restored.objects.some(
      ({ kind, schema, name }) => kind === "table" && schema === table.schema && name === table.name,
    ),
  );
  const rows = await countRows(shadow.session, present, (done) =>
    onProgress?.({ message: "counting rows", done, total: counted.length }),
  );
  return {
    server: `Postgres ${versionText(serverVersion)}`,
    catalog: restored,
    counted: rows,
    leftOut: [...new Set(entries.map(({ type }) => type).filter((type) => superuserOnly.has(type)))],
    failed: [...absent, ...failed],
  };
}

/**
 * What statements of a dump take for granted on the server: extensions that need a superuser, and roles.
 * @returns the schemas that were made for extensions, and the extensions that this server does not have
 */
async function prepare(
  shadow: Shadow,
  catalog: Catalog,
): Promise<{ readonly schemas: readonly string[]; readonly failed: readonly string[] }> {
  const schemas = new Set<string>();
  const failed: string[] = [];
  for (const object of catalog.objects) {
    if (object.kind === "extension") {
      const schema = String(object.memberSchema);
      if (!/^(?:public|pg_catalog)$/.test(schema)) {
        await shadow.run(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`);
        schemas.add(schema);
      }
      try {
        await shadow.installExtension({ name: object.name, schema });
      } catch (error) {
        if (!(error instanceof AppError) && errorCode(error) === undefined) throw error;
        failed.push(`EXTENSION ${object.name}`);
      }
    }
    if (object.kind === "policy" && Array.isArray(object.roles)) {
      for (const role of object.roles) {
        const name = unquoteIdentifier(String(role));
        if (name !== "PUBLIC") await shadow.ensureRole(name);
      }
    }
  }
  return { schemas: [...schemas], failed };
}

async function restoreEntries(
  shadow: Shadow,
  { programs, file, signal, onProgress }: RestoreRequest,
  entries: readonly DumpEntry[],
): Promise<readonly string[]> {
  const wanted = entries.filter((entry) => !superuserOnly.has(entry.type) && !isExtension(entry));
  const folder = await mkdtemp(path.join(os.tmpdir(), "plumbline-restore-"));
  try {
    const list = path.join(folder, "list");
    await writeFile(list, `${wanted.map(({ line }) => line).join("\n")}\n`, { mode: 0o600 });
    let done = 0;
    const outcome = await withProgramEnvironment(shadow.connection, (environment) =>
      runProgram(
        programs.restore,
        [
          ...["--no-password", "--verbose", "--no-owner", "--no-privileges", "--no-tablespaces"],
          ...["--no-security-labels", `--use-list=${list}`, `--dbname=${shadow.builder}`, file],
        ],
        {
          environment,
          ...(signal === undefined ? {} : { signal }),
          onErrorLine: (line) => {
            const entry = /^pg_restore: (?:creating|processing data for|executing) (.*)$/.exec(line)?.[1];
            if (entry !== undefined) onProgress?.({ message: entry, done: ++done, total: wanted.length });
          },
        },
      ),
    );
    const failed = objectsOf(outcome.errors.filter((line) => /from TOC entry/.test(line)));
    // 1 with errors it went on after; anything else, or 1 without a named entry, is no restore.
    if (outcome.code === 0 || (outcome.code === 1 && failed.length > 0)) return failed;
    throw new AppError("restore-failed", "pg_restore broke off.", {
      hint: "The disk of the shadow may be full, or its server was restarted. Verify the backup again.",
      details: [`Ended with code ${outcome.code ?? "none"}`],
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import "server-only";
import { type SourceFile, type SourceType, sourceTypes } from "../expected/source";
import type { Store } from "./client";
import { type ConnectionProfile, connectionColumns, toConnection } from "./databases";
import type { Source as SourceRow } from "./generated/client";

/** A source that is made of files has one of these types. */
export type FileSourceType = Exclude<SourceType, "database">;

/** What every stored source has. */
interface SourceFacts {
  readonly id: string;
  readonly databaseId: string;
  /** How pages call it: `migrations/upgrade-head.sql`. */
  readonly label: string;
}

/** Where the expected schema of a database is declared. Files are read apart ({@link readSourceFiles}): they can be large. */
export type StoredSource = SourceFacts &
  (
    | { readonly given: "pasted" | "uploaded"; readonly type: FileSourceType }
    | { readonly given: "path"; readonly type: FileSourceType; readonly path: string }
    | {
        readonly given: "database";
        readonly type: "database";
        readonly connection: ConnectionProfile;
        readonly hasPassword: boolean;
      }
  );

/** A source on its way into the store. */
export type NewSource = SourceFacts &
  (
    | {
        readonly given: "pasted" | "uploaded";
        readonly type: FileSourceType;
        readonly files: readonly SourceFile[];
      }
    | { readonly given: "path"; readonly type: FileSourceType; readonly path: string }
    | {
        readonly given: "database";
        readonly type: "database";
        readonly connection: ConnectionProfile;
        readonly ciphertext: string | null;
      }
  );

/** Stores the source of a database. */
export async function insertSource(store: Store, source: NewSource): Promise<void> {
  const { id, databaseId, label, given, type } = source;
  await store.client.source.create({
    data: {
      ...{ id, databaseId, label, given, type },
      ...(source.given === "path" ? { path: source.path } : {}),
      ...(source.given === "database"
        ? { ...connectionColumns(source.connection), secret: source.ciphertext }
        : {}),
      ...("files" in source
        ? { files: { create: source.files.map((file, position) => ({ position, ...file })) } }
        : {}),
    },
  });
}

/** The source of a database. */
export async function readSource(store: Store, databaseId: string): Promise<StoredSource> {
  return toSource(await store.client.source.findUniqueOrThrow({ where: { databaseId } }));
}

/** The sources of some databases, by database id. */
export async function readSources(
  store: Store,
  databaseIds: readonly string[],
): Promise<ReadonlyMap<string, StoredSource>> {
  const rows = await store.client.source.findMany({ where: { databaseId: { in: [...databaseIds] } } });
  return new Map(rows.map((row) => [row.databaseId, toSource(row)]));
}

/** The files of a source that was pasted or uploaded, in their order. */
export async function readSourceFiles(store: Store, sourceId: string): Promise<readonly SourceFile[]> {
  return store.client.sourceFile.findMany({
    where: { sourceId },
    orderBy: { position: "asc" },
    select: { path: true, content: true },
  });
}

/** The encrypted password of a source that is a database; null when none was given. */
export async function readSourceCiphertext(store: Store, sourceId: string): Promise<string | null> {
  const row = await store.client.source.findUniqueOrThrow({
    where: { id: sourceId },
    select: { secret: true },
  });
  return row.secret;
}

function toSource(row: SourceRow): StoredSource {
  const facts = { id: row.id, databaseId: row.databaseId, label: row.label };
  const type = sourceTypes.find((candidate) => candidate === row.type);
  const { host, port, databaseName, userName, tls, certificateAuthority } = row;
  if (type === "database") {
    if (host === null || port === null || databaseName === null || userName === null || tls === null) {
      throw new Error(`the source ${row.id} has no connection`);
    }
    const connection = toConnection({ host, port, databaseName, userName, tls, certificateAuthority });
    return { ...facts, given: "database", type, connection, hasPassword: row.secret !== null };
  }
  if (type === undefined) throw new Error(`the source ${row.id} has the unknown type ${row.type}`);
  if (row.given === "path" && row.path !== null) return { ...facts, given: "path", type, path: row.path };
  if (row.given === "pasted" || row.given === "uploaded") return { ...facts, given: row.given, type };
  throw new Error(`the source ${row.id} was given in the unknown way ${row.given}`);
}

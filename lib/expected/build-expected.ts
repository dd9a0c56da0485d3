import { createHash } from "node:crypto";
import { Catalog } from "../catalog/catalog";
import { introspect } from "../introspect/introspect";
import { alembicFiles } from "./alembic-source";
import { prismaFiles } from "./prisma-source";
import { runSource } from "./run-source";
import { withShadow } from "./shadow";
import { snapshotCatalog } from "./snapshot-source";
import type { Source } from "./source";
import { type RunnableFiles, sqlFiles } from "./sql-source";
import { withoutUndeclared } from "./undeclared";

export interface BuildOptions {
  readonly shadowUrl: string;
  /** `server_version_num` of the database that the result will be compared with. */
  readonly serverVersion?: number;
  readonly onProgress?: (event: { phase: string; done: number; total: number }) => void;
  readonly signal?: AbortSignal;
  /** Milliseconds for one statement of the source; default a minute. */
  readonly statementTimeout?: number;
}

/**
 * The catalog that a source declares: the source is run in a shadow database, which is read and dropped.
 * @throws AppError `source-failed` and others, naming file and line
 */
export async function buildExpected(source: Source, options: BuildOptions): Promise<Catalog> {
  const { onProgress, serverVersion, signal, statementTimeout } = options;
  signal?.throwIfAborted();
  if (source.type === "snapshot") return snapshotCatalog(source.files);
  const { files, diagnostics } = await filesToRun(source);
  const shared = signal === undefined ? {} : { signal };
  const limits = statementTimeout === undefined ? {} : { statementTimeout };
  return withShadow(options.shadowUrl, { ...shared, ...limits }, async (shadow) => {
    const found = await runSource(shadow, files, {
      ...shared,
      ...(onProgress === undefined ? {} : { onProgress }),
      ...(serverVersion === undefined ? {} : { serverVersion }),
    });
    const catalog = await introspect(await shadow.openReader(), {
      ...shared,
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    const declared = withoutUndeclared(catalog, new Set([shadow.builder, shadow.bootstrap]));
    return new Catalog({
      ...declared,
      dependencies: () => declared.dependencies,
      coverage: {
        ...declared.coverage,
        notVisible: [...declared.coverage.notVisible, ...found.notVisible],
      },
      diagnostics: [...diagnostics, ...found.diagnostics, ...declared.diagnostics],
      // A shadow's database is gone the next moment: nothing is ever found again by where it stood there.
      origin: undefined,
    });
  });
}

async function filesToRun(source: Exclude<Source, { type: "snapshot" }>): Promise<RunnableFiles> {
  switch (source.type) {
    case "sql":
      return sqlFiles(source.files);
    case "alembic":
      return alembicFiles(source.files);
    case "prisma":
      return prismaFiles(source.files);
  }
}

/** The sha-256 of a source's type, paths and texts, as 64 hexadecimal digits: the same for the same source in any order. */
export function sourceHash(source: Source): string {
  const hash = createHash("sha256").update(source.type);
  for (const { path, content } of source.files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    for (const text of [path, content]) hash.update(`\0${Buffer.byteLength(text)}\0${text}`);
  }
  return hash.digest("hex");
}

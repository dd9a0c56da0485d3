import { AppError } from "../postgres/app-error";
import type { Diagnostic } from "../postgres/diagnostic";
import { schemaEngine } from "./prisma-engine";
import { readablePrismaSchema } from "./prisma-schema";
import type { SourceFile } from "./source";
import type { RunnableFiles } from "./sql-source";

/** The name under which the SQL that Prisma makes of a schema appears in errors. */
const madePath = (files: readonly SourceFile[]): string =>
  `${files.length === 1 ? files[0]?.path : "the Prisma schema"} (as SQL)`;

/**
 * The SQL that Prisma's own schema engine makes of a schema of one file or several.
 * @throws AppError `prisma-schema` naming file and line; `prisma-provider` when it is for another kind of database
 */
export async function prismaFiles(given: readonly SourceFile[]): Promise<RunnableFiles> {
  const files = given.map((file) => ({ path: file.path, content: readablePrismaSchema(file.content) }));
  refuseOtherDatabases(given);
  const engine = await schemaEngine();
  let sql: string;
  try {
    const { stdout } = await engine.diff({
      ...{ from: { tag: "empty" }, to: { tag: "schemaDatamodel", files } },
      ...{ script: true, exitCode: null, shadowDatabaseUrl: null },
      filters: { externalTables: [], externalEnums: [] },
    });
    sql = stdout ?? "";
  } catch (error) {
    throw schemaError(error);
  }
  const views = given.flatMap((file) => [...file.content.matchAll(/^[ \t]*view[ \t]+(\w+)[ \t]*\{/gm)]);
  const diagnostics: readonly Diagnostic[] =
    views.length === 0
      ? []
      : [
          {
            code: "prisma-views",
            severity: "warning",
            message: `Prisma names ${views.length} ${views.length === 1 ? "view" : "views"} (${views.map((view) => view[1]).join(", ")}) and does not say how to make them, so they are not part of the expected schema.`,
          },
        ];
  return { files: [{ path: madePath(given), content: sql }], diagnostics };
}

function refuseOtherDatabases(files: readonly SourceFile[]): void {
  for (const file of files) {
    const block = /^[ \t]*datasource[ \t]+\w+[ \t]*\{([^}]*)\}/m.exec(file.content)?.[1] ?? "";
    const provider = /^[ \t]*provider[ \t]*=[ \t]*"([^"]*)"/m.exec(block)?.[1];
    if (provider === undefined || provider === "postgresql" || provider === "postgres") continue;
    throw new AppError("prisma-provider", `${file.path} describes a ${provider} database.`, {
      hint: 'Plumbline compares PostgreSQL databases: the datasource must say provider = "postgresql".',
    });
  }
}

/** The engine's report, in which each fault stands with its file and line. */
function schemaError(error: unknown): unknown {
  const text = error instanceof Error ? error.message : "";
  const faults = [...text.matchAll(/error: ([\s\S]*?)\n\s*-->\s+(.*):(\d+)\n/g)].map(
    ([, message, path, line]) => `${path}, line ${line}: ${message?.trim()}`,
  );
  const [first] = faults;
  const other = /^(?:error: )?(.*)/.exec(text)?.[1] ?? "";
  if (first === undefined && other === "") return error;
  return new AppError("prisma-schema", first ?? `The Prisma schema cannot be read: ${other}`, {
    hint: "`npx prisma validate` shows the same faults.",
    details: faults.slice(1, 10),
    cause: error,
  });
}

import "server-only";
import { requireRight } from "../access/authority";
import { log } from "../access/log";
import { alembicRevisions } from "../expected/alembic-source";
import type { Source } from "../expected/source";
import { alembicRevision } from "../plan/code-change/alembic-revision";
import { type CodeChange, type CodeFile, codeChange } from "../plan/code-change/code-change";
import { prismaSchemaChange } from "../plan/code-change/prisma-schema-change";
import { prismaMigration, sqlMigration } from "../plan/code-change/sql-migration";
import { AppError } from "../postgres/app-error";
import { displayName } from "../postgres/identity";
import type { Context } from "./context";
import { readDrift } from "./plan-difference";
import type { DifferenceOverview } from "./read-difference";
import { loadSource } from "./read-expected";

/** The files that make the code expect what the database has. */
export interface ChangedCode {
  readonly files: readonly CodeFile[];
  /** What is left for a person to change, in words. */
  readonly left: readonly string[];
}

/**
 * The other way to end a difference: the change of the code by which it expects what the database has, in the form that
 * the source's tool wants. Nothing is written anywhere.
 */
export async function changeCode(context: Context, overview: DifferenceOverview): Promise<ChangedCode> {
  const { database, difference, expected, actual, source: stored } = overview;
  requireRight(context.actor, "read databases", database.slug);
  try {
    const change = codeChange([difference.id], await readDrift(context, overview), expected, actual);
    const left = change.manual.map(({ object, reason }) => `${displayName(object)}: ${reason}`);
    if (change.up.length === 0) return { files: [], left };
    const name = `expect_${difference.id.slice(2).toLowerCase()}`;
    if (stored.given === "database") {
      const words = "The expected side is another database: run the first file there.";
      return { files: sqlMigration(change, name), left: [...left, words] };
    }
    const source = await loadSource(context, stored);
    const made = filesFor(source, change, { name, overview, at: context.now() });
    return { files: made.files, left: [...left, ...made.left] };
  } catch (error) {
    if (error instanceof AppError) return { files: [], left: [error.message] };
    log.error({ err: error, difference: difference.id }, "the change of the code could not be made");
    return { files: [], left: ["No change could be made for a reason that stands in the server's log."] };
  }
}

function filesFor(
  source: Source,
  change: CodeChange,
  { name, overview, at }: { readonly name: string; readonly overview: DifferenceOverview; readonly at: Date },
): ChangedCode {
  const { difference, actual } = overview;
  switch (source.type) {
    case "prisma": {
      const schemas = source.files.filter(({ path }) => path.endsWith(".prisma"));
      const patch = prismaSchemaChange(difference, schemas, actual);
      return {
        files: [...patch.files, prismaMigration(change, name, at)],
        left: patch.left === undefined ? [] : [patch.left],
      };
    }
    case "alembic": {
      const revisions = alembicRevisions(source.files);
      const followed = new Set(revisions.flatMap(({ down }) => down));
      const heads = revisions.map(({ revision }) => revision).filter((id) => !followed.has(id));
      return {
        files: [alembicRevision(change, { heads, message: name.replaceAll("_", " ") })],
        left: ["The models are yours to change: make them say the same as the revision."],
      };
    }
    case "snapshot":
      return {
        files: sqlMigration(change, name),
        left: ["A snapshot is not changed: make the change where it was taken, and take it again."],
      };
    case "sql":
      return { files: sqlMigration(change, name), left: [] };
  }
}

import "server-only";
import { log } from "../access/log";
import type { Catalog } from "../catalog/catalog";
import type { Drift } from "../drift/drift";
import { alembicRevisions } from "../expected/alembic-source";
import { prismaFiles } from "../expected/prisma-source";
import type { Source } from "../expected/source";
import { alembicRevision } from "../plan/code-change/alembic-revision";
import { type CodeChange, type CodeFile, codeChange } from "../plan/code-change/code-change";
import { prismaSchemaChange } from "../plan/code-change/prisma-schema-change";
import { prismaMigration, sqlMigration } from "../plan/code-change/sql-migration";
import { unifiedDiff } from "../plan/code-change/unified-diff";
import { AppError } from "../postgres/app-error";
import { displayName } from "../postgres/identity";
import type { StoredSource } from "../store/sources";
import type { Context } from "./context";
import { loadSource } from "./read-expected";

/** A file that is new or has changed. */
export interface ChangedFile extends CodeFile {
  /** The change as `git apply` takes it. */
  readonly diff: string;
  readonly isNew: boolean;
}

/** The files that make the code expect what the database has. */
export interface ChangedCode {
  readonly files: readonly ChangedFile[];
  /** What is left for a person to change, in words. */
  readonly left: readonly string[];
}

/** Which differences of a check are to be no more, and what they were found between. */
export interface CodeChangeSubject {
  readonly differences: readonly string[];
  readonly drift: Drift;
  readonly expected: Catalog;
  readonly actual: Catalog;
  readonly source: StoredSource;
}

/**
 * The other way to end differences: the change of the code by which it expects what the database has, in the form that
 * the source's tool wants. Nothing is written anywhere. Whoever calls has asked for authority. Pages have more to show, so
 * what stands in the way is told in its place.
 */
export async function changeCode(context: Context, subject: CodeChangeSubject): Promise<ChangedCode> {
  try {
    return await make(context, subject);
  } catch (error) {
    if (error instanceof AppError) return { files: [], left: [error.message] };
    log.error({ err: error, differences: subject.differences.length }, "no change of the code could be made");
    return { files: [], left: ["No change could be made for a reason that stands in the server's log."] };
  }
}

async function make(context: Context, subject: CodeChangeSubject): Promise<ChangedCode> {
  const { differences, drift, expected, actual, source: stored } = subject;
  const change = codeChange(differences, drift, expected, actual);
  const left = change.manual.map(({ object, reason }) => `${displayName(object)}: ${reason}`);
  const lasting = change.lasting.map(
    ({ object, reason }) => `${displayName(object)}: the way down does not bring it back. ${reason}`,
  );
  if (change.up.length === 0) return { files: [], left };
  const [only] = differences;
  const name =
    differences.length === 1 && only !== undefined
      ? `expect_${only.slice(2).toLowerCase()}`
      : `expect_${differences.length}_differences`;
  if (stored.given === "database") {
    const words = "The expected side is another database: run the first file there.";
    return { files: newFiles(sqlMigration(change, name)), left: [...left, ...lasting, words] };
  }
  const source = await loadSource(context, stored);
  const made = await filesFor(source, change, name, context.now());
  // A migration of Prisma has no way down.
  return {
    files: made.files,
    left: [...left, ...(source.type === "prisma" ? [] : lasting), ...made.left],
  };
}

const newFiles = (files: readonly CodeFile[]): readonly ChangedFile[] =>
  files.map((file) => ({ ...file, isNew: true, diff: unifiedDiff(file.path, null, file.content) }));

async function filesFor(source: Source, change: CodeChange, name: string, at: Date): Promise<ChangedCode> {
  switch (source.type) {
    case "prisma": {
      const patch = await patchedSchema(source, change);
      return { files: [...patch.files, ...newFiles([prismaMigration(change, name, at)])], left: patch.left };
    }
    case "alembic": {
      const revisions = alembicRevisions(source.files);
      const followed = new Set(revisions.flatMap(({ down }) => down));
      const heads = revisions.map(({ revision }) => revision).filter((id) => !followed.has(id));
      return {
        files: newFiles([alembicRevision(change, { heads, message: name.replaceAll("_", " ") })]),
        left: [
          ...(heads.length > 1
            ? [
                `The history has ${heads.length} heads (${heads.join(", ")}); the revision follows all of them and joins them.`,
              ]
            : []),
          "The models are yours to change: make them say the same as the revision.",
        ],
      };
    }
    case "snapshot":
      return {
        files: newFiles(sqlMigration(change, name)),
        left: ["A snapshot is not changed: make the change where it was taken, and take it again."],
      };
    case "sql":
      return { files: newFiles(sqlMigration(change, name)), left: [] };
  }
}

/** The schema's files as they are to be, which Prisma's own engine has read before they are given to anybody. */
async function patchedSchema(source: Source, change: CodeChange): Promise<ChangedCode> {
  const schemas = source.files;
  const patch = prismaSchemaChange(change.resolved, schemas, change.declared, change.after);
  const left = patch.left.map(({ object, reason }) => `${displayName(object)}: ${reason}.`);
  const after = schemas.map((file) => patch.files.find(({ path }) => path === file.path) ?? file);
  try {
    if (patch.files.length > 0) await prismaFiles(after);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      files: [],
      left: [
        ...left,
        `The schema is left to you: with the change that we would make, Prisma refuses it (${error.message})`,
      ],
    };
  }
  // A schema that was given without a folder is where Prisma looks for it, beside the migrations; one that was pasted has
  // no name of its own.
  const inFolder = schemas.some(({ path }) => path.startsWith("prisma/"));
  const files = patch.files.map((file) => {
    const own = file.path.endsWith(".prisma") ? file.path : "schema.prisma";
    const path = inFolder ? own : `prisma/${own}`;
    const before = schemas.find((schema) => schema.path === file.path)?.content ?? "";
    return { path, content: file.content, isNew: false, diff: unifiedDiff(path, before, file.content) };
  });
  const rest =
    left.length === 0
      ? []
      : [
          "What the schema cannot say, the migration's SQL can. As long as the source is the schema alone, it stays a difference: make the migrations the source, or accept it.",
        ];
  return { files, left: [...patch.notes, ...left, ...rest] };
}

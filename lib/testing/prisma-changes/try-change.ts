/** One change of a database, brought into the Prisma schema that declares it, and judged by what Prisma makes of that. */
import type { Catalog } from "../../catalog/catalog";
import { compare } from "../../drift/compare";
import type { Difference } from "../../drift/difference";
import { prismaFiles } from "../../expected/prisma-source";
import type { CodeFile } from "../../plan/code-change/code-change";
import { codeChange } from "../../plan/code-change/code-change";
import { type PrismaSchemaChange, prismaSchemaChange } from "../../plan/code-change/prisma-schema-change";
import { sqlMigration } from "../../plan/code-change/sql-migration";
import type { ManualDifference } from "../../plan/plan";
import { AppError } from "../../postgres/app-error";
import { displayName, type Identity, identityKey } from "../../postgres/identity";
import { readDatabase, runScript } from "../plan-sides";
import { type TestDatabase, testServer } from "../test-server";
import type { DatabaseChange } from "./changes";

/** The schema's files with the database that they make. */
export interface DeclaredSide {
  readonly files: readonly CodeFile[];
  readonly database: TestDatabase;
  readonly catalog: Catalog;
}

/** Builds what Prisma's engine makes of the files. */
export async function declare(files: readonly CodeFile[]): Promise<DeclaredSide> {
  const sql = (await prismaFiles(files)).files.map(({ content }) => content).join("\n");
  const database = await (await testServer()).createDatabase("prisma");
  await runScript(database, sql);
  return { files, database, catalog: await readDatabase(database) };
}

export interface Judgement {
  /** `patched`: gone, and nothing came. `partly`, `left`: what remains is named, with reasons. `none`: no difference. */
  readonly outcome: "patched" | "partly" | "left" | "wrong" | "none";
  readonly change: PrismaSchemaChange | null;
  readonly words: string;
}

/**
 * Runs the change in a copy, brings what differs into the schema, builds that, and compares.
 * @param chosen which of the differences are brought in; the others have to stay as they are
 */
export async function tryChange(
  side: DeclaredSide,
  change: DatabaseChange,
  chosen: (difference: Difference, place: number) => boolean = () => true,
): Promise<Judgement> {
  const server = await testServer();
  const live = await server.createDatabase("live", side.database.name);
  const databases: TestDatabase[] = [live];
  try {
    await runScript(live, change.sql);
    const actual = await readDatabase(live);
    const drift = compare(side.catalog, actual);
    if (drift.differences.length === 0) return { outcome: "none", change: null, words: "" };
    const ids = drift.differences.filter(chosen).map(({ id }) => id);
    const code = codeChange(ids, drift, side.catalog, actual);
    const patch = prismaSchemaChange(code.resolved, side.files, code.declared, code.after);
    const wrong = (words: string): Judgement => ({ outcome: "wrong", change: patch, words });
    const files = side.files.map((file) => patch.files.find(({ path }) => path === file.path) ?? file);
    let patched: DeclaredSide;
    try {
      patched = await declare(files);
    } catch (error) {
      // What Prisma or Postgres refuses is our fault; a server that does not answer is not.
      if (error instanceof AppError && !error.code.startsWith("prisma-")) throw error;
      return wrong(`not built: ${error instanceof Error ? error.message : error}`);
    }
    databases.push(patched.database);
    // Owners are nobody's to declare: what is after the change stands first.
    const remaining = compare(code.after, patched.catalog).differences;
    const unsaid = [...patch.left, ...code.manual];
    const named = new Set(unsaid.map(({ object }) => identityKey(object)));
    const surprising = remaining.filter((difference) => !covered(difference, named, unsaid));
    if (surprising.length > 0) return wrong(surprising.map(inWords).join("; "));
    const migration = await tryMigration(side, code.after, code, databases);
    if (migration !== null) return wrong(migration);
    if (remaining.length === 0 && unsaid.length > 0) return wrong("said to be left, and gone");
    const outcome = unsaid.length === 0 ? "patched" : patch.files.length > 0 ? "partly" : "left";
    return { outcome, change: patch, words: unsaid.map(({ reason }) => reason).join("; ") };
  } finally {
    for (const database of databases) await database.drop();
  }
}

/** What the sentences about what is left speak of: the object, and the sequence that comes or goes with a column's default. */
function covered(
  difference: Difference,
  named: ReadonlySet<string>,
  unsaid: readonly { readonly object: Identity }[],
): boolean {
  const objects: readonly Identity[] = [
    difference.object,
    ...(difference.type === "renamed" ? [difference.actual] : []),
  ];
  if (objects.some((object) => named.has(identityKey(object)))) return true;
  return (
    difference.object.kind === "sequence" &&
    unsaid.some(
      ({ object }) =>
        object.kind === "column" && difference.object.name.startsWith(`${object.table}_${object.name}`),
    )
  );
}

const inWords = (difference: Difference): string =>
  `${difference.type} ${difference.object.kind} ${displayName(difference.object)}${difference.type === "changed" ? ` (${difference.attributes.map((each) => `${each.attribute}: ${JSON.stringify(each.expected)} / ${JSON.stringify(each.actual)}`).join(", ")})` : ""}`;

/** The migration brings what is declared to what the database has, and its way down brings it back. */
async function tryMigration(
  side: DeclaredSide,
  after: Catalog,
  code: ReturnType<typeof codeChange>,
  databases: TestDatabase[],
): Promise<string | null> {
  const copy = await (await testServer()).createDatabase("migrated", side.database.name);
  databases.push(copy);
  const [up, down] = sqlMigration(code, "change");
  const run = async (
    file: CodeFile | undefined,
    wanted: Catalog,
    byHand: readonly ManualDifference[],
  ): Promise<string | null> => {
    try {
      await runScript(copy, file?.content ?? "");
    } catch (error) {
      return `${file?.path}: ${error instanceof Error ? error.message : error}`;
    }
    const manual = new Set(byHand.map(({ difference }) => difference));
    const left = compare(wanted, await readDatabase(copy)).differences.filter(({ id }) => !manual.has(id));
    return left.length === 0 ? null : `${file?.path} leaves ${left.map(inWords).join("; ")}`;
  };
  return (await run(up, after, code.manual)) ?? (await run(down, side.catalog, code.lasting));
}

import { clusterStatement } from "../../expected/cluster-statement";
import { metaCommand } from "../../expected/meta-command";
import { type Piece, splitStatements } from "../../expected/statements";
import type { Case } from "./find-cases";
import type { Laboratory } from "./laboratory";
import { absentExtension, type Presupposed, presupposed } from "./presupposed";
import { loadFile, type SqlFailure } from "./run-sql";

/** What a case was changed by, so that Postgres takes it. */
export interface Loadable {
  readonly case: Case;
  readonly notes: readonly string[];
}

/** Something that is named is not there: it may come later in the file, or with what the suite made beforehand. */
const somethingIsMissing = new Set(["42P01", "42883", "42704", "3F000", "42703", "42P17"]);

/** True when a file speaks of the server or of other databases: run as it is, it would leave the database of its own. */
export function needsArranging(text: string): boolean {
  for (const piece of splitStatements(text)) {
    if (piece.type === "meta" && (piece.command === "c" || piece.command === "connect")) return true;
    if (piece.type !== "statement") continue;
    const about = clusterStatement(piece.sql)?.about;
    if (about !== undefined && about !== "role") return true;
    // Both files make them, and the server has them once.
    if (about === "role" && /^(?:create|drop)\b/i.test(piece.sql)) return true;
  }
  return false;
}

/**
 * Other tools read their test files in another way than psql runs them: they put statements in order themselves, and have
 * schemas, roles and foreign servers beforehand. The same files in an order that works, with what they presuppose in
 * front, and without what is about the server they were written on.
 * @returns what the server refuses all the same
 */
export async function makeLoadable(one: Case, laboratory: Laboratory): Promise<Loadable | SqlFailure> {
  const notes = new Set<string>();
  const arranged: string[] = [];
  for (const [name, text] of [["old.sql", one.old] as const, ["new.sql", one.new] as const]) {
    const beforehand: Presupposed[] = [];
    for (;;) {
      const front = beforehand.map(({ sql }) => sql).join("\n");
      const found = await arrange(`${front}\n${text}`, one, laboratory, notes);
      if (typeof found === "string") {
        arranged.push(found);
        break;
      }
      const missing = await presupposed(found, laboratory);
      if (missing === null || beforehand.some(({ what }) => what === missing.what))
        return { ...found, message: `${name}: ${found.message}` };
      beforehand.push(missing);
      notes.add(`${missing.what} that the files presuppose was made beforehand`);
    }
  }
  const [before = "", after = ""] = arranged;
  return {
    case: { ...one, old: before, new: after },
    notes: notes.size > 0 ? [...notes] : ["its statements were put in an order that Postgres takes"],
  };
}

/** The file with each statement that names what is not there yet behind those that make it. */
async function arrange(
  text: string,
  one: Case,
  laboratory: Laboratory,
  notes: Set<string>,
): Promise<string | SqlFailure> {
  const read = await schemaStatements(splitStatements(text), laboratory, notes);
  if ("code" in read) return read;
  const loaded = await laboratory.load(one, "");
  if (!("url" in loaded)) return loaded;
  const session = await laboratory.connectTo(loaded.url);
  try {
    const done: string[] = [];
    let open: readonly string[] = read;
    for (;;) {
      const waiting: string[] = [];
      let refused: SqlFailure | null = null;
      for (const sql of open) {
        const failure = await loadFile(loaded.url, sql, session);
        if (failure === null) done.push(`${sql};`);
        else if (await isBesideThePoint(sql, failure, laboratory, notes)) continue;
        else if (!somethingIsMissing.has(failure.code)) return failure;
        else {
          refused ??= failure;
          waiting.push(sql);
        }
      }
      if (refused === null) return done.join("\n");
      if (waiting.length === open.length) return refused;
      open = waiting;
    }
  } finally {
    await session.close();
  }
}

/** The statements that are about the database's schema. Roles that others make are made. */
async function schemaStatements(
  pieces: Iterable<Piece>,
  laboratory: Laboratory,
  notes: Set<string>,
): Promise<readonly string[] | SqlFailure> {
  const kept: string[] = [];
  for (const piece of pieces) {
    if (piece.type === "copy") {
      notes.add("rows behind COPY were left out");
      continue;
    }
    if (piece.type === "meta") {
      try {
        if (metaCommand(piece.command, piece.argument, `line ${piece.line}`).type === "include")
          return {
            code: "",
            message: `line ${piece.line}: \\${piece.command} names a file that is not there`,
          };
      } catch (error) {
        return { code: "", message: error instanceof Error ? error.message : String(error) };
      }
      continue;
    }
    // A statement that waits for another one would take its transaction with it.
    if (/^(?:begin|start\s+transaction|commit|end|rollback|abort)\b[^;]*$/i.test(piece.sql)) continue;
    const cluster = clusterStatement(piece.sql);
    if (cluster?.about === "role" && !/^(?:create|drop)\b/i.test(piece.sql)) kept.push(piece.sql);
    else if (cluster === undefined) kept.push(piece.sql);
    else {
      if (cluster.role !== undefined) await laboratory.makeRole(cluster.role);
      notes.add(`statements about a ${cluster.about} of the server were left out`);
    }
  }
  return kept;
}

/** What a file can do without: settings of another major, and extensions that only lie beside the schema. */
async function isBesideThePoint(
  sql: string,
  { code, message }: SqlFailure,
  laboratory: Laboratory,
  notes: Set<string>,
): Promise<boolean> {
  if (code === "42704" && /^set\b/i.test(sql) && message.includes("unrecognized configuration parameter")) {
    notes.add("settings that this major does not have were left out");
    return true;
  }
  const extension = await absentExtension(sql, laboratory);
  if (extension === null) return false;
  notes.add(`the extension ${extension} is not installed here and was left out`);
  return true;
}

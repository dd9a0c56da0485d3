import { splitStatements } from "../../expected/statements";
import { quoteIdentifier } from "../../postgres/identifier";
import type { Case } from "./find-cases";
import type { Laboratory } from "./laboratory";
import { loadFile, type SqlFailure } from "./run-sql";

/** What a case was changed by, so that Postgres takes it. */
export interface Loadable {
  readonly case: Case;
  readonly notes: readonly string[];
}

/** Something that is named is not there: it may come later in the file, or with what the suite made beforehand. */
const somethingIsMissing = new Set(["42P01", "42883", "42704", "3F000"]);

/**
 * Other tools read their test files in another way than psql runs them: they put statements in order themselves, and have
 * schemas and foreign servers beforehand. The same files in an order that works, with what they presuppose in front.
 * @returns what the server refuses all the same
 */
export async function makeLoadable(one: Case, laboratory: Laboratory): Promise<Loadable | SqlFailure> {
  const notes: string[] = [];
  const arranged: string[] = [];
  for (const [name, text] of [["old.sql", one.old] as const, ["new.sql", one.new] as const]) {
    const beforehand: string[] = [];
    for (;;) {
      const found = await arrange([...beforehand, text].join("\n"), one, laboratory);
      if (typeof found === "string") {
        arranged.push(found);
        break;
      }
      const missing = presupposed(found);
      if (missing === null || beforehand.includes(missing))
        return { ...found, message: `${name}: ${found.message}` };
      beforehand.push(missing);
    }
    if (beforehand.length > 0) notes.push(`a schema or server that ${name} presupposes was made beforehand`);
  }
  const [before = "", after = ""] = arranged;
  return {
    case: { ...one, old: before, new: after },
    notes: notes.length > 0 ? notes : ["its statements were put in an order that Postgres takes"],
  };
}

/** The statements that make what a file names and nobody made. */
function presupposed({ code, message }: SqlFailure): string | null {
  const name = /(schema|server) "(.*)" does not exist/s.exec(message);
  if (name?.[2] === undefined) return null;
  if (code === "3F000") return `CREATE SCHEMA ${quoteIdentifier(name[2])};`;
  if (code !== "42704" || name[1] !== "server") return null;
  // A wrapper without a handler does not let its tables be altered.
  return `CREATE EXTENSION postgres_fdw; CREATE SERVER ${quoteIdentifier(name[2])} FOREIGN DATA WRAPPER postgres_fdw;`;
}

/** The file with each statement that names what is not there yet behind those that make it. */
async function arrange(text: string, one: Case, laboratory: Laboratory): Promise<string | SqlFailure> {
  const pieces = [...splitStatements(text)];
  const loaded = await laboratory.load(one, "");
  if (!("url" in loaded)) return loaded;
  const session = await laboratory.connectTo(loaded.url);
  try {
    if (pieces.some(({ type }) => type !== "statement"))
      return (await loadFile(loaded.url, text, session)) ?? text;
    const done: string[] = [];
    let open = pieces.flatMap((piece) => (piece.type === "statement" ? [piece.sql] : []));
    for (;;) {
      const waiting: string[] = [];
      let refused: SqlFailure | null = null;
      for (const sql of open) {
        const failure = await loadFile(loaded.url, sql, session);
        if (failure === null) done.push(`${sql};`);
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

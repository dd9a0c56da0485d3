import { spawn, spawnSync } from "node:child_process";
import { splitStatements } from "../../expected/statements";
import type { Session } from "../../postgres/connect";
import { errorCode } from "../../postgres/connection-error";

/** A statement that the server refused. */
export interface SqlFailure {
  /** SQLSTATE; empty where psql said none. */
  readonly code: string;
  readonly message: string;
}

/** Milliseconds. A case is a handful of tables: what takes longer waits for something that never comes. */
export const statementTimeout = 60_000;

let psqlThere: boolean | undefined;

/** Whether `psql` is in PATH. */
export function hasPsql(): boolean {
  psqlThere ??= spawnSync("psql", ["--version"]).status === 0;
  return psqlThere;
}

/**
 * Runs a script as `psql -v ON_ERROR_STOP=1 -f` does: with psql itself where that is installed.
 * @returns null when all of it ran
 */
export async function runScript(url: string, script: string, session: Session): Promise<SqlFailure | null> {
  return hasPsql() ? runWithPsql(url, script) : runWithSession(script, session);
}

/** Runs the statements of a file one by one. Rows behind COPY and meta-commands need psql. */
export async function loadFile(url: string, text: string, session: Session): Promise<SqlFailure | null> {
  const forPsql = [...splitStatements(text)].some((piece) => piece.type !== "statement");
  return forPsql && hasPsql() ? runWithPsql(url, text) : runWithSession(text, session);
}

async function runWithSession(text: string, session: Session): Promise<SqlFailure | null> {
  for (const piece of splitStatements(text)) {
    if (piece.type === "copy")
      return { code: "", message: `line ${piece.line}: rows behind COPY need psql, which is not installed` };
    if (piece.type === "meta") {
      if (piece.command === "set" || piece.command === "restrict" || piece.command === "unrestrict") continue;
      return {
        code: "",
        message: `line ${piece.line}: \\${piece.command} needs psql, which is not installed`,
      };
    }
    try {
      await session.execute(piece.sql);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { code: errorCode(error) ?? "", message: `line ${piece.line}: ${message}` };
    }
  }
  return null;
}

async function runWithPsql(url: string, script: string): Promise<SqlFailure | null> {
  const parameters = ["-Xq", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=verbose", "-d", url, "-f", "-"];
  const child = spawn("psql", parameters, {
    stdio: ["pipe", "ignore", "pipe"],
    env: { ...process.env, PGOPTIONS: `-c statement_timeout=${statementTimeout}` },
    // A meta-command may wait for what no server ends (\\! and \\watch).
    timeout: 10 * statementTimeout,
  });
  let messages = "";
  child.stderr.on("data", (chunk: Buffer) => {
    messages += chunk.toString();
  });
  // psql leaves at the first error and reads no further.
  child.stdin.on("error", () => undefined);
  child.stdin.end(script);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (status === 0) return null;
  const [, code = "", first = messages.trim()] = /(?:ERROR|FATAL): {2}(\w{5}): (.*)/.exec(messages) ?? [];
  const more = messages.match(/^(?:DETAIL|LINE \d+|QUERY|CONTEXT): .*$/gm) ?? [];
  return { code, message: [first, ...more].join(" | ") };
}

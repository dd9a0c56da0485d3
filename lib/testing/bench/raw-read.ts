import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { dependQuery } from "../../introspect/depend";
import { stabilityQuery } from "../../introspect/stability";
import { kinds } from "../../kinds/registry";

/** True when a program can be called. */
export async function isInstalled(program: string): Promise<boolean> {
  return promisify(execFile)(program, ["--version"]).then(
    () => true,
    () => false,
  );
}

/** The very queries of a check, for psql to write out: what any reading of these catalogs costs at least. */
export function rawReadScript(major: number): string {
  const copy = (query: string): string => `COPY (${query.trim()}) TO STDOUT;`;
  return [
    "\\set ON_ERROR_STOP on",
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;",
    "SET LOCAL search_path = pg_catalog, pg_temp;",
    "SET LOCAL jit = off;",
    copy(stabilityQuery),
    ...kinds.flatMap((kind) => [
      copy(`SELECT pg_catalog.row_to_json(o)::text AS row FROM (${kind.query(major)}) o`),
      ...(kind.notVisible ? [copy(kind.notVisible(major))] : []),
    ]),
    copy(dependQuery),
    "COMMIT;",
    copy(stabilityQuery),
  ].join("\n");
}

/** Runs a program to its end and throws its output away. @throws Error with what it complained about */
export async function runToEnd(
  program: string,
  parameters: readonly string[],
  input = "",
): Promise<undefined> {
  const child = spawn(program, parameters, { stdio: ["pipe", "ignore", "pipe"], timeout: 300_000 });
  const complaints: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  // A program that ends before it has read everything says why on its standard error.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0)
    throw new Error(Buffer.concat(complaints).toString().trim() || `${program} ended with ${code}`);
  return undefined;
}

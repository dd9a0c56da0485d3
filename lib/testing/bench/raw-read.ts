import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { dependQuery } from "../../introspect/depend";
import { readingSettings } from "../../introspect/introspect";
import { censusQuery, readCensus } from "../../introspect/read-kind";
import { kinds } from "../../kinds/registry";
import { connect } from "../../postgres/connect";
import { connectionSettingsFromUrl } from "../../postgres/connection-settings";
import { quoteLiteral } from "../../postgres/identifier";
import { majorOf } from "../../postgres/version";

/** True when a program can be called. */
export async function isInstalled(program: string): Promise<boolean> {
  return promisify(execFile)(program, ["--version"]).then(
    () => true,
    () => false,
  );
}

/**
 * The very queries that a reading sends to a database in which nobody writes meanwhile, for psql to write out: what any
 * reading of these catalogs costs at least. Asked of the database first: which kinds it has.
 */
export async function rawReadScript(url: string): Promise<string> {
  const session = await connect(connectionSettingsFromUrl(url));
  const { absent, inherits } = await readCensus(session);
  const major = majorOf(session.serverVersion);
  await session.close();
  const copy = (query: string): string => `COPY (${query.trim()}) TO STDOUT;`;
  return [
    "\\set ON_ERROR_STOP on",
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;",
    ...readingSettings.map(
      ([name, value]) => `SET LOCAL ${name} = ${name === "search_path" ? value : quoteLiteral(value)};`,
    ),
    copy(censusQuery),
    ...kinds
      .filter((kind) => !absent.has(kind))
      .flatMap((kind) => [
        copy(kind.query(major, inherits)),
        ...(kind.notVisible ? [copy(kind.notVisible(major))] : []),
      ]),
    copy(dependQuery),
    "ROLLBACK;",
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

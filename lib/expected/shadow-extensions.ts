import type { Session } from "../postgres/connect";
import { quoteIdentifier, quoteLiteral } from "../postgres/identifier";
import { tokensOf } from "./lexer";

/**
 * Modules of Postgres's contrib that need a superuser to be installed and give whoever may use them neither files, nor
 * programs, nor connections. Those that Postgres itself trusts need not be here: the builder installs them.
 */
const allowed: ReadonlySet<string> = new Set([
  "amcheck",
  "autoinc",
  "bloom",
  "earthdistance",
  "insert_username",
  "intagg",
  "moddatetime",
  "pg_buffercache",
  "pg_freespacemap",
  "pg_stat_statements",
  "pg_visibility",
  "pgrowlocks",
  "pgstattuple",
  "refint",
  "sslinfo",
  "tsm_system_rows",
  "xml2",
]);

export interface ExtensionRequest {
  readonly name: string;
  readonly schema?: string;
  readonly version?: string;
}

/** Reads `CREATE EXTENSION [IF NOT EXISTS] name [WITH] [SCHEMA s] [VERSION v] [CASCADE]`; undefined for anything else. */
export function extensionRequest(sql: string): ExtensionRequest | undefined {
  const tokens = tokensOf(sql, 16);
  if (tokens[0]?.text !== "create" || tokens[1]?.text !== "extension") return undefined;
  const name = tokens[2]?.text === "if" && tokens[4]?.text === "exists" ? tokens[5] : tokens[2];
  if (name === undefined || (name.type !== "word" && name.type !== "quoted")) return undefined;
  const after = (word: string): string | undefined =>
    tokens[
      tokens.findIndex((token) => token.type === "word" && token.text === word && token !== name) + 1 || -1
    ]?.text;
  const schema = after("schema");
  const version = after("version")?.replace(/^'(.*)'$/s, "$1");
  return {
    name: name.text,
    ...(schema === undefined ? {} : { schema }),
    ...(version === undefined ? {} : { version }),
  };
}

export type ExtensionAnswer = "builder" | "bootstrap" | "not available" | "not allowed";

/** Who may install an extension in the shadow, asked of the server that has it or not. */
export async function whoInstalls(session: Session, name: string): Promise<ExtensionAnswer> {
  const rows = await session.query<{ trusted: boolean }>(
    `SELECT pg_catalog.bool_or(trusted OR NOT superuser) AS trusted FROM pg_catalog.pg_available_extension_versions
     WHERE name = $1 HAVING pg_catalog.count(*) > 0`,
    [name],
  );
  if (rows[0] === undefined) return "not available";
  if (rows[0].trusted) return "builder";
  return allowed.has(name) ? "bootstrap" : "not allowed";
}

/**
 * Installs an allowed extension as the superuser, in the database that the session is connected to.
 * The statement is written here, from names: no text of a source is ever run by a superuser.
 */
export async function installExtension(
  superuser: Session,
  request: ExtensionRequest & { readonly schema: string },
): Promise<void> {
  await superuser.execute(
    `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(request.name)} WITH SCHEMA ${quoteIdentifier(request.schema)}` +
      (request.version === undefined ? "" : ` VERSION ${quoteLiteral(request.version)}`) +
      " CASCADE",
  );
}

import { tokensOf } from "../../expected/lexer";
import { extensionRequest } from "../../expected/shadow-extensions";
import { quoteIdentifier } from "../../postgres/identifier";
import type { Laboratory } from "./laboratory";
import type { SqlFailure } from "./run-sql";

/** What a file needs and nobody made. */
export interface Presupposed {
  /** What it is, in words. */
  readonly what: string;
  /** Statements that make it. */
  readonly sql: string;
}

/** Contrib's extensions by what is missed without them, as Postgres says it. */
const extensionsByWhatIsMissed: readonly (readonly [RegExp, string])[] = [
  [/function (?:\w+\.)?uuid_(?:generate|nil|ns)\w*\(/, "uuid-ossp"],
  [/function (?:\w+\.)?(?:crypt|gen_salt|digest|hmac|gen_random_bytes|pgp_\w+)\(/, "pgcrypto"],
  [/function (?:\w+\.)?unaccent\(/, "unaccent"],
  [/function (?:\w+\.)?(?:word_)?similarity\(/, "pg_trgm"],
  [/operator class "(?:gin|gist)_trgm_ops"/, "pg_trgm"],
  [/no default operator class for access method "gist"/, "btree_gist"],
  [/no default operator class for access method "gin"/, "btree_gin"],
];

/** What is to be made so that the refused statement has what it names; null where nobody can tell. */
export async function presupposed(
  { code, message }: SqlFailure,
  laboratory: Laboratory,
): Promise<Presupposed | null> {
  const [, what, name = ""] = /(schema|server|role|type) "(.*?)" does not exist/s.exec(message) ?? [];
  if (code === "3F000" && what === "schema")
    return { what: "a schema", sql: `CREATE SCHEMA ${quoteIdentifier(name)};` };
  if (code === "42704" && what === "role") {
    await laboratory.makeRole(name);
    return { what: `the role ${name}`, sql: "" };
  }
  if (code === "42704" && what === "server") {
    // A wrapper without a handler does not let its tables be altered.
    const server = `CREATE SERVER ${quoteIdentifier(name)} FOREIGN DATA WRAPPER postgres_fdw;`;
    return { what: "a foreign server", sql: `CREATE EXTENSION IF NOT EXISTS postgres_fdw; ${server}` };
  }
  const named = what === "type" ? (name.split(".").at(-1) ?? "").replace(/\[\]$/, "") : "";
  const extension =
    extensionsByWhatIsMissed.find(([pattern]) => pattern.test(message))?.[1] ??
    (named !== "" && (await laboratory.hasExtension(named)) ? named : undefined);
  return extension === undefined
    ? null
    : { what: `the extension ${extension}`, sql: `CREATE EXTENSION ${quoteIdentifier(extension)};` };
}

/** The extension that a statement makes, alters or comments on, when the server does not have its software. */
export async function absentExtension(sql: string, laboratory: Laboratory): Promise<string | null> {
  const [verb, second, third, fourth] = tokensOf(sql, 4);
  const about =
    extensionRequest(sql)?.name ??
    (verb?.text === "comment" && second?.text === "on" && third?.text === "extension"
      ? fourth?.text
      : verb?.text === "alter" && second?.text === "extension"
        ? third?.text
        : undefined);
  return about === undefined || (await laboratory.hasExtension(about)) ? null : about;
}

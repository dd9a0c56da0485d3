import { AppError } from "../postgres/app-error";
import { majorOf } from "../postgres/version";
import { firstLine } from "./repair";
import { serverError } from "./server-error";

export interface FailedStatement {
  readonly path: string;
  readonly sql: string;
  /** Of the statement's first character, from 1. */
  readonly line: number;
  /** Characters that were put in front of it. */
  readonly prefix: number;
}

/** How far a run had come. */
export interface Ran {
  readonly files: number;
  readonly filesBefore: number;
  readonly statements: number;
  readonly shadowVersion: number;
  /** Of the database to be compared with. */
  readonly serverVersion?: number;
  /** Milliseconds. */
  readonly statementTimeout: number;
}

/** The error of a statement in words: which file, which line, what Postgres says, what ran before it. */
export function sourceFailed(error: unknown, statement: FailedStatement, ran: Ran): unknown {
  const server = serverError(error);
  const context = [
    `Statement: ${firstLine(statement.sql)}`,
    `${ran.filesBefore} of ${ran.files} ${ran.files === 1 ? "file" : "files"} and ${ran.statements} ${ran.statements === 1 ? "statement" : "statements"} ran before it.`,
  ];
  const place = (line: number): string => `${statement.path}, line ${line}`;
  if (server === undefined || server.code === "57P01" || server.code === "57014") {
    // Any other loss of the connection is no fault of the source.
    if (server === undefined) return error;
    return new AppError(
      "source-timeout",
      `${place(statement.line)}: the statement took longer than ${ran.statementTimeout / 1_000} seconds.`,
      { hint: "A source declares a schema; leave out what moves rows.", details: context, cause: error },
    );
  }
  const line = statement.line + linesBefore(statement.sql, server.position, statement.prefix);
  // Classes 22 and 23 put values of rows into detail and context.
  const values = /^2[23]/.test(server.code);
  return new AppError("source-failed", `${place(line)}: ${server.message}`, {
    hint: hintFor(server.code, server.message, ran),
    details: [
      `SQLSTATE ${server.code}`,
      ...context,
      ...(server.detail === undefined || values ? [] : [server.detail]),
      ...(server.hint === undefined ? [] : [server.hint]),
      ...(server.where === undefined || values ? [] : [server.where]),
    ],
    cause: error,
  });
}

/** Line breaks in front of the character at `position`, which the server counts in characters, not UTF-16 units. */
function linesBefore(sql: string, position: number | undefined, prefix: number): number {
  if (position === undefined) return 0;
  let lines = 0;
  let characters = 1 + prefix;
  for (const character of sql) {
    if (characters++ >= position) break;
    if (character === "\n") lines++;
  }
  return lines;
}

function hintFor(code: string, message: string, ran: Ran): string {
  if (code === "42501") {
    return "Sources run as a role that is no superuser: no files of the server, no programs, no untrusted languages.";
  }
  const shadow = majorOf(ran.shadowVersion);
  const server = ran.serverVersion === undefined ? shadow : majorOf(ran.serverVersion);
  const ofExtensions =
    /^(?:data )?type |^(?:function|operator class|access method) /.test(message) && missing.has(code)
      ? "If it comes with an extension, the source has to create that first (CREATE EXTENSION; in a Prisma schema, `extensions` of the datasource). "
      : "";
  if (server === shadow) return `${ofExtensions}Correct the source there, and check again.`;
  return `${ofExtensions}The shadow runs PostgreSQL ${shadow}, the database ${server}; set SHADOW_DATABASE_URL to a server of version ${server} if the statement is only known there.`;
}

/** undefined_object, undefined_function. */
const missing: ReadonlySet<string> = new Set(["42704", "42883"]);

import { createHash } from "node:crypto";
import type { CodeChange, CodeFile, MigrationStatement } from "./code-change";
import { lastingWords } from "./sql-migration";

export interface AlembicRevisionOptions {
  /** What the revision follows: the heads of the history; none for the first. */
  readonly heads: readonly string[];
  /** The first line of its docstring, and part of its file's name. */
  readonly message: string;
}

/** The change as a revision file of Alembic, with its own id made from what it does. */
export function alembicRevision(change: CodeChange, options: AlembicRevisionOptions): CodeFile {
  const body = [upgrade("upgrade", change.up), upgrade("downgrade", change.down, lastingWords(change))].join(
    "\n\n",
  );
  const revision = createHash("sha256")
    .update(options.heads.join(","))
    .update(body)
    .digest("hex")
    .slice(0, 12);
  const slug = options.message
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "")
    .slice(0, 40);
  const message = options.message.replace(/[^\x20-\x7e]|["\\]/g, " ");
  return {
    path: `versions/${revision}_${slug || "change"}.py`,
    content: [
      `"""${message}`,
      "",
      `Revision ID: ${revision}`,
      `Revises: ${options.heads.join(", ")}`,
      '"""',
      "from alembic import op",
      "from sqlalchemy import DDL",
      "",
      `revision = ${python(revision)}`,
      `down_revision = ${downRevision(options.heads)}`,
      "branch_labels = None",
      "depends_on = None",
      "",
      "",
      body,
      "",
    ].join("\n"),
  };
}

function downRevision(heads: readonly string[]): string {
  const [only] = heads;
  if (only === undefined) return "None";
  return heads.length === 1 ? python(only) : `(${heads.map(python).join(", ")})`;
}

/** A JSON string is a Python string too, but for characters outside of the ASCII range, which are better escaped. */
const python = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u{10ffff}]/gu,
    (character) => `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`,
  );

/** Plain strings would have `:name` taken for a parameter (sqlalchemy.text); of DDL only `%` is looked at. */
const escaped = (sql: string): string => sql.replaceAll("%", "%%");

function upgrade(
  name: string,
  statements: readonly MigrationStatement[],
  words: readonly string[] = [],
): string {
  const lines = statements.flatMap((statement) => {
    const indent = statement.transaction === "inside" ? "    " : "        ";
    const text = escaped(statement.sql).split(/(?<=\n)/);
    const call = [
      `${indent}op.execute(DDL(`,
      ...text.map((line) => `${indent}    ${python(line)}`),
      `${indent}))`,
    ];
    // What Postgres refuses in a transaction, or shows only after it, runs in none.
    return statement.transaction === "inside"
      ? call
      : ["    with op.get_context().autocommit_block():", ...call];
  });
  const comments = words.map((line) => `    # ${line}`);
  return [`def ${name}():`, ...comments, ...(lines.length === 0 ? ["    pass"] : lines), ""].join("\n");
}

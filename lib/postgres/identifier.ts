/**
 * The one place where names and strings become SQL.
 *
 * Every identifier is quoted unless it is a plain lower-case word that is no keyword, which is what Postgres's own
 * `quote_ident` does (src/backend/utils/adt/ruleutils.c, quote_identifier). Quoting more would be as safe; quoting
 * like the server keeps what we print readable beside what the server prints.
 */
import { reservedWords } from "./reserved-words";

const plain = /^[a-z_][a-z0-9_]*$/;

/** Quotes one identifier. Names are compared and written byte for byte; nothing is folded or cut. */
export function quoteIdentifier(name: string): string {
  if (name.includes("\0")) throw new Error("an identifier cannot contain a NUL byte");
  if (plain.test(name) && !reservedWords.has(name)) return name;
  return `"${name.replaceAll('"', '""')}"`;
}

/** The name that a word of SQL, as the server prints it, stands for. */
export const unquoteIdentifier = (word: string): string =>
  word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word;

/** A name as the server prints it, to be put into a pattern. */
export const printedName = `(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_]*)`;

const oneName = new RegExp(`^${printedName}$`);

/** True for a text that is a name, as the server prints it, and nothing else. */
export const isPrintedName = (text: string): boolean => oneName.test(text);

/** A string constant, or a name in quotes: what stands in it is no SQL. To be put into a pattern. */
export const quotedText = `(?:'(?:[^']|'')*'|"(?:[^"]|"")*")`;

/** A name with its schema as the server prints it, to be put into a pattern. */
export const printedQualified = `${printedName}\\.${printedName}`;

const qualified = new RegExp(`^(${printedName})\\.(${printedName})$`);

/** The schema and the name that a qualified word, as the server prints it, stands for. Null for any other text. */
export function splitQualified(word: string): { readonly schema: string; readonly name: string } | null {
  const [, schema, name] = qualified.exec(word) ?? [];
  return schema === undefined || name === undefined
    ? null
    : { schema: unquoteIdentifier(schema), name: unquoteIdentifier(name) };
}

/** Quotes a name inside a schema: `schema.name`. */
export function qualify(schema: string | undefined, name: string): string {
  return schema === undefined ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

/** Quotes a string constant. A backslash makes it an `E''` string, so that it reads the same whatever `standard_conforming_strings` says. */
export function quoteLiteral(text: string): string {
  if (text.includes("\0")) throw new Error("a string constant cannot contain a NUL byte");
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes("\\") ? `E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}

/** A list of quoted identifiers: `a, "B"`. */
export function identifierList(names: readonly string[]): string {
  return names.map(quoteIdentifier).join(", ");
}

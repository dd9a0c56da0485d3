/** Whether a text is JSON, asked without a cast that would fail: before PostgreSQL 16 there is no pg_input_is_valid. */
import type { Objection } from "./number-preflight";

/** A string of JSON; a backslash and what it escapes belong together, and no control character stands in one. */
const text = String.raw`"([^"\\[:cntrl:]]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"`;
const scalar = `-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?|true|false|null`;
/** Stand for a string and for any other value. JSON has neither outside of strings. */
const [aText, aValue] = ["\u{1}", "\u{2}"];
const value = `[${aText}${aValue}]`;
const member = `${aText}:${value}`;
const innermost = String.raw`\[(${value}(,${value})*)?\]|\{(${member}(,${member})*)?\}`;

const pattern = (source: string): string =>
  `'${source.replaceAll("'", "''").replaceAll(aText, "' || chr(1) || '").replaceAll(aValue, "' || chr(2) || '")}'`
    .replaceAll("chr(", "pg_catalog.chr(")
    .replaceAll("'' || ", "");

/**
 * Strings and scalars become one letter each, then the innermost lists and objects do, until nothing is left but one: the
 * grammar of RFC 8259 read from the inside out. Halves of surrogate pairs and numbers beyond numeric's range are left to the server.
 */
export const noJson = (type: "json" | "jsonb"): Objection => ({
  words:
    type === "json"
      ? "that is no JSON"
      : "that is no JSON, or holds \\u0000 (before PostgreSQL 16 lone surrogates and numbers out of range are not looked for)",
  condition: (column) => {
    const source = `${column}::text`;
    const replace = (from: string, what: string, by: string): string =>
      `pg_catalog.regexp_replace(${from}, ${what}, ${by}, 'g')`;
    const tokens = replace(
      replace(replace(source, pattern(text), "pg_catalog.chr(1)"), `'${scalar}'`, "pg_catalog.chr(2)"),
      `'[ \\t\\n\\r]'`,
      "''",
    );
    const reduced =
      `(WITH RECURSIVE reduced(t) AS (SELECT ${tokens} UNION ALL ` +
      `SELECT ${replace("t", pattern(innermost), "pg_catalog.chr(2)")} FROM reduced WHERE t ~ (${pattern(innermost)})) ` +
      `SELECT pg_catalog.bool_or(t IN (pg_catalog.chr(1), pg_catalog.chr(2))) FROM reduced)`;
    const zero = type === "json" ? "" : ` OR ${source} ~ '(^|[^\\\\])(\\\\\\\\)*\\\\u0000'`;
    return `(${column} IS NOT NULL AND (${source} ~ ('[' || pg_catalog.chr(1) || pg_catalog.chr(2) || ']') OR NOT ${reduced}${zero}))`;
  },
  stops: true,
});

/** OPTIONS of foreign-data objects: how they are read without their secrets, and written. */

import { quoteIdentifier } from "../postgres/identifier";
import { type Manual, manual } from "./manual";

const redacted = "(redacted)";

const nameOf = (option: string): string => option.slice(0, option.indexOf("="));
const textOf = (option: string): string => option.slice(option.indexOf("=") + 1);

const pair = (option: string): string =>
  `${quoteIdentifier(nameOf(option))} '${textOf(option).replaceAll("'", "''")}'`;

/** The sorted list of `name=value`; the value of what may hold a secret never leaves the server. */
export const readableOptions = (options: string): string => `(
  SELECT pg_catalog.array_agg(CASE WHEN x.name OPERATOR(pg_catalog.~*) '(pass|secret|token|credential|key)'
                                     OR x.value OPERATOR(pg_catalog.~*) '(://[^/@]*:[^/@]*@|passw)'
                                   THEN x.name || '=${redacted}' ELSE x.name || '=' || x.value END ORDER BY x.name COLLATE pg_catalog."C")
  FROM (SELECT o.option_name AS name, o.option_value AS value FROM pg_catalog.pg_options_to_table(${options}) o) x)`;

/** As {@link readableOptions} for lists that are there to hold credentials: of all but the user's name only the option's name is read. */
export const credentialOptions = (options: string): string => `(
  SELECT pg_catalog.array_agg(CASE WHEN x.name IN ('user', 'username') THEN x.name || '=' || x.value ELSE x.name || '=${redacted}' END
                              ORDER BY x.name COLLATE pg_catalog."C")
  FROM (SELECT o.option_name AS name, o.option_value AS value FROM pg_catalog.pg_options_to_table(${options}) o) x)`;

/** True where an option's value was not read, so that no statement can write it. */
export const isRedacted = (option: string): boolean => textOf(option) === redacted;

/** `name 'value', …` of the catalog's `name=value`. */
export const foreignOptionsClause = (options: readonly string[]): string => options.map(pair).join(", ");

/** ` OPTIONS (…)` behind a CREATE; nothing where there are none. */
export const withForeignOptions = (options: readonly string[] | null): string =>
  options === null ? "" : ` OPTIONS (${foreignOptionsClause(options)})`;

/** Why options cannot be written: words that end a sentence. Null where they can. */
export function unreadOption(options: readonly string[] | null): string | null {
  const unread = options?.find(isRedacted);
  return unread === undefined
    ? null
    : `its option ${quoteIdentifier(nameOf(unread))} may be a secret, whose value is never read. Only who knows it can write it.`;
}

/** `OPTIONS (ADD …, SET …, DROP …)` that makes the actual list the expected one; {@link Manual} where a value is not known to us. */
export function changeForeignOptions(
  expected: readonly string[] | null,
  actual: readonly string[] | null,
): string | Manual {
  const present = new Map((actual ?? []).map((option) => [nameOf(option), option]));
  const wanted = new Set((expected ?? []).map(nameOf));
  const written = (expected ?? []).filter((option) => present.get(nameOf(option)) !== option);
  const secret = unreadOption(written);
  if (secret !== null) return manual(secret);
  return `OPTIONS (${[
    ...[...present.keys()].filter((name) => !wanted.has(name)).map((name) => `DROP ${quoteIdentifier(name)}`),
    ...written.map((option) => `${present.has(nameOf(option)) ? "SET" : "ADD"} ${pair(option)}`),
  ].join(", ")})`;
}

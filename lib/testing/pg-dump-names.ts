import { printedName, printedQualified, splitQualified, unquoteIdentifier } from "../postgres/identifier";

/** Names in what pg_dump prints. */

/** The name of what is in a schema, as the catalog has it. */
export const bareInSchema = (name: string): string => splitQualified(name)?.name ?? unquoteIdentifier(name);

/** The names of a list. */
export const wordsIn = (list: string): readonly string[] =>
  [...list.matchAll(new RegExp(printedName, "g"))].map(([name]) => name);

/** The names of a list that have their schemas in front. */
export const qualifiedIn = (list: string): readonly string[] =>
  [...list.matchAll(new RegExp(printedQualified, "g"))].map(([name]) => name);

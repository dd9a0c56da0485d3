/** Names as pg_dump writes them in statements, to be put into patterns: what is no plain word stands in quotes, with all that it has. */

/** One name. */
export const word = String.raw`(?:"(?:[^"]|"")+"|\w+)`;

/** A name with the schema in front. */
export const qualified = String.raw`${word}\.${word}`;

/** A name as the catalog has it. */
export const bare = (name: string): string => name.replace(/^"([\s\S]*)"$/, "$1").replaceAll('""', '"');

/** The name of what is in a schema, as the catalog has it. */
export const bareInSchema = (name: string): string => bare(inSchema.exec(name)?.[1] ?? name);

const inSchema = new RegExp(String.raw`^${word}\.(${word})$`);

/** The names of a list. */
export const wordsIn = (list: string): readonly string[] =>
  [...list.matchAll(new RegExp(word, "g"))].map(([name]) => name);

/** The names of a list that have their schemas in front. */
export const qualifiedIn = (list: string): readonly string[] =>
  [...list.matchAll(new RegExp(qualified, "g"))].map(([name]) => name);

/** Names: those that Prisma gives to keys where a schema gives none, and those that a schema may use. */

const encoder = new TextEncoder();

/** Postgres keeps 63 bytes; Prisma cuts what stands before the suffix, at a whole character. */
function cut(text: string, suffix: string): string {
  const limit = 63 - suffix.length;
  let length = text.length;
  while (encoder.encode(text.slice(0, length)).length > limit) length -= 1;
  return text.slice(0, length) + suffix;
}

/** The name of a key whose schema has no `map:` for it. */
export const defaultKeyName = (
  kind: "id" | "unique" | "index" | "relation",
  table: string,
  columns: readonly string[],
): string => {
  switch (kind) {
    case "id":
      return cut(table, "_pkey");
    case "unique":
      return cut([table, ...columns].join("_"), "_key");
    case "index":
      return cut([table, ...columns].join("_"), "_idx");
    case "relation":
      return cut([table, ...columns].join("_"), "_fkey");
  }
};

/** Prisma's names begin with a letter and hold letters, digits and `_` only. */
export function identifier(text: string, prefix: string): string {
  const plain = text.replace(/\W/g, "_");
  return /^[A-Za-z]/.test(plain) ? plain : `${prefix}${plain}`;
}

const words = (text: string): readonly string[] => text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

export const lowerFirst = (word: string): string => word.charAt(0).toLowerCase() + word.slice(1);

/** `user_accounts` → `UserAccounts`. */
export const pascalCase = (text: string): string => identifier(words(text).map(capital).join(""), "Model");

/** `user_id` → `userId`. */
export const camelCase = (text: string): string => lowerFirst(pascalCase(text));

/** `order` → `orders`, for the other end of a relation. */
export const plural = (word: string): string =>
  /[^aeiou]y$/.test(word)
    ? `${word.slice(0, -1)}ies`
    : /(?:s|x|z|ch|sh)$/.test(word)
      ? `${word}es`
      : `${word}s`;

/** The name, or with a number behind it where it is taken. */
export function freeName(name: string, taken: (name: string) => boolean): string {
  if (!taken(name)) return name;
  for (let number = 2; ; number++) if (!taken(`${name}${number}`)) return `${name}${number}`;
}

// What Prisma refuses as the name of a model or an enum (psl/parser-database, reserved_model_names), and its own types.
const reserved = new Set(
  `PrismaClient String Boolean Int BigInt Float Decimal DateTime Json Bytes Unsupported async await break case catch class
   const continue debugger default delete do else enum export extends false finally for function if implements import in
   instanceof interface let new null package private protected public return super switch this throw true try typeof using
   var void while with yield`.split(/\s+/),
);

/** Why a name of the database cannot stand in a schema; null where it can. Prisma's engine does not double the quotes in one. */
export const refusedName = (name: string): string | null =>
  name === "" || /["\p{Cc}]/u.test(name)
    ? "Prisma makes wrong SQL of a name with a double quote or a control character"
    : null;

/** The same of an enum's label, in which the engine does not double single quotes. */
export const refusedLabel = (label: string): string | null =>
  /['\p{Cc}]/u.test(label)
    ? "Prisma makes wrong SQL of a label with a single quote or a control character"
    : null;

export const isReserved = (name: string): boolean => reserved.has(name);

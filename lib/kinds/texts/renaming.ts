/** What a rename does to the texts that the server prints: they name tables and columns by their present names. */
import { quoteIdentifier } from "../../postgres/identifier";
import type { Identity } from "../../postgres/identity";

/** An object that gets another name; where it lies stays the same. */
export interface Renaming {
  readonly from: Identity;
  readonly to: Identity;
}

// A string constant, a quoted name, a word, a cast, or any other sign.
const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|::|[\s\S]/gu;

/**
 * Replaces a name in the text of an expression or definition: `schema.table` with `inside` null, else the bare column.
 * What is a function's name, a type's, or stands within a constant is left alone.
 */
export function replaceName(text: string, schema: string | null, from: string, to: string): string {
  const tokens = text.match(token) ?? [];
  const old = quoteIdentifier(from);
  const prefix = schema === null ? null : quoteIdentifier(schema);
  return tokens
    .map((part, position) => {
      if (part !== old) return part;
      const before = tokens[position - 1];
      if (prefix !== null)
        return before === "." && tokens[position - 2] === prefix ? quoteIdentifier(to) : part;
      if (before === "." || before === "::" || tokens[position + 1] === "(") return part;
      return quoteIdentifier(to);
    })
    .join("");
}

/** {@link replaceName} in the text of an object of a table, for a rename of a relation or of the table's own column. */
export function renameInText(text: string, owner: Identity, { from, to }: Renaming): string {
  if (from.table === undefined) return replaceName(text, from.schema ?? "", from.name, to.name);
  const own = owner.schema === from.schema && owner.table === from.table;
  return own ? replaceName(text, null, from.name, to.name) : text;
}

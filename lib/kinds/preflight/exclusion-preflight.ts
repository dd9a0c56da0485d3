import { printedName, qualify, quotedText, quoteIdentifier } from "../../postgres/identifier";
import type { Identity } from "../../postgres/identity";
import type { Preflight } from "../../postgres/statement";
import { askRows, inWords } from "./preflight";

/** One element of an exclusion: what is compared, and by which operator. */
interface Element {
  readonly value: string;
  readonly operator: string;
}

const exclusion = new RegExp(`^EXCLUDE USING ${printedName} \\(`);

/** Asks for pairs of rows that exclude each other by the definition of an exclusion constraint; none where it cannot be read. */
export function exclusionPreflights(definition: string, table: Identity): readonly Preflight[] {
  const [head] = exclusion.exec(definition) ?? [];
  if (head === undefined) return [];
  const inside = balanced(definition, head.length);
  const elements = inside === null ? [] : topLevelParts(inside).map(elementOf);
  if (inside === null || elements.some((element) => element === null)) return [];
  const rest = definition.slice(head.length + inside.length + 1);
  const where = /(?:^| )WHERE \(([\s\S]*)\)(?: DEFERRABLE| INITIALLY DEFERRED)*$/.exec(rest)?.[1];
  return conflicts(elements as readonly Element[], table, where);
}

/** The same for a key WITHOUT OVERLAPS: its last column is compared by overlap, the others by equality. */
export const overlapPreflights = (columns: readonly string[], table: Identity): readonly Preflight[] =>
  conflicts(
    columns.map((column, place) => ({
      value: quoteIdentifier(column),
      operator: place === columns.length - 1 ? "&&" : "=",
    })),
    table,
  );

/** Each row with each other once, told apart by where they lie. A null compares to nothing and excludes nothing. */
function conflicts(elements: readonly Element[], table: Identity, where?: string): readonly Preflight[] {
  const values = elements.map(({ value }, place) => `${value} AS e${place}`).join(", ");
  const side = `(SELECT tableoid AS t, ctid AS c, ${values} FROM ${qualify(table.schema, table.name)}${where === undefined ? "" : ` WHERE ${where}`})`;
  const meet = elements.map(({ operator }, place) => `a.e${place} ${operator} b.e${place}`).join(" AND ");
  return [
    askRows(
      `Are there two rows of ${inWords(table)} that exclude each other?`,
      table,
      `SELECT 1 FROM ${side} a JOIN ${side} b ON ${meet} AND (a.t, a.c) < (b.t, b.c)`,
    ),
  ];
}

/**
 * `room WITH =`, `lower(name) text_ops WITH =`, `(a + b) WITH OPERATOR(app.&&)`: the expression without its operator class
 * and order, with its collation.
 */
function elementOf(text: string): Element | null {
  const [, left, operator] = /^([\s\S]+) WITH (OPERATOR\([\s\S]+\)|[^\s"()]+)$/.exec(text) ?? [];
  if (left === undefined || operator === undefined) return null;
  const [name = ""] = /^(?:"(?:[^"]|"")*"|[^\s"(]+)?/.exec(left) ?? [];
  const call = left[name.length] === "(" ? balanced(left, name.length + 1) : undefined;
  if (call === null || (name === "" && call === undefined)) return null;
  const value = call === undefined ? name : left.slice(0, name.length + call.length + 2);
  const [collation = ""] = /^ COLLATE (?:(?:"(?:[^"]|"")*"|\w+)\.?)+/.exec(left.slice(value.length)) ?? [];
  return { value: value + collation, operator };
}

// A string constant, a quoted name, or any single sign.
const token = new RegExp(`${quotedText}|[\\s\\S]`, "g");

/** The text from a place behind an opening parenthesis up to the one that closes it; null where none does. */
function balanced(text: string, from: number): string | null {
  let depth = 1;
  let length = 0;
  for (const [part] of text.slice(from).matchAll(token)) {
    if (part === "(") depth += 1;
    if (part === ")") depth -= 1;
    if (depth === 0) return text.slice(from, from + length);
    length += part.length;
  }
  return null;
}

function topLevelParts(text: string): readonly string[] {
  const parts: string[] = [""];
  let depth = 0;
  for (const [part] of text.matchAll(token)) {
    if (part === "(" || part === "[") depth += 1;
    if (part === ")" || part === "]") depth -= 1;
    if (part === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += part;
  }
  return parts.map((part) => part.trim());
}

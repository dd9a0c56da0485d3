/** What to ask the rows that are there before a unique index is built on them. */
import { type Identity, visible } from "../../postgres/identity";
import type { Preflight } from "../../postgres/statement";
import type { Column } from "../column";
import { rowsWithAdded } from "../columns/added-columns";
import type { Index } from "../index-kind";
import type { Sides } from "../kind";
import { duplicateRows } from "./constraint-preflight";
import { inWords, proved, relationOf } from "./preflight";

/** The question before a unique index: are there rows that it would not let in? */
export function indexPreflights(object: Index, sides: Sides): readonly Preflight[] {
  const table = relationOf(object);
  if (!object.unique || !object.valid || sides.actual.get(table) === undefined) return [];
  const columns = sides.expected.dependenciesOf(object).filter(({ kind }) => kind === "column");
  const has = (column: Identity): Column | undefined => sides.actual.get(column) as Column | undefined;
  const from = rowsWithAdded(
    table,
    columns.map(({ name }) => name),
    sides,
  );
  if (from === null) return [];
  const question = `Are there rows of ${inWords(table)} that the unique index ${visible(object.name)} takes to be the same?`;
  const present = sides.actual.get(object) as Index | undefined;
  if (present?.unique && present.valid && present.definition === object.definition)
    return [proved(question, table, "The unique index that is there already allows none.")];
  // An expression over a column that changes its type cannot be asked of the values as they are.
  const changes = (column: Identity): boolean => {
    const present = has(column);
    return present !== undefined && present.type !== sides.expected.get(column)?.type;
  };
  if (columns.some(changes)) return [];
  const parts = indexParts(object.definition);
  return parts === null ? [] : [duplicateRows(question, table, parts.keys, { ...parts, from })];
}

interface IndexParts {
  /** As printed, with collation, operator class and order. */
  readonly elements: readonly string[];
  /** What stands behind the elements. */
  readonly rest: string;
  readonly keys: readonly string[];
  readonly nullsEqual: boolean;
  readonly where?: string;
}

/**
 * The keys, the rule for nulls and the predicate of `btree (a, lower(b) DESC) NULLS NOT DISTINCT WHERE (c)`, as
 * pg_get_indexdef prints it. Null where its parentheses do not close.
 */
export function indexParts(definition: string): IndexParts | null {
  const open = definition.indexOf("(");
  const close = closing(definition, open);
  if (open < 0 || close < 0) return null;
  const elements = splitAtCommas(definition.slice(open + 1, close)).map((element) => element.trim());
  const keys = elements.map(keyOf);
  const rest = definition.slice(close + 1);
  const where = / WHERE \(([\s\S]*)\)$/.exec(rest)?.[1];
  return {
    ...{ elements, rest, keys },
    nullsEqual: /^(?: INCLUDE \([^)]*\))? NULLS NOT DISTINCT/.test(rest),
    ...(where === undefined ? {} : { where }),
  };
}

/** An element without its order and operator class, which say nothing about what is the same. */
const keyOf = (element: string): string =>
  element
    .replace(/(?: (?:ASC|DESC))?(?: NULLS (?:FIRST|LAST))?$/, "")
    .replace(/ (?:[a-z_][a-z0-9_]*\.)?[a-z0-9_]+_ops$/, "");

/** Calls back for each character that stands outside of quotes. */
function outsideQuotes(
  text: string,
  from: number,
  visit: (character: string, index: number) => boolean,
): void {
  let quote = "";
  for (let index = from; index < text.length; index++) {
    const character = text[index] ?? "";
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (!visit(character, index)) return;
  }
}

/** Where the parenthesis that opens there closes; -1 where it does not. */
export function closing(text: string, open: number): number {
  let depth = 0;
  let found = -1;
  outsideQuotes(text, Math.max(open, 0), (character, index) => {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth === 0) found = index;
    return depth > 0;
  });
  return found;
}

/** The parts of a list between commas that stand outside of quotes, parentheses and brackets. */
export function splitAtCommas(list: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  outsideQuotes(list, 0, (character, index) => {
    if (character === "(" || character === "[") depth += 1;
    if (character === ")" || character === "]") depth -= 1;
    if (character === "," && depth === 0) {
      parts.push(list.slice(start, index));
      start = index + 1;
    }
    return true;
  });
  return [...parts, list.slice(start)];
}

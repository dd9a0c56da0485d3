import { type Token, tokensOf } from "./lexer";
import type { Declaration, Group } from "./provenance";
import { splitStatements } from "./statements";

/** Every object that the statements of a file make or change, in order. */
export function sqlDeclarations(content: string): readonly Declaration[] {
  const found: Declaration[] = [];
  for (const piece of splitStatements(content)) {
    if (piece.type !== "statement" || !/^(?:create|alter)\b/i.test(piece.sql)) continue;
    const tokens = tokensOf(piece.sql);
    const lineOf = (token: Token): number => piece.line + breaksBefore(piece.sql, token.start);
    const declared = tokens[0]?.text === "create" ? created(tokens) : altered(tokens);
    for (const { token, ...rest } of declared)
      found.push({ ...rest, line: token ? lineOf(token) : piece.line });
  }
  return found;
}

/** A declaration whose line is that of a token, or of the statement where there is none. */
type Declared = Omit<Declaration, "line"> & { readonly token?: Token };

const breaksBefore = (text: string, end: number): number => text.slice(0, end).split("\n").length - 1;

const isName = (token: Token | undefined): token is Token =>
  token?.type === "word" || token?.type === "quoted";
const isWord = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token?.type === "word" && words.includes(token.text);
const isSymbol = (token: Token | undefined, symbol: string): boolean =>
  token?.type === "symbol" && token.text === symbol;

interface Name {
  readonly schema?: string;
  readonly name: string;
  readonly next: number;
}

/** Reads `name` or `schema.name`, past IF [NOT] EXISTS, ONLY and CONCURRENTLY. */
function readName(tokens: readonly Token[], start: number): Name | undefined {
  let at = start;
  while (isWord(tokens[at], "concurrently", "only", "if", "not", "exists")) at++;
  const first = tokens[at];
  if (!isName(first)) return undefined;
  const second = tokens[at + 2];
  if (!isSymbol(tokens[at + 1], ".") || !isName(second)) return { name: first.text, next: at + 1 };
  return { schema: first.text, name: second.text, next: at + 3 };
}

const modifiers = [
  ...[
    "or",
    "replace",
    "temp",
    "temporary",
    "unlogged",
    "global",
    "local",
    "unique",
    "recursive",
    "constraint",
  ],
  ...["trusted", "procedural", "foreign", "materialized", "event"],
];

const groupOfWord: { readonly [word: string]: Group } = {
  ...{ table: "relation", view: "relation", sequence: "relation" },
  ...{ type: "type", domain: "type", function: "routine", procedure: "routine", aggregate: "routine" },
  ...{
    schema: "schema",
    extension: "extension",
    index: "index",
    trigger: "trigger",
    policy: "policy",
    rule: "rule",
  },
};

/** What the words in front of the name make, and where the name begins. */
function subject(tokens: readonly Token[]): { word: string; group: Group; next: number } | undefined {
  let at = 1;
  while (isWord(tokens[at], ...modifiers)) at++;
  const word = tokens[at]?.text ?? "";
  const group = word === "trigger" && isWord(tokens[at - 1], "event") ? "event trigger" : groupOfWord[word];
  return group === undefined || tokens[at]?.type !== "word" ? undefined : { word, group, next: at + 1 };
}

function created(tokens: readonly Token[]): readonly Declared[] {
  const what = subject(tokens);
  const name = what && readName(tokens, what.next);
  if (what === undefined || name === undefined) return [];
  const schema = name.schema === undefined ? {} : { schema: name.schema };
  if (["index", "trigger", "policy", "rule"].includes(what.group)) {
    const marker = what.group === "rule" ? "to" : "on";
    const at = tokens.findIndex((token, index) => index >= name.next - 1 && isWord(token, marker));
    const table = at < 0 ? undefined : readName(tokens, at + 1);
    if (table === undefined) return [];
    const own = table.schema === undefined ? {} : { schema: table.schema };
    return [{ group: what.group, ...own, table: table.name, name: name.name }];
  }
  const self: Declared = { group: what.group, ...schema, name: name.name };
  if (what.word !== "table" || !isSymbol(tokens[name.next], "(")) return [self];
  return [
    self,
    ...items(tokens, name.next + 1).flatMap((item) => tableItem(item, { ...schema, table: name.name })),
  ];
}

const notColumns = ["primary", "unique", "check", "foreign", "exclude", "like"];

function tableItem(item: readonly Token[], place: { schema?: string; table: string }): readonly Declared[] {
  const [first] = item;
  const constraints = item.flatMap((token, index): Declared[] => {
    const named = item[index + 1];
    return isWord(token, "constraint") && isName(named)
      ? [{ group: "constraint", ...place, name: named.text, token }]
      : [];
  });
  if (!isName(first) || isWord(first, "constraint", ...notColumns)) return constraints;
  return [{ group: "column", ...place, name: first.text, token: first }, ...constraints];
}

/** Splits at commas outside parentheses, up to the parenthesis that closes or the end. */
function items(tokens: readonly Token[], start: number): readonly (readonly Token[])[] {
  const found: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(start)) {
    if (isSymbol(token, ")") && depth-- === 0) break;
    if (isSymbol(token, "(")) depth++;
    if (isSymbol(token, ",") && depth === 0) found.push([]);
    else found.at(-1)?.push(token);
  }
  return found;
}

function altered(tokens: readonly Token[]): readonly Declared[] {
  const what = subject(tokens);
  const name = what && readName(tokens, what.next);
  // A new owner says nothing of what the object is.
  if (what === undefined || name === undefined || isWord(tokens[name.next], "owner")) return [];
  const schema = name.schema === undefined ? {} : { schema: name.schema };
  if (what.word !== "table") {
    const to =
      isWord(tokens[name.next], "rename") && isWord(tokens[name.next + 1], "to")
        ? tokens[name.next + 2]
        : undefined;
    if (
      what.group === "index" ||
      what.group === "trigger" ||
      what.group === "policy" ||
      what.group === "rule"
    )
      return [];
    return [{ group: what.group, ...schema, name: isName(to) ? to.text : name.name }];
  }
  const renamed =
    isWord(tokens[name.next], "rename") && isWord(tokens[name.next + 1], "to")
      ? tokens[name.next + 2]
      : undefined;
  if (isName(renamed)) return [{ group: "relation", ...schema, name: renamed.text, formerly: name.name }];
  const place = { ...schema, table: name.name };
  return items(tokens, name.next).flatMap((action) => tableAction(action, place));
}

function tableAction(
  action: readonly Token[],
  place: { schema?: string; table: string },
): readonly Declared[] {
  const [verb, second] = action;
  if (isWord(verb, "add")) {
    let at = isWord(second, "column") ? 2 : 1;
    while (isWord(action[at], "if", "not", "exists")) at++;
    return tableItem(action.slice(at), place);
  }
  const column = isWord(second, "column") ? action[2] : second;
  if (isWord(verb, "alter") && isName(column) && !isWord(second, "constraint"))
    return [{ group: "column", ...place, name: column.text, token: column }];
  if (!isWord(verb, "rename") || isWord(second, "to")) return [];
  const to = action.at(-1);
  if (!isName(to)) return [];
  return [
    { group: isWord(second, "constraint") ? "constraint" : "column", ...place, name: to.text, token: to },
  ];
}

/** One line of a Prisma schema, read to the character: Prisma lets neither a field nor an attribute span lines. */

/** `name: value`, or a value alone; `value` as written. */
export interface Argument {
  readonly name: string | null;
  readonly value: string;
}

/** `@id`, `@db.VarChar(36)`, `@@index([a], map: "x")`: its name without the leading `@`s. */
export interface Attribute {
  readonly name: string;
  readonly arguments: readonly Argument[];
  /** Place in the line; the end is exclusive. */
  readonly start: number;
  readonly end: number;
}

export type Line =
  /** A field of a model: `type` without `?` and `[]`. */
  | {
      readonly type: "field";
      readonly name: string;
      readonly word: string;
      readonly list: boolean;
      readonly optional: boolean;
      readonly typeStart: number;
      readonly typeEnd: number;
      readonly attributes: readonly Attribute[];
    }
  /** `@@…`, of the whole block. */
  | { readonly type: "attribute"; readonly attribute: Attribute }
  /** A value of an enum. */
  | { readonly type: "value"; readonly name: string; readonly attributes: readonly Attribute[] }
  | { readonly type: "other" };

/** Where a string that begins at `start` ends, behind its closing quote. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

/** Where the parenthesis or bracket that opens at `start` closes, behind it. */
function endOfGroup(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === '"') at = endOfString(text, at) - 1;
    else if ("([{".includes(character)) depth += 1;
    else if (")]}".includes(character)) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

/** The parts of a list between commas that stand in no string and no bracket. */
export function splitList(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === "(" || character === "[") at = endOfGroup(text, at) - 1;
    else if (character === "," || character === undefined) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return parts.filter((part) => part !== "");
}

function readArguments(text: string): readonly Argument[] {
  return splitList(text).map((part) => {
    const [, name, value] = /^(\w+)\s*:\s*([\s\S]*)$/.exec(part) ?? [];
    return name === undefined || value === undefined ? { name: null, value: part } : { name, value };
  });
}

/** The attributes from a place in the line up to a comment or the end. */
function readAttributes(text: string, from: number): readonly Attribute[] {
  const found: Attribute[] = [];
  for (let at = from; at < text.length; at++) {
    if (text.startsWith("//", at)) break;
    if (text.startsWith("/*", at)) {
      const end = text.indexOf("*/", at + 2);
      at = end < 0 ? text.length : end + 1;
    } else if (text[at] === '"') at = endOfString(text, at) - 1;
    else if (text[at] === "@") {
      const name = /^@@?([\w.]+)/.exec(text.slice(at));
      if (name === null) continue;
      let end = at + name[0].length;
      const open = /^[ \t]*\(/.exec(text.slice(end));
      let inside = "";
      if (open !== null) {
        const start = end + open[0].length - 1;
        end = endOfGroup(text, start);
        inside = text.slice(start + 1, end - 1);
      }
      found.push({ name: name[1] ?? "", arguments: readArguments(inside), start: at, end });
      at = end - 1;
    }
  }
  return found;
}

/** Reads a line inside of a model, a view or a type. */
export function readFieldLine(text: string): Line {
  if (/^\s*@@/.test(text)) {
    const [attribute] = readAttributes(text, 0);
    return attribute === undefined ? { type: "other" } : { type: "attribute", attribute };
  }
  const [head = "", name, word] = /^\s*([A-Za-z]\w*)\s+(Unsupported(?=\s*\()|[A-Za-z]\w*)/.exec(text) ?? [];
  if (name === undefined || word === undefined) return { type: "other" };
  const typeStart = head.length - word.length;
  let wordEnd = head.length;
  if (word === "Unsupported") wordEnd = endOfGroup(text, text.indexOf("(", wordEnd));
  const arity = /^(\[\])?(\?)?/.exec(text.slice(wordEnd));
  const typeEnd = wordEnd + (arity?.[0].length ?? 0);
  return {
    ...{ type: "field", name, word: text.slice(typeStart, wordEnd) },
    ...{ list: arity?.[1] !== undefined, optional: arity?.[2] !== undefined },
    ...{ typeStart, typeEnd, attributes: readAttributes(text, typeEnd) },
  };
}

/** Reads a line inside of an enum. */
export function readValueLine(text: string): Line {
  if (/^\s*@@/.test(text)) return readFieldLine(text);
  const [head, name] = /^\s*([A-Za-z]\w*)/.exec(text) ?? [];
  if (head === undefined || name === undefined) return { type: "other" };
  return { type: "value", name, attributes: readAttributes(text, head.length) };
}

/** What an argument says: the one of that name, or the first one without a name where `first` is set. */
export function argument(attribute: Attribute, name: string, first = false): string | undefined {
  const named = attribute.arguments.find((each) => each.name === name);
  const found = named ?? (first ? attribute.arguments.find((each) => each.name === null) : undefined);
  return found?.value;
}

/** The text that a string literal of Prisma stands for; undefined for anything else. */
export function textOf(literal: string | undefined): string | undefined {
  if (literal === undefined || !/^"[\s\S]*"$/.test(literal)) return undefined;
  try {
    return JSON.parse(literal) as string;
  } catch {
    // Prisma knows fewer escapes than JSON, and none that JSON does not know.
    return literal.slice(1, -1);
  }
}

/** A string literal of Prisma. */
export const literal = (text: string): string => JSON.stringify(text);

/** `@name(a, b: c)`, without parentheses where nothing is said. */
export const attributeText = (name: string, parts: readonly Argument[]): string =>
  `${name}${parts.length === 0 ? "" : `(${parts.map((part) => (part.name === null ? part.value : `${part.name}: ${part.value}`)).join(", ")})`}`;

/** The line with a part of it replaced; blanks behind it give way, so that what follows keeps its place where it can. */
export function splice(text: string, start: number, end: number, replacement: string): string {
  const rest = text.slice(end);
  const blanks = /^ */.exec(rest)?.[0].length ?? 0;
  if (blanks === 0 || blanks === rest.length) return `${text.slice(0, start)}${replacement}${rest}`.trimEnd();
  const room = Math.max(1, blanks - (replacement.length - (end - start)));
  return text.slice(0, start) + replacement + " ".repeat(room) + rest.slice(blanks);
}

/** The line with an attribute replaced, added behind the others, or with null taken out. */
export function withAttribute(
  text: string,
  attributes: readonly Attribute[],
  behind: number,
  old: Attribute | undefined,
  wanted: string | null,
): string {
  if (old !== undefined) {
    if (wanted !== null) return text.slice(0, old.start) + wanted + text.slice(old.end);
    const before = text.slice(0, old.start);
    const rest = text.slice(old.end);
    // Behind the last attribute a comment may follow, which keeps a blank before it.
    return /^\s*$/.test(rest) ? before.trimEnd() : before + rest.trimStart();
  }
  if (wanted === null) return text;
  const end = attributes.at(-1)?.end ?? behind;
  return `${text.slice(0, end)} ${wanted}${text.slice(end)}`;
}

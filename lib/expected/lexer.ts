/**
 * Tokens of SQL text as psql sees them (src/fe_utils/psqlscan.l), with their places.
 * Only what decides where a statement ends, and which names it holds, is told apart.
 */
export interface Token {
  readonly type: "word" | "quoted" | "string" | "number" | "symbol" | "backslash";
  /** Lower-case for a word, the name itself for a quoted identifier, one character for a symbol, else the text as written. */
  readonly text: string;
  /** Where it begins and ends in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

export interface LexerState {
  /** False: a backslash escapes in every '…' (a source may say SET standard_conforming_strings = off). */
  standardStrings: boolean;
}

const restOfLine = /[^\n\r]*/y;
const blank = /[ \t\n\r\f\v]+/y;
const wordStart = /[A-Za-z_\u0080-\uffff]/;
const word = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const digits = /\d[\d_]*/y;
const dollarQuote = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
// Two constants with a line break between them are one, and keep the kind of the first.
const continuation = /(?:[ \t\f\v]|--[^\n\r]*)*[\n\r](?:[ \t\n\r\f\v]|--[^\n\r]*[\n\r])*'/y;

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** The next token at or behind `at`; undefined at the end. What is not closed reaches to the end: the server says so. */
export function nextToken(text: string, at: number, state: LexerState): Token | undefined {
  const start = skipBlanks(text, at);
  const first = text[start];
  if (first === undefined) return undefined;
  const make = (type: Token["type"], end: number, value = text.slice(start, end)): Token => ({
    ...{ type, start, end },
    text: value,
  });
  if (wordStart.test(first)) {
    if ((first === "e" || first === "E") && text[start + 1] === "'")
      return make("string", stringEnd(text, start + 1, true));
    const end = start + (match(word, text, start)?.length ?? 1);
    return make("word", end, foldCase(text.slice(start, end)));
  }
  if (first === "'") return make("string", stringEnd(text, start, !state.standardStrings));
  if (first === '"') {
    const end = quotedEnd(text, start);
    return make("quoted", end, text.slice(start + 1, Math.max(start + 1, end - 1)).replaceAll('""', '"'));
  }
  if (first === "$") {
    const tag = match(dollarQuote, text, start);
    if (tag === undefined) return make("symbol", start + 1);
    const close = text.indexOf(tag, start + tag.length);
    return make("string", close < 0 ? text.length : close + tag.length);
  }
  const number = match(digits, text, start);
  if (number !== undefined) return make("number", start + number.length);
  return make(first === "\\" ? "backslash" : "symbol", start + 1);
}

/** The tokens of a text, at most `limit` of them. */
export function tokensOf(text: string, limit = Number.POSITIVE_INFINITY): readonly Token[] {
  const tokens: Token[] = [];
  const state: LexerState = { standardStrings: true };
  for (
    let token = nextToken(text, 0, state);
    token && tokens.length < limit;
    token = nextToken(text, token.end, state)
  )
    tokens.push(token);
  return tokens;
}

/** The server folds ASCII only, whatever the locale, in a UTF-8 database (downcase_identifier). */
const foldCase = (name: string): string => name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** Passes over white space and comments; block comments nest. */
function skipBlanks(text: string, from: number): number {
  for (let at = from; ; ) {
    at += match(blank, text, at)?.length ?? 0;
    if (text.startsWith("--", at)) {
      at += match(restOfLine, text, at)?.length ?? 0;
    } else if (text.startsWith("/*", at)) {
      at = commentEnd(text, at);
    } else {
      return at;
    }
  }
}

function commentEnd(text: string, from: number): number {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = from;
  let depth = 0;
  for (let found = edge.exec(text); found; found = edge.exec(text)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return text.length;
}

function stringEnd(text: string, quote: number, escapes: boolean): number {
  for (let at = quote + 1; at < text.length; at++) {
    const character = text[at];
    if (character === "\\" && escapes) at++;
    else if (character === "'") {
      if (text[at + 1] === "'") at++;
      else {
        const more = escapes ? match(continuation, text, at + 1) : undefined;
        if (more === undefined) return at + 1;
        at += more.length;
      }
    }
  }
  return text.length;
}

function quotedEnd(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at++) {
    if (text[at] !== '"') continue;
    if (text[at + 1] !== '"') return at + 1;
    at++;
  }
  return text.length;
}

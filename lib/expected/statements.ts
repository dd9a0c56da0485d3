import { type LexerState, nextToken, type Token } from "./lexer";

/** A piece of a SQL file. Lines count from 1. */
export type Piece =
  | {
      readonly type: "statement";
      /** The statement without its semicolon, from its first word: comments in front of it are no part. */
      readonly sql: string;
      readonly line: number;
      /** In UTF-16 units from the start of the file. */
      readonly offset: number;
    }
  | { readonly type: "meta"; readonly command: string; readonly argument: string; readonly line: number }
  /** Rows behind `COPY … FROM stdin;`. The statement itself is not yielded: without its rows it cannot run. */
  | { readonly type: "copy"; readonly sql: string; readonly line: number; readonly rows: number };

/**
 * Splits a file where `psql -f` would: at semicolons outside quotes, parentheses and BEGIN ATOMIC bodies, at
 * meta-commands and behind COPY data. A piece is found when it is asked for.
 */
export function* splitStatements(text: string): Generator<Piece, void, void> {
  const state: LexerState = { standardStrings: true };
  const lines = lineCounter(text);
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  let open: OpenStatement | undefined;
  const finish = (statement: OpenStatement, end: number): Extract<Piece, { type: "statement" }> => {
    const sql = text.slice(statement.start, end);
    const setting = standardStrings.exec(sql)?.[1];
    if (setting !== undefined) state.standardStrings = !/^(?:off|false|no|0)$/i.test(setting);
    return { type: "statement", sql, line: lines(statement.start), offset: statement.start };
  };
  for (let token = nextToken(text, at, state); token; token = nextToken(text, at, state)) {
    at = token.end;
    if (token.type === "backslash") {
      const meta = readMeta(text, token.start);
      at = meta.end;
      if (meta.command === ";" || meta.command === ":") continue;
      // \g sends what has been typed so far, as a semicolon does.
      if (open && meta.command === "g") {
        yield finish(open, open.end);
        open = undefined;
      }
      yield { type: "meta", command: meta.command, argument: meta.argument, line: lines(token.start) };
    } else if (token.text === ";" && token.type === "symbol" && !(open && isInside(open))) {
      if (!open) continue;
      const statement = finish(open, open.end);
      if (open.readsInput) {
        const data = copyData(text, at);
        at = data.end;
        yield { type: "copy", sql: statement.sql, line: statement.line, rows: data.rows };
      } else yield statement;
      open = undefined;
    } else {
      open ??= newStatement(token.start);
      follow(open, token);
    }
  }
  // psql sends what is left at the end of a file, semicolon or not.
  if (open) yield finish(open, open.end);
}

const standardStrings =
  /^set\s+(?:session\s+|local\s+)?standard_conforming_strings\s*(?:=|\s+to\s)\s*'?(\w+)'?\s*$/i;

interface OpenStatement {
  readonly start: number;
  end: number;
  parentheses: number;
  /** Depth of BEGIN … END in a routine's body, CASE … END inside included. */
  blocks: number;
  /** The first four words, which tell CREATE [OR REPLACE] FUNCTION | PROCEDURE. */
  readonly heads: string[];
  previous: string;
  readsInput: boolean;
}

const newStatement = (start: number): OpenStatement => ({
  ...{ start, end: start, parentheses: 0, blocks: 0, heads: [], previous: "", readsInput: false },
});

const isInside = (open: OpenStatement): boolean => open.parentheses > 0 || open.blocks > 0;

/** The heuristic of psqlscan.l, rule {identifier}: only in CREATE FUNCTION and CREATE PROCEDURE is BEGIN a bracket. */
function follow(open: OpenStatement, token: Token): void {
  open.end = token.end;
  if (token.type === "symbol") {
    if (token.text === "(") open.parentheses++;
    else if (token.text === ")" && open.parentheses > 0) open.parentheses--;
  }
  if (token.type !== "word") return;
  if (open.heads.length < 4) open.heads.push(token.text);
  if (open.parentheses === 0) {
    if (open.heads[0] === "copy" && open.previous === "from" && token.text === "stdin")
      open.readsInput = true;
    if (isRoutine(open)) {
      if (token.text === "begin" || (token.text === "case" && open.blocks > 0)) open.blocks++;
      else if (token.text === "end" && open.blocks > 0) open.blocks--;
    }
  }
  open.previous = token.text;
}

const isRoutineWord = (word: string | undefined): boolean => word === "function" || word === "procedure";

function isRoutine({ heads }: OpenStatement): boolean {
  if (heads[0] !== "create") return false;
  return isRoutineWord(heads[1]) || (heads[1] === "or" && heads[2] === "replace" && isRoutineWord(heads[3]));
}

/** A meta-command with its argument, which ends with the line or at `\\`. */
function readMeta(text: string, start: number): { command: string; argument: string; end: number } {
  const next = text[start + 1];
  if (next === ";" || next === ":") return { command: next, argument: "", end: start + 2 };
  const stop = text.slice(start).search(/[\n\r]/);
  const line = text.slice(start + 1, stop < 0 ? text.length : start + stop);
  const separator = line.indexOf("\\\\");
  const own = separator < 0 ? line : line.slice(0, separator);
  const command = /^\S*/.exec(own)?.[0] ?? "";
  return {
    command,
    argument: own.slice(command.length).trim(),
    end: start + 1 + own.length + (separator < 0 ? 0 : 2),
  };
}

/** The rows behind a COPY: from the next line to the line `\.`, or to the end of the file. */
function copyData(text: string, from: number): { end: number; rows: number } {
  const firstLine = text.indexOf("\n", from);
  if (firstLine < 0) return { end: text.length, rows: 0 };
  let rows = 0;
  for (let at = firstLine + 1; at < text.length; ) {
    const stop = text.indexOf("\n", at);
    const end = stop < 0 ? text.length : stop;
    if (text.slice(at, end).replace(/\r$/, "") === "\\.") return { end, rows };
    rows++;
    at = end + 1;
  }
  return { end: text.length, rows };
}

/** Line numbers of rising offsets, counting each line break once. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let counted = 0;
  return (offset) => {
    for (
      let next = text.indexOf("\n", counted);
      next >= 0 && next < offset;
      next = text.indexOf("\n", counted)
    ) {
      line++;
      counted = next + 1;
    }
    return line;
  };
}

import { diffLines, diffWordsWithSpace } from "diff";
import type { CodeToken } from "./highlight-sql";

/** A piece of a line; `changed` where the other side has something else there. */
export interface Piece extends CodeToken {
  readonly changed?: true;
  /** Stands for equal text that is left out. */
  readonly omitted?: true;
}

interface SideOfLine {
  readonly number: number;
  readonly pieces: readonly Piece[];
}

/** A text of more lines or characters than this is shown as what changes in it. */
const most = { lines: 3, characters: 240 };

/** True for a text of which a reader wants to see what changes, and not both sides whole. */
export const isLongText = (text: string): boolean =>
  text.length > most.characters || text.trimEnd().split("\n").length > most.lines;

/** One line of a comparison. `expected` only: the database lacks it. `actual` only: the database has it besides. */
export interface Line {
  readonly same: boolean;
  readonly expected?: SideOfLine;
  readonly actual?: SideOfLine;
}

type Tokens = readonly CodeToken[];

interface Text {
  readonly text: string;
  /** The text's lines in coloured pieces. */
  readonly tokens: readonly Tokens[];
}

/**
 * Lines that stand on both sides are paired, and in a line that became another it is marked what changed: a definition may
 * be one line of ten thousand characters.
 * @param besides true puts a changed line beside what it became, in one entry
 */
export function pairLines(expected: Text, actual: Text, besides: boolean): readonly Line[] {
  const lines: Line[] = [];
  let expectedLine = 0;
  let actualLine = 0;
  const takeExpected = (): SideOfLine => sideOf(expectedLine, expected.tokens[expectedLine++]);
  const takeActual = (): SideOfLine => sideOf(actualLine, actual.tokens[actualLine++]);
  // jsdiff compares line ends too; both texts get one, so that a last line without it is not a difference.
  const parts = diffLines(ended(actual.text), ended(expected.text));
  for (let position = 0; position < parts.length; position++) {
    const part = parts[position];
    if (part === undefined) continue;
    if (!part.added && !part.removed) {
      for (let line = 0; line < part.count; line++)
        lines.push({ same: true, expected: takeExpected(), actual: takeActual() });
      continue;
    }
    const next = parts[position + 1];
    const paired = part.removed && next?.added ? next : undefined;
    if (paired !== undefined) position++;
    const surplus = Array.from({ length: part.removed ? part.count : 0 }, takeActual);
    const lacking = Array.from({ length: part.added ? part.count : (paired?.count ?? 0) }, takeExpected);
    const together = Math.min(surplus.length, lacking.length);
    for (let line = 0; line < together; line++) {
      const [wanted, found] = [lacking[line], surplus[line]];
      if (wanted !== undefined && found !== undefined)
        [lacking[line], surplus[line]] = markChanges(wanted, found);
    }
    if (besides) {
      for (let line = 0; line < Math.max(surplus.length, lacking.length); line++)
        lines.push(entry(lacking[line], surplus[line]));
    } else {
      lines.push(...surplus.map((side) => entry(undefined, side)));
      lines.push(...lacking.map((side) => entry(side, undefined)));
    }
  }
  return lines;
}

/** Equal lines that are further from a change than this are folded. */
const context = 4;

/** The lines with long stretches of equal ones taken out, each as the number of its lines; of long lines, what is equal in them. */
export function foldEqual(lines: readonly Line[]): readonly (Line | number)[] {
  const near = new Set<number>();
  lines.forEach(({ same }, position) => {
    if (same) return;
    for (let at = position - context; at <= position + context; at++) near.add(at);
  });
  const shown: (Line | number)[] = [];
  let folded: Line[] = [];
  const unfold = (): void => {
    // A fold that saves less than it costs to read is none.
    if (folded.length > context) shown.push(folded.length);
    else shown.push(...folded);
    folded = [];
  };
  lines.forEach((line, position) => {
    if (!near.has(position)) {
      folded.push(line);
      return;
    }
    unfold();
    shown.push(line.same ? line : shortened(line));
  });
  unfold();
  return shown;
}

/** Characters of an equal stretch in a changed line: from which on it is taken out, and how many stay beside a change. */
const stretch = { long: 240, beside: 80 };

const shortened = ({ same, expected, actual }: Line): Line => ({
  same,
  ...(expected === undefined ? {} : { expected: { ...expected, pieces: withoutStretches(expected.pieces) } }),
  ...(actual === undefined ? {} : { actual: { ...actual, pieces: withoutStretches(actual.pieces) } }),
});

function withoutStretches(pieces: readonly Piece[]): readonly Piece[] {
  if (!pieces.some(({ changed }) => changed)) return pieces;
  const kept: Piece[] = [];
  let equal: Piece[] = [];
  const take = (last: boolean): void => {
    const length = equal.reduce((sum, { text }) => sum + text.length, 0);
    if (length <= stretch.long) kept.push(...equal);
    else {
      const [begin, end] = [kept.length === 0 ? 0 : stretch.beside, last ? 0 : stretch.beside];
      kept.push(...between(equal, 0, begin));
      kept.push({
        text: ` … ${(length - begin - end).toLocaleString("en")} equal characters … `,
        omitted: true,
      });
      kept.push(...between(equal, length - end, length));
    }
    equal = [];
  };
  for (const piece of pieces) {
    if (!piece.changed) equal.push(piece);
    else {
      take(false);
      kept.push(piece);
    }
  }
  take(true);
  return kept;
}

/** The pieces of a text from one of its characters to another. */
function between(pieces: readonly Piece[], from: number, to: number): readonly Piece[] {
  let at = 0;
  return pieces.flatMap((piece) => {
    const text = piece.text.slice(Math.max(from - at, 0), Math.max(to - at, 0));
    at += piece.text.length;
    return text === "" ? [] : [{ ...piece, text }];
  });
}

const sideOf = (position: number, tokens: Tokens = []): SideOfLine => ({
  number: position + 1,
  pieces: tokens,
});

const entry = (expected: SideOfLine | undefined, actual: SideOfLine | undefined): Line => ({
  same: false,
  ...(expected === undefined ? {} : { expected }),
  ...(actual === undefined ? {} : { actual }),
});

/** More edits than this are not looked for: such lines have nothing to do with each other. */
const mostEdits = 400;

/** Both lines with what differs in them marked; as they are where little is the same. */
function markChanges(expected: SideOfLine, actual: SideOfLine): readonly [SideOfLine, SideOfLine] {
  const [wanted, found] = [textOf(expected), textOf(actual)];
  const parts = diffWordsWithSpace(found, wanted, { maxEditLength: mostEdits });
  if (parts === undefined) return [expected, actual];
  const kept = parts.reduce(
    (sum, { added, removed, value }) => sum + (added || removed ? 0 : value.length),
    0,
  );
  if (kept < 0.4 * Math.max(wanted.length, found.length)) return [expected, actual];
  return [
    {
      ...expected,
      pieces: cut(
        expected.pieces,
        parts.filter(({ removed }) => !removed),
      ),
    },
    {
      ...actual,
      pieces: cut(
        actual.pieces,
        parts.filter(({ added }) => !added),
      ),
    },
  ];
}

const textOf = ({ pieces }: SideOfLine): string => pieces.map(({ text }) => text).join("");

/** Cuts coloured pieces where a change begins or ends. `parts` make up the same text. */
function cut(
  pieces: Tokens,
  parts: readonly { readonly value: string; readonly added?: boolean; readonly removed?: boolean }[],
): readonly Piece[] {
  const cutPieces: Piece[] = [];
  const rest = parts.map(({ value, added, removed }) => ({
    left: value.length,
    changed: Boolean(added || removed),
  }));
  let part = rest.shift();
  for (const piece of pieces) {
    let { text } = piece;
    while (text !== "" && part !== undefined) {
      const taken = text.slice(0, part.left);
      if (taken !== "") cutPieces.push({ ...piece, text: taken, ...(part.changed ? { changed: true } : {}) });
      text = text.slice(taken.length);
      part.left -= taken.length;
      if (part.left === 0) part = rest.shift();
    }
  }
  return cutPieces;
}

const ended = (text: string): string => {
  const lines = text.replaceAll("\r\n", "\n");
  return lines === "" || lines.endsWith("\n") ? lines : `${lines}\n`;
};

import { diffLines, diffWordsWithSpace } from "diff";
import type { CodeToken } from "./highlight-sql";

/** A piece of a line; `changed` where the other side has something else there. */
export interface Piece extends CodeToken {
  readonly changed?: true;
}

interface SideOfLine {
  readonly number: number;
  readonly pieces: readonly Piece[];
}

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
    for (let line = 0; line < (besides ? Math.max(surplus.length, lacking.length) : 0); line++)
      lines.push(entry(lacking[line], surplus[line]));
    if (!besides) {
      lines.push(...surplus.map((side) => entry(undefined, side)));
      lines.push(...lacking.map((side) => entry(side, undefined)));
    }
  }
  return lines;
}

/** Equal lines that are further from a change than this are folded. */
const context = 4;

/** The lines with long stretches of equal ones taken out, each as the number of its lines. */
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
    shown.push(line);
  });
  unfold();
  return shown;
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
  const kept = parts?.reduce(
    (sum, { added, removed, value }) => sum + (added || removed ? 0 : value.length),
    0,
  );
  if (parts === undefined || kept === undefined || kept < 0.4 * Math.max(wanted.length, found.length))
    return [expected, actual];
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

import { visible } from "@/lib/postgres/identity";

interface CommentBodyProps {
  /** Plain text: whatever it holds is shown as it was typed. */
  readonly body: string;
  /** Names that a comment can speak to. */
  readonly people: readonly string[];
}

/** The words of a comment with the names it speaks to marked. Line breaks stay; what could turn a line around is written out. */
export function CommentBody({ body, people }: CommentBodyProps) {
  const text = body.split(/\r?\n/).map(visible).join("\n");
  return (
    <p className="mt-1 whitespace-pre-wrap text-sm [overflow-wrap:anywhere]">
      {piecesOf(text, people).map(({ at, words, mention }) =>
        mention ? (
          <strong key={at} className="rounded-sm bg-chosen px-0.5 font-medium text-link">
            {words}
          </strong>
        ) : (
          words
        ),
      )}
    </p>
  );
}

interface Piece {
  readonly at: number;
  readonly words: string;
  readonly mention: boolean;
}

function piecesOf(text: string, people: readonly string[]): readonly Piece[] {
  const names = people
    .toSorted((a, b) => b.length - a.length)
    .map((name) => visible(name).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  if (names.length === 0) return [{ at: 0, words: text, mention: false }];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])@(?:${names.join("|")})(?![\\p{L}\\p{N}_])`, "giu");
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) pieces.push({ at: end, words: text.slice(end, match.index), mention: false });
    pieces.push({ at: match.index, words: match[0], mention: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ at: end, words: text.slice(end), mention: false });
  return pieces;
}

import { foldEqual, type Piece, pairLines } from "@/components/ui/pair-lines";
import { visibleLines } from "@/lib/postgres/visible-lines";
import { type Html, html } from "./html";

/** Two texts as what changes between them, with the lines around it. Long stretches of equal text are left out. */
export function changedLines(expected: string, actual: string): Html {
  const lines = foldEqual(pairLines(textOf(expected), textOf(actual), false));
  return html`<p class="faint">+ expected, − actual</p><pre class="diff">${lines.map((line) => {
    if (typeof line === "number") return html`<i>… ${line} equal lines …</i>\n`;
    if (line.expected !== undefined && line.actual !== undefined)
      return html`  ${piecesOf(line.expected.pieces)}\n`;
    return line.expected !== undefined
      ? html`<ins>+ ${piecesOf(line.expected.pieces)}</ins>\n`
      : html`<del>− ${piecesOf(line.actual?.pieces ?? [])}</del>\n`;
  })}</pre>`;
}

function textOf(given: string) {
  const lines = visibleLines(given);
  return { text: lines.join("\n"), tokens: lines.map((text) => [{ text }]) };
}

const piecesOf = (pieces: readonly Piece[]): readonly Html[] =>
  pieces.map(({ text, changed, omitted }) =>
    changed ? html`<b>${text}</b>` : omitted ? html`<i>${text}</i>` : html`${text}`,
  );

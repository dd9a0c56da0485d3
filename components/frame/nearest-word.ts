/** The word that somebody may have meant: the nearest by typing mistakes, at most two, and never half of the word. */
export function nearestWord(typed: string, words: Iterable<string>): string | null {
  const wanted = typed.trim().toLowerCase();
  const most = Math.min(2, Math.floor(wanted.length / 2));
  let best: { readonly word: string; readonly mistakes: number } | null = null;
  for (const word of words) {
    if (Math.abs(word.length - wanted.length) > most) continue;
    const found = mistakesBetween(wanted, word.toLowerCase());
    if (found > 0 && found <= most && (best === null || found < best.mistakes))
      best = { word, mistakes: found };
  }
  return best?.word ?? null;
}

/** Letters to add, to leave out, to change or to swap with their neighbour. */
function mistakesBetween(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let at = 1; at <= other.length; at++) {
      const same = one[row - 1] === other[at - 1];
      let least = Math.min(
        (last[at] ?? 0) + 1,
        (next[at - 1] ?? 0) + 1,
        (last[at - 1] ?? 0) + (same ? 0 : 1),
      );
      if (one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1])
        least = Math.min(least, (before[at - 2] ?? 0) + 1);
      next.push(least);
    }
    [before, last] = [last, next];
  }
  return last[other.length] ?? 0;
}

const irregular: { readonly [singular: string]: string } = {
  index: "indexes",
  policy: "policies",
  child: "children",
};

/** `1 table`, `42 tables`, `1,204 indexes`. Kinds written with a hyphen are read with a space. */
export function countOf(count: number, word: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? kindWords(word) : pluralOf(kindWords(word))}`;
}

/** `42 tables, 318 columns, 88 indexes`, most first. */
export function kindCounts(counts: { readonly [kind: string]: number }): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => countOf(count, kind))
    .join(", ");
}

/** A kind's name as a person reads it: `materialized view`. */
export function kindWords(kind: string): string {
  return kind.replaceAll("-", " ");
}

function pluralOf(words: string): string {
  const last = words.slice(words.lastIndexOf(" ") + 1);
  const plural = irregular[last];
  if (plural !== undefined) return words.slice(0, words.length - last.length) + plural;
  if (/[^aeiou]y$/.test(words)) return `${words.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(words) ? `${words}es` : `${words}s`;
}

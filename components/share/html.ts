/** HTML that was put together by {@link html}: whatever was text in it is escaped. */
export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | null | undefined | false | readonly Part[];

const references: { readonly [character: string]: string } = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" },
};

/** A text as HTML, within elements and within quoted attributes alike. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => references[character] ?? character);

/**
 * A template whose values are text, unless they are {@link Html} themselves. Attributes must be quoted in it. Pages that
 * have to work without a script and without anything else of the app are written with it.
 */
export function html(template: TemplateStringsArray, ...values: readonly Part[]): Html {
  const markup = template.reduce(
    (before, piece, position) => before + markupOf(values[position - 1]) + piece,
  );
  return { markup };
}

function markupOf(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return part.toLocaleString("en");
  if ("markup" in part) return part.markup;
  return part.map(markupOf).join("");
}

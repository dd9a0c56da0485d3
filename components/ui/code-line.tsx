import type { CodeToken } from "./highlight-sql";

/** One line of coloured code. */
export function CodeLine({ tokens }: { readonly tokens: readonly CodeToken[] }) {
  return tokens.map((token, position) =>
    token.className === undefined ? (
      token.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a line have no identity but their place
      <span key={position} className={token.className}>
        {token.text}
      </span>
    ),
  );
}

import "server-only";
import { createCssVariablesTheme, createHighlighterCore } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import { visible } from "@/lib/postgres/identity";
import { visibleLines } from "@/lib/postgres/visible-lines";

/** A piece of a line and the class that colours it. */
export interface CodeToken {
  readonly text: string;
  readonly className?: string;
}

/** Above this many characters the text is shown plain: colouring would take longer than reading is worth. */
const limit = 200_000;

const theme = createCssVariablesTheme({ name: "variables", variablePrefix: "--" });

const highlighter = createHighlighterCore({
  themes: [theme],
  langs: [import("shiki/langs/sql.mjs")],
  engine: createJavaScriptRegexEngine(),
});

/**
 * Splits SQL into lines of coloured pieces. Colours are class names, never inline styles, and the text is
 * plain text for React to escape. Control and bidirectional characters are written as escapes: what is shown
 * cannot be reordered by a name in it. For display only; what is copied or run is the SQL itself.
 */
export async function highlightSql(sql: string): Promise<readonly (readonly CodeToken[])[]> {
  const text = sql.replaceAll("\r\n", "\n").replaceAll("\t", "  ");
  if (text.length > limit) return plainLines(text);
  const { tokens } = (await highlighter).codeToTokens(text, { lang: "sql", theme: "variables" });
  return tokens.map((line) =>
    line.map((token) => {
      const name = /var\(--token-([a-z-]+)\)/.exec(token.color ?? "")?.[1];
      const shown = visible(token.content);
      return name === undefined ? { text: shown } : { text: shown, className: `token-${name}` };
    }),
  );
}

/** The same without colours, for what is no SQL. */
export const plainLines = (text: string): readonly (readonly CodeToken[])[] =>
  visibleLines(text).map((line) => [{ text: line }]);

import { visible } from "./identity";

/** A text line by line as pages show it: tabs are two spaces, and what could turn a line around is written out. */
export const visibleLines = (text: string): readonly string[] =>
  text.replaceAll("\t", "  ").split(/\r?\n/).map(visible);

/** The same in one text. */
export const visibleText = (text: string): string => visibleLines(text).join("\n");

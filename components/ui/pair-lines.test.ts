import { describe, expect, test } from "vitest";
import { foldEqual, pairLines } from "./pair-lines";

const textOf = (text: string) => ({ text, tokens: text.split("\n").map((line) => [{ text: line }]) });

const marked = (pieces: readonly { readonly text: string; readonly changed?: true }[] | undefined) =>
  pieces?.map(({ text, changed }) => (changed ? `[${text}]` : text)).join("");

describe("two texts line by line", () => {
  test("in a line that became another only the words that changed are marked, on both sides", () => {
    const long = (word: string) => `SELECT ${"a, ".repeat(2_000)}${word} FROM t`;
    const [line, ...rest] = pairLines(textOf(long("b")), textOf(long("c")), true);
    expect(rest).toEqual([]);
    expect(marked(line?.expected?.pieces)).toBe(long("[b]"));
    expect(marked(line?.actual?.pieces)).toBe(long("[c]"));
  });

  test("a line that has nothing to do with the other is not picked to pieces", () => {
    const [line] = pairLines(textOf("RETURN NEW;"), textOf("PERFORM pg_sleep(1) FROM x WHERE y;"), true);
    expect(marked(line?.expected?.pieces)).toBe("RETURN NEW;");
  });

  test("a mark cuts the coloured pieces and loses none of their text or colour", () => {
    const coloured = (word: string) => ({
      text: `SELECT ${word}`,
      tokens: [[{ text: "SELECT", className: "token-keyword" }, { text: ` ${word}` }]],
    });
    const [line] = pairLines(coloured("one two three"), coloured("one 2 three"), true);
    expect(line?.expected?.pieces).toEqual([
      { text: "SELECT", className: "token-keyword" },
      { text: " one " },
      { text: "two", changed: true },
      { text: " three" },
    ]);
  });

  test("lines keep the numbers of their own side, and a last line without an end is no difference", () => {
    const lines = pairLines(textOf("a\nb\nc"), textOf("a\nc\n"), false);
    expect(lines.map(({ same, expected, actual }) => [same, expected?.number, actual?.number])).toEqual([
      [true, 1, 1],
      [false, 2, undefined],
      [true, 3, 2],
    ]);
  });

  test("of a long line only what stands around a change is shown", () => {
    const long = (word: string) => `SELECT ${"a, ".repeat(2_000)}${word}${", b".repeat(2_000)}`;
    const [line] = foldEqual(pairLines(textOf(long("x")), textOf(long("y")), true));
    if (typeof line !== "object") throw new Error("the line is not there");
    const text = marked(line.expected?.pieces) ?? "";
    expect(text).toMatch(/^ … 5,927 equal characters … .{80}\[x\].{80} … 5,920 equal characters … $/);
    expect(marked(line.actual?.pieces)).toBe(text.replace("[x]", "[y]"));
  });

  test("long stretches of equal lines are folded around a change, and short ones are not", () => {
    const body = (word: string) =>
      Array.from({ length: 2_000 }, (_, at) => (at === 1_000 ? word : `line ${at}`)).join("\n");
    const lines = pairLines(textOf(body("x")), textOf(body("y")), true);
    const shown = foldEqual(lines);
    expect(shown.filter((line) => typeof line === "number")).toEqual([996, 995]);
    expect(shown).toHaveLength(2 + 9);
    expect(foldEqual(pairLines(textOf("a\nb\nc\nx"), textOf("a\nb\nc\ny"), true))).toHaveLength(4);
  });
});

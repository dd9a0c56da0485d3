import { expect, test } from "vitest";
import { changedLines } from "./changed-lines";

test("of a long text only what changed and what stands around it is told, with nothing of it run", () => {
  const body = (line: string) =>
    Array.from({ length: 2_000 }, (_, at) => (at === 1_000 ? line : `line ${at}`)).join("\n");
  const { markup } = changedLines(body("x := 1 + 1; <script>\u202E"), body("x := 1 + 2; <script>\u202E"));
  expect(markup).toContain("<ins>+ x := 1 + <b>1</b>; &lt;script&gt;\\u{202E}</ins>");
  expect(markup).toContain("<del>− x := 1 + <b>2</b>; &lt;script&gt;\\u{202E}</del>");
  expect(markup).toContain("<i>… 996 equal lines …</i>");
  expect(markup.split("\n")).toHaveLength(13);
});

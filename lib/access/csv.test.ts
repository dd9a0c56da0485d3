import { expect, test } from "vitest";
import { csvRecord } from "./csv";

test("fields with commas, quotes and line ends are quoted, null is empty", () => {
  expect(csvRecord(["a,b", 'say "so"', "two\nlines", null, 3, true, "plain"])).toBe(
    '"a,b","say ""so""","two\nlines",,3,true,plain\r\n',
  );
});

test("no text is left that a spreadsheet would calculate", () => {
  for (const text of [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u00a0=1",
    "＝1+1",
    "＠A1",
  ]) {
    expect(csvRecord([text]).replace(/^"/, "")).toMatch(/^'/);
  }
  expect(csvRecord([-1])).toBe("-1\r\n");
});

test("no text begins a column of its own, where spreadsheets part columns by semicolons or tabs either", () => {
  expect(csvRecord(["a;=1+1", "b\t=1"])).toBe('"a;=1+1","b\t=1"\r\n');
});

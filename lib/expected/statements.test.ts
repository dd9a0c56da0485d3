import fc from "fast-check";
import { expect, test } from "vitest";
import { type Piece, splitStatements } from "./statements";

const split = (text: string): readonly Piece[] => [...splitStatements(text)];
const sqls = (text: string): readonly string[] =>
  split(text).flatMap((piece) => (piece.type === "statement" ? [piece.sql] : []));

test.each<[what: string, text: string, statements: readonly string[]]>([
  ["semicolons end statements", "SELECT 1; SELECT 2;", ["SELECT 1", "SELECT 2"]],
  ["the last needs none", "SELECT 1;\nSELECT 2", ["SELECT 1", "SELECT 2"]],
  ["empty statements are none", ";; ;\n-- only a comment;\n/* and ; another */", []],
  ["semicolons in strings are text", "SELECT 'a;''b;'; SELECT 2", ["SELECT 'a;''b;'", "SELECT 2"]],
  ["a backslash is nothing special in '…'", "SELECT 'a\\'; SELECT 2", ["SELECT 'a\\'", "SELECT 2"]],
  ["a backslash escapes in E'…'", "SELECT E'a\\';b'; SELECT 2", ["SELECT E'a\\';b'", "SELECT 2"]],
  [
    "an E'…' goes on in the next line",
    "SELECT E'a'\n '\\';b'; SELECT 2",
    ["SELECT E'a'\n '\\';b'", "SELECT 2"],
  ],
  ["a name that ends with e begins no E'…'", "SELECT date'a\\'; SELECT 2", ["SELECT date'a\\'", "SELECT 2"]],
  ["semicolons in names are part of them", 'SELECT ";""; "; SELECT 2', ['SELECT ";""; "', "SELECT 2"]],
  [
    "dollar quotes hold anything",
    "DO $$ a; 'b $$; DO $x$ $$; $y$ $x$; SELECT 3",
    ["DO $$ a; 'b $$", "DO $x$ $$; $y$ $x$", "SELECT 3"],
  ],
  ["a dollar inside a name quotes nothing", "SELECT a$b$; SELECT c$b$", ["SELECT a$b$", "SELECT c$b$"]],
  [
    "block comments nest",
    "SELECT /* a /* b; */ c; */ 1; SELECT 2",
    ["SELECT /* a /* b; */ c; */ 1", "SELECT 2"],
  ],
  ["a line comment ends with the line", "SELECT 1 -- ' ;\n; SELECT 2", ["SELECT 1", "SELECT 2"]],
  [
    "semicolons in parentheses separate",
    "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3",
    ["CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "SELECT 3"],
  ],
  [
    "a BEGIN ATOMIC body is one statement, CASE … END inside included",
    "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 ELSE 2 END; SELECT 2; END; SELECT 3",
    [
      "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 ELSE 2 END; SELECT 2; END",
      "SELECT 3",
    ],
  ],
  [
    "BEGIN of a transaction is a statement",
    "BEGIN; SELECT 1; END; COMMIT;",
    ["BEGIN", "SELECT 1", "END", "COMMIT"],
  ],
  [
    "SET standard_conforming_strings is followed",
    "SET standard_conforming_strings = off; SELECT 'a\\';b'; SET standard_conforming_strings TO 'on'; SELECT 'c\\'; SELECT 5",
    [
      "SET standard_conforming_strings = off",
      "SELECT 'a\\';b'",
      "SET standard_conforming_strings TO 'on'",
      "SELECT 'c\\'",
      "SELECT 5",
    ],
  ],
  ["\\; joins as in psql", "SELECT 1 \\; SELECT 2;", ["SELECT 1 \\; SELECT 2"]],
  ["\\g sends like a semicolon", "SELECT 1 \\g\nSELECT 2;", ["SELECT 1", "SELECT 2"]],
  [
    "what is not closed reaches to the end",
    "SELECT 1; SELECT 'a; SELECT 2;",
    ["SELECT 1", "SELECT 'a; SELECT 2;"],
  ],
  ["a byte order mark is no text", "\uFEFFSELECT 1", ["SELECT 1"]],
])("%s", (_, text, statements) => {
  expect(sqls(text)).toEqual(statements);
});

test("lines and offsets are those of a statement's first word", () => {
  const text = "-- a\n\n  SELECT 1;\r\n/* b\n */ SELECT\n2;\nSELECT 3";
  expect(split(text)).toEqual([
    { type: "statement", sql: "SELECT 1", line: 3, offset: text.indexOf("SELECT 1") },
    { type: "statement", sql: "SELECT\n2", line: 5, offset: text.indexOf("SELECT\n2") },
    { type: "statement", sql: "SELECT 3", line: 7, offset: text.indexOf("SELECT 3") },
  ]);
});

test("rows behind COPY FROM stdin are passed over up to the end mark", () => {
  const text = "COPY public.t (a, b) FROM stdin;\n1\t'x;\n2\t\\N\n\\.\n\nSELECT 1;";
  expect(split(text)).toEqual([
    { type: "copy", sql: "COPY public.t (a, b) FROM stdin", line: 1, rows: 2 },
    { type: "statement", sql: "SELECT 1", line: 6, offset: text.indexOf("SELECT") },
  ]);
});

test("meta-commands are given with their argument and line", () => {
  expect(split("\\restrict abc\n\\connect mine\nSELECT 1;\n\\set x 'y' \\\\ SELECT 2;")).toEqual([
    { type: "meta", command: "restrict", argument: "abc", line: 1 },
    { type: "meta", command: "connect", argument: "mine", line: 2 },
    { type: "statement", sql: "SELECT 1", line: 3, offset: 28 },
    { type: "meta", command: "set", argument: "x 'y'", line: 4 },
    { type: "statement", sql: "SELECT 2", line: 4, offset: 52 },
  ]);
});

const statement = fc.constantFrom(
  "SELECT 1",
  "SELECT 'a;b''c'",
  "SELECT E'\\';'",
  'CREATE TABLE "a;b" (id int)',
  "DO $$ BEGIN NULL; END $$",
  "DO $body$ 'x; $$ $body$",
  "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END",
  "SELECT (1 /* ; */ + 2)",
);
const gap = fc.constantFrom(";", ";\n", " ;\n-- it's; a comment\n", ";/* ' /* ; */ $$ */\n", ";\r\n\r\n");

test("statements put together with any gaps come apart as they were, at the offsets where they stand", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(statement, gap), { maxLength: 12 }), (parts) => {
      const text = parts.flat().join("");
      const pieces = split(text);
      expect(pieces.map((piece) => piece.type === "statement" && piece.sql)).toEqual(
        parts.map(([sql]) => sql),
      );
      for (const piece of pieces) {
        if (piece.type !== "statement") continue;
        expect(text.startsWith(piece.sql, piece.offset)).toBe(true);
        expect(piece.line).toBe(text.slice(0, piece.offset).split("\n").length);
      }
    }),
  );
});

test("any text at all is taken apart without losing a character that is not blank", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii", maxLength: 200 }), (text) => {
      for (const piece of splitStatements(text)) {
        if (piece.type === "statement") expect(text.startsWith(piece.sql, piece.offset)).toBe(true);
      }
    }),
    { numRuns: 2_000 },
  );
});

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { majors, testServer } from "../testing/test-server";
import { connect, type Session } from "./connect";
import { connectionSettingsFromUrl } from "./connection-settings";
import {
  identifierList,
  isPrintedName,
  printedName,
  qualify,
  quotedText,
  quoteIdentifier,
  quoteLiteral,
  splitQualified,
  unquoteIdentifier,
} from "./identifier";

describe.each(majors)("on a server of major %i", (major) => {
  let session: Session;

  beforeAll(async () => {
    session = await connect(connectionSettingsFromUrl((await testServer(major)).url("postgres")));
  });

  afterAll(() => session?.close());

  // Postgres text holds any character but NUL, and no half of a surrogate pair.
  const text = fc
    .oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: fc.constantFrom('"', "'", "\\", "a", "A", "$", "\n", "é", "_", "1", ";", "-") }),
    )
    .filter((value) => !value.includes("\0"));

  it("quotes identifiers exactly as quote_ident does", async () => {
    const names = fc
      .sample(text, 400)
      .concat(["", "a", "A", "user", "1a", "a$b", "_x", "näme", "\u202Eevil", "</script>"]);
    const rows = await session.query<{ quoted: string }>(
      "SELECT quote_ident(name) AS quoted FROM unnest($1::text[]) WITH ORDINALITY AS t (name, n) ORDER BY n",
      [names],
    );
    expect(names.map(quoteIdentifier)).toEqual(rows.map(({ quoted }) => quoted));
  });

  it("quotes every key word of the server that needs it", async () => {
    const rows = await session.query<{ word: string; quoted: string }>(
      "SELECT word, quote_ident(word) AS quoted FROM pg_get_keywords()",
    );
    expect(rows.length).toBeGreaterThan(400);
    for (const { word, quoted } of rows) {
      // A newer server's key word is quoted for an older one too, which does no harm.
      if (quoted !== word) expect(quoteIdentifier(word)).toBe(quoted);
    }
  });

  it("a quoted name comes back as it was, and so does a quoted string under either setting", async () => {
    for (const value of fc.sample(text, 60)) {
      const name = [...`x${value}`].slice(0, 15).join("");
      const rows = await session.query<Record<string, string>>(
        `SELECT ${quoteLiteral(value)} AS ${quoteIdentifier(name)}`,
      );
      expect(rows).toEqual([{ [name]: value }]);
    }
    await session.execute("SET standard_conforming_strings = off");
    const rows = await session.query<{ value: string }>(`SELECT ${quoteLiteral("C:\\new 'x'\\")} AS value`);
    await session.execute("RESET standard_conforming_strings");
    expect(rows).toEqual([{ value: "C:\\new 'x'\\" }]);
  });
});

describe("quoting", () => {
  it("refuses what Postgres cannot hold", () => {
    expect(() => quoteIdentifier("a\0b")).toThrow("NUL");
    expect(() => quoteLiteral("a\0b")).toThrow("NUL");
  });

  it("keeps a name in one piece that tries to end the statement", () => {
    expect(quoteIdentifier('x"; DROP TABLE users; --')).toBe('"x""; DROP TABLE users; --"');
    expect(qualify("My Schema", "table")).toBe('"My Schema"."table"');
    expect(qualify(undefined, "name")).toBe("name");
    expect(identifierList(["a", "B", "select"])).toBe('a, "B", "select"');
  });
});

describe("names in what the server prints", () => {
  const name = fc
    .string({ unit: fc.constantFrom('"', "'", "a", "A", ".", " ", "_", "1", "é", "$", "\n"), minLength: 1 })
    .map((text) => ({ text, printed: quoteIdentifier(text) }));

  it("are found whole, and stand for what was quoted", () => {
    fc.assert(
      fc.property(name, name, (schema, { text, printed }) => {
        expect(isPrintedName(printed)).toBe(true);
        expect(unquoteIdentifier(printed)).toBe(text);
        expect(splitQualified(`${schema.printed}.${printed}`)).toEqual({ schema: schema.text, name: text });
        expect(`${schema.printed} ${printed}, f(`.match(new RegExp(printedName, "g"))?.slice(0, 2)).toEqual([
          schema.printed,
          printed,
        ]);
      }),
    );
  });

  it("are told from expressions and lists", () => {
    for (const text of ["a + b", "lower(a)", "a, b", 'a COLLATE "C"', "", '"a', "'a'", "A", "1"])
      expect(isPrintedName(text)).toBe(false);
    for (const text of ["a", "a.b.c", "integer", "a.b[]", 'a."b"c']) expect(splitQualified(text)).toBeNull();
  });

  it("and strings are taken out of the reach of what is looked for", () => {
    expect(`x = 'it''s x' AND "x ""x" > x`.replace(new RegExp(quotedText, "g"), "?")).toBe("x = ? AND ? > x");
  });
});

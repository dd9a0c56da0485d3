import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { majors, testServer } from "../testing/test-server";
import { connect, type Session } from "./connect";
import { connectionSettingsFromUrl } from "./connection-settings";
import { identifierList, qualify, quoteIdentifier, quoteLiteral } from "./identifier";

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

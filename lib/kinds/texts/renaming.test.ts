import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteIdentifier } from "../../postgres/identifier";
import { replaceName } from "./renaming";

describe("a renamed column in the text of an expression", () => {
  it.each([
    ["CHECK ((note <> 'note'::text))", "CHECK ((memo <> 'note'::text))"],
    ["CHECK ((note(note) > 1))", "CHECK ((note(memo) > 1))"],
    ["CHECK ((other)::note IS NULL)", "CHECK ((other)::note IS NULL)"],
    ["btree (lower(note)) WHERE (notes > 1)", "btree (lower(memo)) WHERE (notes > 1)"],
    ["FOREIGN KEY (note, other)", "FOREIGN KEY (memo, other)"],
    [`CHECK (("note""" > 'it''s note'))`, `CHECK (("note""" > 'it''s note'))`],
  ])("%s becomes %s", (before, after) => {
    expect(replaceName(before, null, "note", "memo")).toBe(after);
  });

  it("is replaced wherever it stands, whatever both names are, and taken back", () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !text.includes("\0"));
    fc.assert(
      fc.property(name, name, (from, to) => {
        // A word that is a keyword of the text itself is no name in it.
        fc.pre(!["and", "is", "not", "null"].includes(from.toLowerCase()) && from !== to);
        const text = (column: string): string =>
          `((${quoteIdentifier(column)} IS NOT NULL) AND (${quoteIdentifier(column)} <> 'x'))`;
        expect(replaceName(text(from), null, from, to)).toBe(text(to));
      }),
    );
  });
});

describe("a renamed relation in the text of a definition", () => {
  it.each([
    ["FOREIGN KEY (a) REFERENCES app.users(id)", "FOREIGN KEY (a) REFERENCES app.people(id)"],
    ["FOREIGN KEY (users) REFERENCES other.users(id)", "FOREIGN KEY (users) REFERENCES other.users(id)"],
    ["CHECK (users > 1)", "CHECK (users > 1)"],
  ])("%s becomes %s", (before, after) => {
    expect(replaceName(before, "app", "users", "people")).toBe(after);
  });
});

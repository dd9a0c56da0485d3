import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareIdentities, displayName, type Identity, identityKey, identityOf, visible } from "./identity";

const name = fc.oneof(fc.string(), fc.constantFrom("users", "a.b", '","', "null", "a\nb", "\u202Eevil", ""));
const identity: fc.Arbitrary<Identity> = fc
  .record(
    {
      kind: fc.constantFrom("table", "column", "function"),
      schema: name,
      table: name,
      name,
      arguments: name,
    },
    { requiredKeys: ["kind", "name"] },
  )
  .map((one) => one as Identity);

describe("identityKey", () => {
  it("is equal for equal identities and for no others", () => {
    fc.assert(
      fc.property(identity, identity, (one, other) => {
        const same = JSON.stringify(identityOf(one)) === JSON.stringify(identityOf(other));
        expect(identityKey(one) === identityKey(other)).toBe(same);
      }),
    );
  });

  it("tells what is absent from what is empty or called null", () => {
    const keys = [
      { kind: "table", name: "a" },
      { kind: "table", schema: "", name: "a" },
      { kind: "table", schema: "null", name: "a" },
      { kind: "table", table: "", name: "a" },
    ].map(identityKey);
    expect(new Set(keys).size).toBe(4);
  });

  it("is blind to attributes", () => {
    const table = { kind: "table", schema: "public", name: "a", owner: "somebody", comment: null };
    expect(identityKey(table)).toBe(identityKey({ kind: "table", schema: "public", name: "a" }));
    expect(identityOf(table)).toEqual({ kind: "table", schema: "public", name: "a" });
  });
});

describe("displayName", () => {
  it("joins what there is with dots and puts arguments into brackets", () => {
    expect(displayName({ kind: "column", schema: "public", table: "users", name: "id" })).toBe(
      "public.users.id",
    );
    expect(displayName({ kind: "extension", name: "postgis" })).toBe("postgis");
    expect(displayName({ kind: "function", schema: "s", name: "area", arguments: "integer" })).toBe(
      "s.area(integer)",
    );
    expect(displayName({ kind: "function", schema: "s", name: "now", arguments: "" })).toBe("s.now()");
  });

  it("leaves nothing in a name that could break or turn a line", () => {
    const hostile = { kind: "table", schema: "a\nb", name: "\u202Etxt.exe\u2066\u0000\u0085\uFEFF" };
    expect(displayName(hostile)).toBe("a\\u{000A}b.\\u{202E}txt.exe\\u{2066}\\u{0000}\\u{0085}\\u{FEFF}");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
      }),
    );
  });

  it("shows letters of any script, and markup, as they are", () => {
    for (const text of ["Größe", "表", "مستخدم", "</script>", 'a "b"', "👩‍💻".replace("\u200d", "")]) {
      expect(visible(text)).toBe(text);
    }
  });
});

describe("compareIdentities", () => {
  it("puts a table before its columns and a schema's objects together", () => {
    const table = (schema: string, name: string): Identity => ({ kind: "table", schema, name });
    const column = (schema: string, of: string, name: string): Identity => ({
      kind: "column",
      schema,
      table: of,
      name,
    });
    const ordered = [
      table("a", "t"),
      column("a", "t", "x"),
      column("a", "t", "y"),
      table("a", "u"),
      table("b", "t"),
    ];
    expect(ordered.toReversed().toSorted(compareIdentities)).toEqual(ordered);
  });

  it("is a total order that only calls equals equal", () => {
    fc.assert(
      fc.property(identity, identity, identity, (a, b, c) => {
        expect(Math.sign(compareIdentities(a, b))).toBe(-Math.sign(compareIdentities(b, a)) || 0);
        if (compareIdentities(a, b) <= 0 && compareIdentities(b, c) <= 0) {
          expect(compareIdentities(a, c)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });
});

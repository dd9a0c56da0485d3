import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttributeValue } from "../kinds/kind";
import { canonicalJson, sameValue } from "./canonical";

const value = fc.jsonValue() as fc.Arbitrary<AttributeValue>;

/** The same value with the keys of every record in the opposite order. */
function turned(one: AttributeValue): AttributeValue {
  if (typeof one !== "object" || one === null) return one;
  if (Array.isArray(one)) return one.map(turned);
  return Object.fromEntries(
    Object.entries(one)
      .toReversed()
      .map(([key, inner]) => [key, turned(inner)]),
  );
}

describe("canonicalJson", () => {
  it("is JSON that reads back as what was written", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (one) => {
        expect(JSON.parse(canonicalJson(one))).toEqual(JSON.parse(JSON.stringify(one)));
      }),
    );
  });

  it("does not depend on the order in which keys were set", () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(canonicalJson(turned(one))).toBe(canonicalJson(one));
      }),
    );
    expect(canonicalJson({ b: 1, a: { d: 1, c: [2, { f: null, e: true }] } })).toBe(
      '{"a":{"c":[2,{"e":true,"f":null}],"d":1},"b":1}',
    );
  });

  it("orders keys by code units, numbers among them, and leaves out what is undefined", () => {
    expect(canonicalJson({ b: 1, "10": 1, "9": 1, ä: 1, B: 1, gone: undefined })).toBe(
      '{"10":1,"9":1,"B":1,"b":1,"ä":1}',
    );
  });
});

describe("sameValue", () => {
  it("holds exactly where the canonical texts are equal", () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        // JSON knows no negative zero.
        fc.pre(!canonicalJson([one, other]).includes("-0"));
        expect(sameValue(one, turned(one))).toBe(true);
        expect(sameValue(one, other)).toBe(canonicalJson(one) === canonicalJson(other));
      }),
    );
  });

  it("tells a list from its order, from a record with its positions, and nothing from an empty one", () => {
    expect(sameValue(["a", "b"], ["b", "a"])).toBe(false);
    expect(sameValue(["a"], { "0": "a" })).toBe(false);
    expect(sameValue({ "0": "a" }, ["a"])).toBe(false);
    expect(sameValue(null, [])).toBe(false);
    expect(sameValue(null, undefined)).toBe(false);
    expect(sameValue({ a: 1 }, { b: 1 })).toBe(false);
    expect(sameValue("1", 1)).toBe(false);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { globMatcher } from "./glob";

/** What each sign means, told another way: tried at every place. */
function slow(glob: readonly string[], name: readonly string[]): boolean {
  const [sign, ...rest] = glob;
  if (sign === undefined) return name.length === 0;
  if (sign === "*") return slow(rest, name) || (name.length > 0 && slow(glob, name.slice(1)));
  if (name.length === 0) return false;
  return (sign === "?" || sign === name[0]) && slow(rest, name.slice(1));
}

describe("a glob", () => {
  it.each([
    ["*", "", true],
    ["tmp_*", "tmp_1", true],
    ["tmp_*", "my_tmp_1", false],
    ["tmp?", "tmp", false],
    ["a.b", "axb", false],
    ["users.*", "users.id", true],
    ["Tmp*", "tmp1", false],
    ["a\\*", "a*", true],
    ["a\\*", "ab", false],
    ["a\\", "a\\", true],
    ["?", "😀", true],
    ["a*b*c", "a--b--b--c", true],
    ["line*", "line\nbreak", true],
  ] as const)("%s against %s is %s", (glob, name, expected) => {
    expect(globMatcher(glob)(name)).toBe(expected);
  });

  it("means what trying it at every place would say", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });
    const glob = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
    fc.assert(
      fc.property(glob, text, (pattern, name) => {
        expect(globMatcher(pattern)(name)).toBe(slow([...pattern], [...name]));
      }),
      { numRuns: 2000 },
    );
  });

  it("matches a name quoted sign by sign, and nothing else", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, other) => {
        const matches = globMatcher([...name].map((character) => `\\${character}`).join(""));
        expect(matches(name)).toBe(true);
        expect(matches(other)).toBe(other === name);
      }),
    );
  });

  it("takes no longer for many stars", () => {
    const started = performance.now();
    expect(globMatcher(`${"*a".repeat(60)}b`)("a".repeat(4000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

import { describe, expect, test } from "vitest";
import { valuesOnOneLine } from "./value-text";

const both = (expected: string, actual: string) => valuesOnOneLine("function", "body", { expected, actual });

describe("both values on one line", () => {
  test("short ones are whole", () => {
    expect(both("SELECT 1\n  FROM t", "SELECT 2")).toEqual(["SELECT 1 FROM t", "SELECT 2"]);
  });

  test("long ones that begin alike are shown where they differ", () => {
    const [expected, actual] = both(`${"same ".repeat(100)}one`, `${"same ".repeat(100)}two`);
    expect(expected).toBe(`…${"same ".repeat(100).slice(-24)}one`);
    expect(actual).toBe(`…${"same ".repeat(100).slice(-24)}two`);
  });

  test("no character is cut in two", () => {
    // Of half a character encodeURIComponent throws.
    for (let shift = 0; shift < 4; shift++) {
      for (const text of both(
        `${"x".repeat(shift)}${"🦉".repeat(200)}a`,
        `${"x".repeat(shift)}${"🦉".repeat(200)}b`,
      ))
        expect(encodeURIComponent(text)).not.toBe("");
    }
  });
});

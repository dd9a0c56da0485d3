import { describe, expect, test } from "vitest";
import { attributeLabel, longValue, shortPair, shortValue } from "./describe";

describe("a value in words", () => {
  test.each([
    [null, "none"],
    [[], "none"],
    [{}, "none"],
    [true, "yes"],
    [0, "0"],
    [["a", "b"], "a, b"],
    [{ app_reader: ["SELECT"], PUBLIC: ["SELECT", "INSERT"] }, "app_reader: SELECT; PUBLIC: SELECT, INSERT"],
    [
      [
        { name: "id", type: "integer", collation: null },
        { name: "title", type: "text", collation: "pg_catalog.C" },
      ],
      "id integer; title text (collation: pg_catalog.C)",
    ],
    [
      [{ schema: "public", name: "users", columns: ["id", "email"], where: "(id > 0)" }],
      "public.users (columns: id, email; where: (id > 0))",
    ],
    [{ schema: "public", table: "users", columns: ["id"] }, "schema: public; table: users; columns: id"],
    [[{ mode: "out", name: null, type: "integer", default: null }], "integer (mode: out)"],
    [
      [{ schema: "public", table: "events_2026", name: "stamp", enabled: "no" }],
      "public.events_2026.stamp (enabled: no)",
    ],
    // The comment of a column that is called `name`.
    [{ name: "How it is called" }, "name: How it is called"],
  ])("%j is %s", (value, words) => {
    expect(shortValue("view", "anything", value)).toBe(words);
  });

  test.each([
    ["trigger", "updateColumns", null, "any column"],
    ["trigger", "enabled", "origin", "yes"],
    ["function", "privileges", null, "what it has from the start"],
    ["column", "privileges", null, "none of its own"],
    ["table", "owner", null, "not declared"],
    ["table", "comment", null, "none"],
    ["table", "comment", "constructor", "constructor"],
    ["event trigger", "tags", null, "every command"],
    ["table", "partitionOf", { schema: "public", name: "events" }, "public.events"],
    [
      "extension",
      "memberGrants",
      { "ROUTINE @extschema@.skeys(@extschema@.hstore)": { reader: ["EXECUTE"] } },
      "ROUTINE skeys(hstore): reader: EXECUTE",
    ],
    ["sequence", "ownedBy", { schema: "public", table: "users", column: "id" }, "public.users.id"],
    [
      "constraint",
      "references",
      { schema: "public", table: "users", columns: ["id", "org"] },
      "public.users (id, org)",
    ],
    ["function", "parameters", [{ mode: "in", name: "a", type: "integer", default: null }], "a integer"],
    [
      "trigger",
      "partitionStates",
      [{ schema: "public", table: "events_2026", name: "stamp", enabled: "disabled" }],
      "public.events_2026.stamp (enabled: no, switched off)",
    ],
    // A column may be called `schema`.
    ["view", "columnComments", { schema: "Where", name: "What" }, "schema: Where; name: What"],
  ])("%s: %s %j is %s", (kind, attribute, value, words) => {
    expect(shortValue(kind, attribute, value)).toBe(words);
    expect(longValue(kind, attribute, value).replaceAll("\n", "; ")).toBe(words);
  });

  test("a long list has a line for each of its elements", () => {
    const labels = Array.from({ length: 40 }, (_, position) => `label ${position}`);
    expect(longValue("enum", "labels", labels)).toBe(labels.join("\n"));
  });

  test("privileges stand one grantee a line", () => {
    expect(longValue("view", "anything", { app_reader: ["SELECT"], app_writer: ["INSERT", "UPDATE"] })).toBe(
      "app_reader: SELECT\napp_writer: INSERT, UPDATE",
    );
  });

  test("records stand one a line, and plain lists on one", () => {
    expect(
      longValue("view", "anything", [
        { name: "id", type: "integer" },
        { name: "title", type: "text" },
      ]),
    ).toBe("id integer\ntitle text");
    expect(longValue("view", "anything", ["a", "b"])).toBe("a, b");
    expect(longValue("view", "anything", { x: { PUBLIC: ["SELECT"] } })).toBe("x: PUBLIC: SELECT");
  });

  test("a text keeps its own lines", () => {
    expect(longValue("view", "anything", "BEGIN\n  RETURN 1;\nEND")).toBe("BEGIN\n  RETURN 1;\nEND");
  });
});

test("an attribute is called by words", () => {
  expect(attributeLabel("function", "securityDefiner")).toBe("security definer");
  expect(attributeLabel("table", "replicaIdentity")).toBe("replica identity");
});

const both = (expected: string, actual: string) => shortPair("function", "body", { expected, actual });

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

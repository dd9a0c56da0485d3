import { describe, expect, test } from "vitest";
import { attributeLabel, longValue, shortValue } from "./describe";

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
    // The comment of a column that is called `name`.
    [{ name: "How it is called" }, "name: How it is called"],
  ])("%j is %s", (value, words) => {
    expect(shortValue(value)).toBe(words);
  });

  test("privileges stand one grantee a line", () => {
    expect(longValue({ app_reader: ["SELECT"], app_writer: ["INSERT", "UPDATE"] })).toBe(
      "app_reader: SELECT\napp_writer: INSERT, UPDATE",
    );
  });

  test("records stand one a line, and plain lists on one", () => {
    expect(
      longValue([
        { name: "id", type: "integer" },
        { name: "title", type: "text" },
      ]),
    ).toBe("id integer\ntitle text");
    expect(longValue(["a", "b"])).toBe("a, b");
    expect(longValue({ x: { PUBLIC: ["SELECT"] } })).toBe("x: PUBLIC: SELECT");
  });

  test("a text keeps its own lines", () => {
    expect(longValue("BEGIN\n  RETURN 1;\nEND")).toBe("BEGIN\n  RETURN 1;\nEND");
  });
});

test("an attribute is called by words", () => {
  expect(attributeLabel("function", "securityDefiner")).toBe("security definer");
  expect(attributeLabel("table", "replicaIdentity")).toBe("replica identity");
});

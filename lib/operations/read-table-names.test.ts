import { expect, test } from "vitest";
import { readTableNames } from "./read-table-names";

test("table names are read as Postgres reads them, one a line, and none means all", () => {
  expect(readTableNames(" \n\n")).toBeNull();
  expect(readTableNames('public.Users\n  "Odd ""schema"""."A.b c"  ')).toEqual([
    { schema: "public", name: "users" },
    { schema: 'Odd "schema"', name: "A.b c" },
  ]);
});

test("a name without its schema, with too many parts or with other signs is refused by its line", () => {
  for (const line of ["users", "a.b.c", "public.us ers", '"public.users']) {
    expect(() => readTableNames(`public.fine\n${line}`)).toThrow(line);
  }
});

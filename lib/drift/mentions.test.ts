import { expect, test } from "vitest";
import type { CatalogObject } from "../kinds/kind";
import { mentionsOf } from "./mentions";

const routine = (name: string, body: string, standardBody = false): CatalogObject => ({
  kind: "function",
  ...{ schema: "public", name, arguments: "", body, standardBody },
});

const namesOf = (objects: readonly CatalogObject[]): readonly string[] => objects.map(({ name }) => name);

test("a column is mentioned where its name and its table's stand as words, in any case", () => {
  const routines = [
    routine("reads_it", "SELECT u.ID FROM Users u"),
    routine("another_table", "SELECT id FROM accounts"),
    routine("longer_names", "SELECT user_id FROM users_archive"),
    routine("only_the_table", "SELECT count(*) FROM users"),
  ];
  expect(
    namesOf(mentionsOf(routines, { kind: "column", schema: "public", name: "id", table: "users" })),
  ).toEqual(["reads_it"]);
});

test("a body that Postgres parsed is a dependency of its own, and no hint", () => {
  const routines = [routine("parsed", "BEGIN ATOMIC SELECT 1 FROM users; END", true)];
  expect(mentionsOf(routines, { kind: "table", schema: "public", name: "users" })).toEqual([]);
});

test("names with signs of regular expressions are taken to the letter", () => {
  const routines = [routine("odd", 'SELECT 1 FROM "a+b (old)"'), routine("even", "SELECT 1 FROM aab")];
  expect(namesOf(mentionsOf(routines, { kind: "table", schema: "public", name: "a+b (old)" }))).toEqual([
    "odd",
  ]);
});

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { blocksOf, mappedName, printDocument, readDocument } from "./prisma-document";
import { readFieldLine } from "./prisma-line";
import { keysOf, relationsOf } from "./prisma-model";
import { unifiedDiff } from "./unified-diff";

const folder = path.resolve("lib/testing/prisma-changes/schemas");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".prisma"))
  .map((name) => ({ path: name, content: readFileSync(path.join(folder, name), "utf8") }));

it("prints what it read byte for byte, whatever the line ends are", () => {
  const mixed = { path: "mixed.prisma", content: "model A {\r\n  id Int @id\n}\r\n" };
  const given = [...files, mixed, { path: "empty.prisma", content: "" }];
  expect(given.some(({ content }) => content.includes("\r\n"))).toBe(true);
  expect(printDocument(readDocument(given))).toEqual(given);
});

it("takes nothing in comments and strings for a block, a field or an attribute", () => {
  const document = readDocument(files.filter(({ path: name }) => name === "mapped.prisma"));
  const models = blocksOf(document, "model");
  expect(models.map(({ name }) => name)).toEqual(["User", "Profile", "Order", "OrderLine", "Note"]);
  const [user, , order] = models;
  if (user === undefined || order === undefined) throw new Error("the schema has other models");
  expect(mappedName(document, user)).toBe("users");
  expect(keysOf(document, user).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    "id users_key",
    "unique users_email",
    "index users_age",
    "index users_tags_idx",
    "index users_adult",
    "index users_email_like",
  ]);
  expect(relationsOf(document, order).map(({ name, columns }) => [name, columns])).toEqual([
    ["orders_buyer", ["buyer_id"]],
    ["orders_reviewer_id_fkey", ["reviewer_id"]],
  ]);
  expect(readFieldLine('  a String @default("x } @y(") @map("b") // @id')).toMatchObject({
    attributes: [
      { name: "default", arguments: [{ name: null, value: '"x } @y("' }] },
      { name: "map", arguments: [{ name: null, value: '"b"' }] },
    ],
  });
});

it("writes a patch as git takes it", () => {
  expect(unifiedDiff("prisma/a", "1\n2\n", "1\n3\n")).toBe(
    "--- a/prisma/a\n+++ b/prisma/a\n@@ -1,2 +1,2 @@\n 1\n-2\n+3\n",
  );
  expect(unifiedDiff("b", null, "1\n")).toBe("--- /dev/null\n+++ b/b\n@@ -0,0 +1,1 @@\n+1\n");
  expect(unifiedDiff("b", "1\n", "1\n")).toBe("");
});

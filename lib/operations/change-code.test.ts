import { afterAll, beforeAll, expect, test } from "vitest";
import { readDifferences } from "../store/differences";
import { type CheckedDatabase, checkedDatabase } from "../testing/checked-database";
import { type TestStore, testStore } from "../testing/test-store";
import { changeCodeOfChoice } from "./change-code-of-choice";
import { changeCodeOfDifference } from "./change-code-of-difference";
import { readDifference } from "./read-difference";

let made: TestStore;
let shop: CheckedDatabase;

const schema = `datasource db {
  provider = "postgresql"
}

model users {
  id   Int     @id
  name String? // as people write it
}`;

beforeAll(async () => {
  made = await testStore();
  shop = await checkedDatabase(made, {
    expected: schema,
    actual: `CREATE TABLE users (id integer CONSTRAINT users_pkey PRIMARY KEY, name text NOT NULL);
      CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id), CHECK (id > 0));`,
  });
});

afterAll(async () => {
  await made.drop();
  await shop.drop();
});

test("a pasted Prisma schema is changed for one difference, and the migration stands beside it", async () => {
  const id = await shop.differenceIn("name");
  const overview = await readDifference(made.operator, shop.slug, id);
  const { files, left } = await changeCodeOfDifference(made.operator, overview);
  expect(left).toEqual([]);
  expect(files.map(({ path, isNew }) => [path, isNew])).toEqual([
    ["prisma/schema.prisma", false],
    [expect.stringMatching(/^prisma\/migrations\/\d{14}_expect_\w{8}\/migration\.sql$/), true],
  ]);
  expect(files[0]?.diff).toBe(`--- a/prisma/schema.prisma
+++ b/prisma/schema.prisma
@@ -4,5 +4,5 @@
${" "}
 model users {
   id   Int     @id
-  name String? // as people write it
+  name String  // as people write it
 }
\\ No newline at end of file
`);
  expect(files[1]?.content).toBe("ALTER TABLE public.users ALTER COLUMN name SET NOT NULL;\n");
});

test("all differences make one change, and what Prisma has no words for is named", async () => {
  const { files, left, chosen, check } = await changeCodeOfChoice(made.operator, shop.slug, []);
  expect(chosen).toBe((await readDifferences(made.store, check.number)).length);
  expect(files[0]?.content).toContain("user    users @relation(fields: [user_id], references: [id]");
  expect(files[0]?.content).toContain("name String  // as people write it");
  expect(left[0]).toBe("public.orders.orders_id_check: Prisma has no words for a check constraint.");
  expect(left).toHaveLength(2);
});

test("differences that are no more make no change", async () => {
  await expect(changeCodeOfChoice(made.operator, shop.slug, ["D-AAAAAAAA"])).rejects.toMatchObject({
    code: "nothing-to-plan",
  });
});

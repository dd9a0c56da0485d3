import { expect, test } from "vitest";
import { testServer } from "../testing/test-server";
import { buildExpected } from "./build-expected";
import { prismaFiles } from "./prisma-source";
import type { SourceFile } from "./source";

// As projects of Prisma 5 and 6 have them: with URLs and preview features that version 7 no longer knows.
const head = [
  "datasource db {",
  '  provider   = "postgresql"',
  '  url        = env("DATABASE_URL")',
  "  extensions = [pgcrypto]",
  "}",
  "generator client {",
  '  provider        = "prisma-client-js"',
  '  previewFeatures = ["metrics", "postgresqlExtensions", "driverAdapters"]',
  "}",
].join("\n");

const user = "model User {\n  id    Int    @id @default(autoincrement())\n  posts Post[]\n}";
const post =
  "model Post {\n  id     String @id @default(uuid()) @db.Uuid\n  userId Int\n  user   User   @relation(fields: [userId], references: [id])\n}";

async function build(files: readonly SourceFile[]) {
  const server = await testServer();
  return buildExpected({ type: "prisma", files }, { shadowUrl: server.url("postgres") });
}

test("a schema of one file and the same in several make the same tables", async () => {
  const one = await build([{ path: "schema.prisma", content: `${head}\n${user}\n${post}` }]);
  const several = await build([
    { path: "schema/base.prisma", content: head },
    { path: "schema/post.prisma", content: post },
    { path: "schema/user.prisma", content: user },
  ]);
  expect(one.get({ kind: "column", schema: "public", table: "Post", name: "id" })).toMatchObject({
    type: "uuid",
  });
  expect(
    one.get({ kind: "constraint", schema: "public", table: "Post", name: "Post_userId_fkey" }),
  ).toBeDefined();
  expect(one.get({ kind: "extension", name: "pgcrypto" })).toBeDefined();
  expect(several.objects).toEqual(one.objects);
});

test("a fault of the schema names its file and line", async () => {
  const files = [
    { path: "schema/base.prisma", content: head },
    { path: "schema/user.prisma", content: "model User {\n  id Int @id\n  mood Mood\n}" },
  ];
  await expect(prismaFiles(files)).rejects.toMatchObject({
    code: "prisma-schema",
    message: expect.stringMatching(/^schema\/user\.prisma, line 3: Type "Mood" is neither/),
  });
});

test("a schema for another kind of database is refused", async () => {
  const content = 'datasource db {\n  provider = "mysql"\n}\nmodel A {\n  id Int @id\n}';
  await expect(prismaFiles([{ path: "schema.prisma", content }])).rejects.toMatchObject({
    code: "prisma-provider",
    message: "schema.prisma describes a mysql database.",
  });
});

test("views, which Prisma names and does not make, are told", async () => {
  const content = `${head.replace("driverAdapters", "views")}\nmodel A {\n  id Int @id\n}\nview V {\n  id Int @unique\n}`;
  const { diagnostics } = await prismaFiles([{ path: "schema.prisma", content }]);
  expect(diagnostics).toMatchObject([
    { code: "prisma-views", message: expect.stringContaining("1 view (V)") },
  ]);
});

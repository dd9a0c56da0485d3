import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSourcePath, sourceRoots } from "./read-source-path";

let folder: string;
let root: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "plumbline-path-"));
  root = path.join(folder, "root");
  mkdirSync(path.join(root, "m/deep"), { recursive: true });
  writeFileSync(path.join(root, "m/2.sql"), "SELECT 2;");
  writeFileSync(path.join(root, "m/10.sql"), "SELECT 10;");
  writeFileSync(path.join(root, "m/deep/1.sql"), "SELECT 1;");
  writeFileSync(path.join(root, "m/notes.txt"), "no schema");
  mkdirSync(path.join(folder, "outside"));
  writeFileSync(path.join(folder, "outside/secret.sql"), "SELECT 'canary';");
  symlinkSync(path.join(folder, "outside"), path.join(root, "link"));
  symlinkSync(path.join(folder, "outside/secret.sql"), path.join(root, "m/linked.sql"));
});

afterAll(() => rmSync(folder, { recursive: true }));

test("a folder gives its SQL files in name order, and links in it are not followed", async () => {
  const source = await readSourcePath("m", undefined, [root]);
  expect(source.files.map((file) => file.path)).toEqual(["10.sql", "2.sql", "deep/1.sql"]);
});

test("one file is read, by a path from the root or a whole one", async () => {
  for (const wanted of ["m/2.sql", path.join(root, "m/2.sql")]) {
    expect((await readSourcePath(wanted, undefined, [root])).files).toEqual([
      { path: "2.sql", content: "SELECT 2;" },
    ]);
  }
});

test.each([
  "../outside/secret.sql",
  "link/secret.sql",
  "m/linked.sql",
  "/etc/passwd",
  "nowhere.sql",
  "m/../../outside",
])("%s is neither read nor told apart from what does not exist", async (wanted) => {
  await expect(readSourcePath(wanted, undefined, [root])).rejects.toMatchObject({ code: "source-missing" });
});

test("an empty SQL file expects nothing, an empty folder and an empty schema of another kind are refused", async () => {
  writeFileSync(path.join(root, "nothing.sql"), "\n");
  writeFileSync(path.join(root, "nothing.prisma"), "");
  mkdirSync(path.join(root, "empty"));
  expect(await readSourcePath("nothing.sql", undefined, [root])).toEqual({
    type: "sql",
    files: [{ path: "nothing.sql", content: "\n" }],
  });
  for (const wanted of ["nothing.prisma", "empty"])
    await expect(readSourcePath(wanted, undefined, [root])).rejects.toMatchObject({ code: "source-empty" });
  // One empty file in a folder may have been forgotten there.
  writeFileSync(path.join(root, "empty/1.sql"), "");
  await expect(readSourcePath("empty", undefined, [root])).rejects.toMatchObject({ code: "source-empty" });
});

test("with an empty PLUMBLINE_SOURCES no path can be given", async () => {
  expect(sourceRoots({ NODE_ENV: "test", PLUMBLINE_SOURCES: "" })).toEqual([]);
  await expect(readSourcePath(root, undefined, [])).rejects.toMatchObject({ code: "source-missing" });
});

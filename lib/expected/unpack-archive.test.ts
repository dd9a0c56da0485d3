import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { expect, onTestFinished, test } from "vitest";
import { unpackUpload } from "./unpack-archive";

const sql = "CREATE TABLE a (id int);\n";

test("a plain file is itself", async () => {
  expect(await unpackUpload("C:\\work\\schema.sql", strToU8(sql))).toEqual([
    { path: "schema.sql", content: sql },
  ]);
});

test("a zip gives its text files, and paths that lead out of it lead nowhere", async () => {
  const archive = zipSync({
    "m/0002.sql": strToU8("second"),
    "m/0001.sql": strToU8(sql),
    "../../etc/0003.sql": strToU8("third"),
    "/abs/0004.sql": strToU8("fourth"),
    "image.png": new Uint8Array([1, 2, 3]),
    "__MACOSX/._0001.sql": strToU8("clutter"),
  });
  expect(await unpackUpload("m.zip", archive)).toEqual([
    { path: "m/0002.sql", content: "second" },
    { path: "m/0001.sql", content: sql },
    { path: "etc/0003.sql", content: "third" },
    { path: "abs/0004.sql", content: "fourth" },
  ]);
});

test.each(["gnu", "posix", "ustar"])(
  "a tar.gz that tar made in the format %s is unpacked, long names too",
  async (format) => {
    const folder = mkdtempSync(path.join(tmpdir(), "plumbline-tar-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const long = `migrations/${"deep/".repeat(format === "ustar" ? 10 : 30)}${"n".repeat(60)}.sql`;
    mkdirSync(path.join(folder, path.dirname(long)), { recursive: true });
    writeFileSync(path.join(folder, long), sql);
    writeFileSync(path.join(folder, "migrations/readme.md"), "no schema");
    execFileSync("tar", ["-czf", "m.tar.gz", `--format=${format}`, "migrations"], { cwd: folder });
    const files = await unpackUpload("m.tar.gz", readFileSync(path.join(folder, "m.tar.gz")));
    expect(files).toEqual([{ path: long, content: sql }]);
  },
);

test("one gzipped file is that file", async () => {
  expect(await unpackUpload("schema.sql.gz", gzipSync(sql))).toEqual([{ path: "schema.sql", content: sql }]);
});

test("UTF-16 as PowerShell writes it is read", async () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(sql, "utf16le")]);
  expect((await unpackUpload("up.sql", bytes))[0]?.content).toBe(sql);
});

test.each([
  ["zip", () => zipSync({ "bomb.sql": new Uint8Array(200 * 1024 * 1024) }, { level: 9 })],
  ["gzip", () => gzipSync(Buffer.alloc(200 * 1024 * 1024))],
])("a %s that unfolds to 200 MB is given up at the limit", async (_, make) => {
  const archive = make();
  expect(archive.length).toBeLessThan(1_000_000);
  await expect(unpackUpload("bomb", archive)).rejects.toMatchObject({ code: "source-too-large" });
});

test("a damaged archive is named", async () => {
  const archive = gzipSync(sql);
  await expect(unpackUpload("m.tar.gz", archive.subarray(0, archive.length - 10))).rejects.toMatchObject({
    code: "archive-unreadable",
    message: expect.stringContaining("m.tar.gz"),
  });
});

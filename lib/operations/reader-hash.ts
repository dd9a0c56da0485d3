import "server-only";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** The folders whose code decides on what a source comes out as. */
const folders = ["catalog", "expected", "introspect", "kinds", "postgres"];

let known: Promise<string> | undefined;

/**
 * A hash of the code that builds and reads expected catalogs. A catalog that another version of it built would lack what
 * this one reads, and show as drift: a cache must not outlive the code behind it, nor wait for a version number to change.
 */
export function readerHash(): Promise<string> {
  known ??= compute(path.join(process.env.PLUMBLINE_ROOT ?? process.cwd(), "lib"));
  return known;
}

async function compute(lib: string): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of folders) {
    const names = (await readdir(path.join(lib, folder)))
      .filter((name) => /(?<!\.test)\.ts$/.test(name))
      .sort();
    for (const name of names)
      hash.update(`${folder}/${name}\0`).update(await readFile(path.join(lib, folder, name)));
  }
  return hash.digest("hex").slice(0, 16);
}

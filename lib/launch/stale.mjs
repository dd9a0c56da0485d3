import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { cache, root } from "./surroundings.mjs";

// Neither what is generated from the rest nor what only tests read makes a build stale.
const ignored =
  /(^|\/)(node_modules|\.next|lib\/store\/generated|lib\/testing\/cases)(\/|$)|\.test\.tsx?$|\/\.[^/]+$/;

/**
 * Whether what was made from these files and folders (relative to the root) has to be made again.
 * Sizes and times are looked at first, contents only when those differ: a whole look takes a few milliseconds.
 * @returns undefined when it is up to date, else the function to call when it has been made
 */
export function staleness(name, sources) {
  const file = path.join(cache, `${name}.stamp.json`);
  const files = sources.flatMap((source) => listFiles(source)).sort();
  const times = hash(files.map((one) => `${one.path} ${one.size} ${one.time}`));
  const stamp = readStamp(file);
  if (stamp.times === times) return undefined;
  const contents = hash(
    files.map((one) => `${one.path} ${hash([fs.readFileSync(path.join(root, one.path))])}`),
  );
  const write = () => {
    fs.mkdirSync(cache, { recursive: true });
    replaceFile(file, JSON.stringify({ times, contents }));
  };
  if (stamp.contents !== contents) return write;
  write();
  return undefined;
}

/** Writes a file so that no other process ever sees a part of it. */
export function replaceFile(file, text) {
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, text);
  fs.renameSync(temporary, file);
}

function readStamp(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    // No stamp, or one that cannot be read: both mean that it has to be made.
    return {};
  }
}

function hash(parts) {
  // The root belongs to it because bundles name the folder they were made from.
  const sum = createHash("sha256").update(root);
  for (const part of parts) sum.update(part).update("\n");
  return sum.digest("hex");
}

function listFiles(relative) {
  if (ignored.test(relative)) return [];
  const stat = fs.statSync(path.join(root, relative), { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [{ path: relative, size: stat.size, time: stat.mtimeMs }];
  return fs.readdirSync(path.join(root, relative)).flatMap((name) => listFiles(`${relative}/${name}`));
}

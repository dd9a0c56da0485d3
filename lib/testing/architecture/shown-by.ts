import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { literally } from "../../postgres/pattern";

/** Files below the root, and in each the names of tests or faults, or how they begin. */
export type ShownBy = Readonly<Record<string, readonly string[]>>;

/** What of it is not there: files that do not exist, names that no test or fault of theirs has. */
export function notThere(root: string, shownBy: ShownBy): readonly string[] {
  return Object.entries(shownBy).flatMap(([file, names]) => {
    const place = path.join(root, file);
    if (!existsSync(place)) return [file];
    const text = readFileSync(place, "utf8");
    return names
      .filter((name) => !new RegExp(`["'\`][^"\`\\n]*${literally(name)}`).test(text))
      .map((name) => `${file}: ${name}`);
  });
}

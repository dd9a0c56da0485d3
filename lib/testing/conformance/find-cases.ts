import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const metaSchema = z.object({
  needs: z
    .object({
      extensions: z.array(z.string()).default([]),
      roles: z.array(z.string()).default([]),
      min_version: z.string().nullable().default(null),
    })
    .default({ extensions: [], roles: [], min_version: null }),
  kinds_changed: z.array(z.string()).default([]),
  dump: z.object({ identical: z.boolean() }).default({ identical: false }),
});

/** Two versions of one schema: what `old.sql` makes is brought to what `new.sql` makes, and back. */
export interface Case {
  /** The folder that holds it, relative to the one that was searched. */
  readonly suite: string;
  readonly name: string;
  readonly old: string;
  readonly new: string;
  readonly roles: readonly string[];
  readonly extensions: readonly string[];
  /** The least major that can load it. */
  readonly leastMajor: number;
  readonly kindsChanged: readonly string[];
  /** Both files say the same, letter for letter or in the words of pg_dump: there must be no difference. */
  readonly same: boolean;
}

/** Every folder below that holds `old.sql` and `new.sql`, in order of path. `meta.json` beside them is optional. */
export function findCases(folder: string): readonly Case[] {
  const found: Case[] = [];
  const visit = (directory: string): void => {
    if (existsSync(path.join(directory, "old.sql")) && existsSync(path.join(directory, "new.sql")))
      found.push(readCase(folder, directory));
    const entries = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
      visit(path.join(directory, name));
  };
  visit(path.resolve(folder));
  return found;
}

function readCase(root: string, directory: string): Case {
  const read = (name: string): string => readFileSync(path.join(directory, name), "utf8");
  const described = existsSync(path.join(directory, "meta.json"));
  const meta = metaSchema.parse(described ? JSON.parse(read("meta.json")) : {});
  const [before, after] = [read("old.sql"), read("new.sql")];
  return {
    suite:
      path.relative(path.resolve(root), path.dirname(directory)) || path.basename(path.dirname(directory)),
    name: path.basename(directory),
    old: before,
    new: after,
    // A pseudo-role: it is everywhere and nobody can make it.
    roles: meta.needs.roles.filter((role) => role.toLowerCase() !== "public"),
    extensions: meta.needs.extensions,
    leastMajor: Math.trunc(Number(meta.needs.min_version ?? 0)),
    kindsChanged: meta.kinds_changed,
    same: meta.dump.identical || before === after,
  };
}

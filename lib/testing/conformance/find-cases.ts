import { readdirSync, readFileSync } from "node:fs";
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
  /** Why it cannot be tried at all, or null. */
  readonly obstacle: string | null;
}

/** Every folder below that holds `old.sql` and `new.sql`, in order of path. `meta.json` beside them is optional. */
export function findCases(folder: string): readonly Case[] {
  const found: Case[] = [];
  const visit = (directory: string): void => {
    const entries = readdirSync(directory, { withFileTypes: true });
    const one = readCase(
      folder,
      directory,
      entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])),
    );
    if (one !== null) found.push(one);
    const folders = entries.filter((entry) => entry.isDirectory());
    for (const { name } of folders.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
      visit(path.join(directory, name));
  };
  visit(path.resolve(folder));
  return found;
}

/** Null where the folder is no case. */
function readCase(root: string, directory: string, files: readonly string[]): Case | null {
  // Suites that came by way of Windows write them in other letters.
  const named = (wanted: string): string | undefined => files.find((file) => file.toLowerCase() === wanted);
  const read = (file: string): string => decode(readFileSync(path.join(directory, file)));
  const [before, after, described] = [named("old.sql"), named("new.sql"), named("meta.json")];
  if (before === undefined && after === undefined) return null;
  const meta = readMeta(described === undefined ? "{}" : read(described));
  const absent = [...(before === undefined ? ["old.sql"] : []), ...(after === undefined ? ["new.sql"] : [])];
  const [old, fresh] = [before, after].map((file) => (file === undefined ? "" : read(file))) as [
    string,
    string,
  ];
  return {
    suite:
      path.relative(path.resolve(root), path.dirname(directory)) || path.basename(path.dirname(directory)),
    name: path.basename(directory),
    ...{ old, new: fresh },
    // A pseudo-role: it is everywhere and nobody can make it.
    roles: meta.facts.needs.roles.filter((role) => role.toLowerCase() !== "public"),
    extensions: meta.facts.needs.extensions,
    leastMajor: Math.trunc(Number(meta.facts.needs.min_version ?? 0)),
    kindsChanged: meta.facts.kinds_changed,
    same: meta.facts.dump.identical || old === fresh,
    obstacle: absent.length > 0 ? `${absent.join(" and ")} is not there` : meta.obstacle,
  };
}

function readMeta(text: string): {
  readonly facts: z.infer<typeof metaSchema>;
  readonly obstacle: string | null;
} {
  try {
    return { facts: metaSchema.parse(JSON.parse(text)), obstacle: null };
  } catch {
    return { facts: metaSchema.parse({}), obstacle: "its meta.json cannot be read" };
  }
}

/** Text as editors save it, with or without a byte order mark. */
function decode(bytes: Buffer): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  // The decoder takes the mark away.
  return new TextDecoder(encoding).decode(bytes);
}

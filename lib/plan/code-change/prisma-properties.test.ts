/** Every sort of single change of a database, brought into the Prisma schema: gone afterwards, or left with a reason. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { databaseChanges } from "../../testing/prisma-changes/changes";
import { declare, type Judgement, tryChange } from "../../testing/prisma-changes/try-change";
import type { CodeFile } from "./code-change";

const own = path.resolve("lib/testing/prisma-changes/schemas");
const corpus = path.resolve("../shared/corpus/realworld");

const filesIn = (folder: string, names: readonly string[]): readonly CodeFile[] =>
  names.map((name) => ({ path: name, content: readFileSync(path.join(folder, name), "utf8") }));

interface Subject {
  readonly name: string;
  readonly files: readonly CodeFile[] | null;
  /** Tables on which each sort of change is tried. */
  readonly most: number;
}

const real = (name: string): readonly CodeFile[] | null => {
  const folder = path.join(corpus, name, "schema");
  return existsSync(folder) ? filesIn(folder, ["schema.prisma"]) : null;
};

/** Tables on which each sort of change is tried: few in every run, more where somebody asks for it. */
const tables = (usual: number): number => Number(process.env.PLUMBLINE_PRISMA_TABLES ?? usual);

const subjects: readonly Subject[] = [
  { name: "mapped", files: filesIn(own, ["mapped.prisma"]), most: tables(2) },
  { name: "plain", files: filesIn(own, ["plain.prisma"]), most: tables(2) },
  {
    name: "parts",
    files: filesIn(path.join(own, "parts"), readdirSync(path.join(own, "parts"))),
    most: tables(1),
  },
  { name: "umami", files: real("umami"), most: tables(1) },
  { name: "trigger.dev", files: real("trigger.dev"), most: tables(1) },
];

describe.each(subjects)("the schema $name", ({ name, files, most }) => {
  it.skipIf(files === null)(
    files === null ? `is not there: no corpus at ../shared/corpus` : "takes every change or says why not",
    async () => {
      const side = await declare(files ?? []);
      const changes = databaseChanges(side.catalog, most);
      const judged: (readonly [string, Judgement])[] = [];
      const queue = [...changes];
      const work = async (): Promise<void> => {
        for (let change = queue.shift(); change !== undefined; change = queue.shift())
          judged.push([`${name}: ${change.name}`, await tryChange(side, change)]);
      };
      try {
        await Promise.all([work(), work(), work()]);
      } finally {
        await side.database.drop();
      }
      const count = (outcome: Judgement["outcome"]): number =>
        judged.filter(([, judgement]) => judgement.outcome === outcome).length;
      console.log(
        `${name}: ${changes.length} changes: ${count("patched")} patched, ${count("partly")} in part, ${count("left")} left, ${count("wrong")} wrong, ${count("none")} no difference`,
      );
      expect(count("patched")).toBeGreaterThan(20);
      expect(
        judged
          .filter(([, { outcome }]) => outcome === "wrong")
          .map(([change, { words }]) => `${change}: ${words}`),
      ).toEqual([]);
    },
    600_000,
  );
});

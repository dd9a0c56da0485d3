/** Every sort of single change of a database, brought into the Prisma schema: gone afterwards, or left with a reason. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { type DatabaseChange, databaseChanges } from "../../testing/prisma-changes/changes";
import {
  type DeclaredSide,
  declare,
  type Judgement,
  tryChange,
} from "../../testing/prisma-changes/try-change";
import type { CodeFile } from "./code-change";

const own = path.resolve("lib/testing/prisma-changes/schemas");
const corpus = path.resolve("../shared/corpus/realworld");

const filesIn = (folder: string, names: readonly string[]): readonly CodeFile[] =>
  names.map((name) => ({ path: name, content: readFileSync(path.join(folder, name), "utf8") }));

interface Subject {
  readonly name: string;
  readonly files: readonly CodeFile[] | null;
  /** Changes that are tried in every run, spread over all sorts. */
  readonly usual: number;
}

const real = (name: string): readonly CodeFile[] | null => {
  const folder = path.join(corpus, name, "schema");
  return existsSync(folder) ? filesIn(folder, ["schema.prisma"]) : null;
};

const subjects: readonly Subject[] = [
  { name: "mapped", files: filesIn(own, ["mapped.prisma"]), usual: 40 },
  { name: "plain", files: filesIn(own, ["plain.prisma"]), usual: 40 },
  {
    name: "parts",
    files: filesIn(path.join(own, "parts"), readdirSync(path.join(own, "parts"))),
    usual: 30,
  },
  { name: "umami", files: real("umami"), usual: 15 },
  { name: "trigger.dev", files: real("trigger.dev"), usual: 10 },
];

/** Set, all changes are tried on so many tables of each schema. */
const tables = process.env.PLUMBLINE_PRISMA_TABLES;

function changesOf(side: DeclaredSide, usual: number): readonly DatabaseChange[] {
  if (tables !== undefined) return databaseChanges(side.catalog, Number(tables));
  const all = databaseChanges(side.catalog, 3);
  return all.filter(
    (_, place) => Math.floor((place * usual) / all.length) !== Math.floor(((place - 1) * usual) / all.length),
  );
}

describe.each(subjects)("the schema $name", ({ name, files, usual }) => {
  it.skipIf(files === null)(
    files === null ? `is not there: no corpus at ../shared/corpus` : "takes every change or says why not",
    async () => {
      const side = await declare(files ?? []);
      const changes = changesOf(side, usual);
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
      expect(count("patched")).toBeGreaterThan(changes.length / 4);
      expect(
        judged
          .filter(([, { outcome }]) => outcome === "wrong")
          .map(([change, { words }]) => `${change}: ${words}`),
      ).toEqual([]);
    },
    600_000,
  );
});

const several = `
  CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE TABLE shops (id serial PRIMARY KEY, name text NOT NULL, mood mood NOT NULL DEFAULT 'ok');
  ALTER TABLE users ADD COLUMN shop_id int REFERENCES shops (id) ON DELETE CASCADE, ADD COLUMN mood mood;
  CREATE INDEX ON users (shop_id);
  ALTER TABLE users ALTER COLUMN age TYPE integer, ALTER COLUMN full_name SET NOT NULL, DROP COLUMN score;
  DROP TABLE notes;
  ALTER INDEX users_age RENAME TO users_by_age;
  ALTER TABLE profiles DROP CONSTRAINT profiles_pkey, ADD COLUMN id bigserial PRIMARY KEY;
  ALTER TYPE role ADD VALUE 'guest' BEFORE 'writer';
  ALTER TABLE order_lines DROP CONSTRAINT order_lines_order_id_fkey;
`;

describe("several differences at once", () => {
  it.each([
    ["all of them", () => true],
    ["every second one", (_: unknown, place: number) => place % 2 === 0],
    ["the others", (_: unknown, place: number) => place % 2 === 1],
  ] as const)("make one patch: %s", { timeout: 120_000 }, async (name, chosen) => {
    const side = await declare(filesIn(own, ["mapped.prisma"]));
    try {
      const { outcome, words } = await tryChange(side, { name, sql: several }, chosen);
      expect(`${outcome} ${words}`).toBe("patched ");
    } finally {
      await side.database.drop();
    }
  });
});

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoDifferences, missingTables } from "../../prisma/demo/demo-differences";
import { seedDemo } from "../../prisma/seed";
import { differenceId } from "../drift/difference";
import { compareSides } from "../operations/compare-sides";
import { readCatalog } from "../operations/read-catalog";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { displayName, type Identity } from "../postgres/identity";
import { runCommand } from "../testing/run-command";
import { type TestDatabase, type TestServer, testServer } from "../testing/test-server";
import type { CheckReport } from "./report-json";

const root = path.join(import.meta.dirname, "../..");

describe("the founding database", () => {
  const database = `demo_${process.pid}`;
  let server: TestServer;
  let report: CheckReport;
  let code: number | null;

  beforeAll(async () => {
    server = await testServer(18);
    await seedDemo({ serverUrl: server.url("postgres"), database, scale: 0.01 });
    const history = path.join(root, "prisma/demo/upgrade-head.sql");
    const parameters = [
      "check",
      "--database",
      server.url(database),
      "--expected",
      history,
      "--format",
      "json",
    ];
    const result = await runCommand(parameters, { SHADOW_DATABASE_URL: server.url("postgres") });
    expect(result.stderr).toBe("");
    code = result.code;
    report = JSON.parse(result.stdout) as CheckReport;
  });

  afterAll(async () => {
    const session = await connect(connectionSettingsFromUrl(server.url("postgres")));
    await session.execute(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await session.close();
  });

  const line = (type: string, object: Identity): string => `${type} ${object.kind} ${displayName(object)}`;

  it("shows every difference that was put into it, and nothing that is not there", () => {
    const found = report.differences.map(({ type, kind, object }) => line(type, { kind, ...object }));
    const wanted = demoDifferences.map(({ type, object }) => line(type, object));
    expect(found.toSorted()).toEqual(wanted.toSorted());
    expect(report.verdict).toBe("drift");
    expect(report.unverified).toEqual([]);
    expect(code).toBe(2);
  });

  it("shows the attribute and both values of each change", () => {
    for (const wanted of demoDifferences) {
      if (wanted.type !== "changed") continue;
      const { attribute, expected, actual } = wanted;
      const found = report.differences.find(({ id }) => id === differenceId(wanted.object));
      expect(found?.attributes).toEqual([{ attribute, expected, actual }]);
    }
  });

  it("explains the four missing tables and the foreign columns by the two key types", () => {
    const keys = ["users", "organizations"].map((table) =>
      differenceId({ kind: "column", schema: "public", table, name: "id" }),
    );
    const causes = new Set(report.differences.flatMap(({ cause }) => cause ?? []));
    expect([...causes].toSorted()).toEqual(keys.toSorted());
    for (const name of missingTables) {
      const table = report.differences.find(
        ({ id }) => id === differenceId({ kind: "table", schema: "public", name }),
      );
      expect(keys).toContain(table?.cause);
    }
    for (const id of keys)
      expect(report.differences.find((difference) => difference.id === id)?.cause).toBeUndefined();
  });
});

const corpus = path.join(root, "../shared/corpus/pairs");

interface PairFacts {
  readonly suite: string;
  readonly case: string;
  readonly needs: {
    readonly extensions: readonly string[];
    readonly roles: readonly string[];
    readonly creates_roles: readonly string[];
  };
  readonly text_identical: boolean;
  readonly dup_of: unknown;
  readonly loads: { readonly [major: string]: { readonly ok: boolean } | undefined };
}

interface Pair extends PairFacts {
  readonly folder: string;
}

function readPairs(): readonly Pair[] {
  if (!existsSync(corpus)) return [];
  return readdirSync(corpus).flatMap((suite) =>
    readdirSync(path.join(corpus, suite))
      .toSorted()
      .map((name) => path.join(corpus, suite, name))
      .filter((folder) => existsSync(path.join(folder, "meta.json")))
      .map((folder) => ({
        ...(JSON.parse(readFileSync(path.join(folder, "meta.json"), "utf8")) as PairFacts),
        folder,
      })),
  );
}

/** Loads on a bare server: what needs roles or extensions is for a server of its own. */
const loadable = ({ needs, loads, dup_of }: Pair): boolean =>
  loads["18"]?.ok === true &&
  dup_of === null &&
  [needs.extensions, needs.roles, needs.creates_roles].every((list) => list.length === 0);

const candidates = readPairs().filter(loadable);
/** The body of a function is text to Postgres: other white space in it is another body. */
const notIdentical = new Set(["function_equal_whitespace"]);

/** Two ways of writing the same schema. */
const sameInOtherWords = new Set([
  "preserve_quotes--ColumnUnquotedEqualsQuotedLowercase",
  "constraints--CheckConstraintWithArrayTypeCast",
]);

// Every identical pair is a false difference waiting to be found; of the others a sample spread over all suites.
const identical = candidates.filter(
  (pair) => (pair.text_identical && !notIdentical.has(pair.case)) || sameInOtherWords.has(pair.case),
);
const others = candidates.filter((pair) => !identical.includes(pair));
const sample = others.filter((_, index) => index % Math.max(1, Math.floor(others.length / 40)) === 0);

describe.skipIf(candidates.length === 0)(
  candidates.length === 0
    ? "pairs of public projects (skipped: no ../shared/corpus here)"
    : "pairs of public projects",
  () => {
    let server: TestServer;

    beforeAll(async () => {
      server = await testServer(18);
    });

    async function withPair(
      pair: Pair,
      work: (old: TestDatabase, next: TestDatabase) => Promise<void>,
    ): Promise<void> {
      const databases = await Promise.all(
        ["old.sql", "new.sql"].map(async (name) => {
          const database = await server.createDatabase("pair");
          const session = await connect(connectionSettingsFromUrl(database.url));
          await session.script(readFileSync(path.join(pair.folder, name), "utf8"));
          await session.close();
          return database;
        }),
      );
      try {
        const [old, next] = databases;
        if (old !== undefined && next !== undefined) await work(old, next);
      } finally {
        await Promise.all(databases.map((database) => database.drop()));
      }
    }

    const verdict = async (expected: TestDatabase, actual: TestDatabase): Promise<string> => {
      const sides = await Promise.all(
        [expected, actual].map(({ url }) => readCatalog(connectionSettingsFromUrl(url))),
      );
      const [wanted, present] = sides;
      if (wanted === undefined || present === undefined) throw new Error("a side is missing");
      const { drift } = await compareSides(wanted, present, {
        shadowUrl: async () => server.url("postgres"),
      });
      const lines = drift.differences.map(
        ({ type, object }) => `${type} ${object.kind} ${displayName(object)}`,
      );
      return [drift.verdict, ...lines].join("\n");
    };

    const named = (list: readonly Pair[]) =>
      list.map((pair) => [`${pair.suite}/${pair.case}`, pair] as const);

    it.each(named(identical))("%s: the same schema twice is clean", async (_, pair) => {
      await withPair(pair, async (old, next) => expect(await verdict(next, old)).toBe("clean"));
    });

    it.each(named(sample))(
      "%s: each side is clean against itself, and what changed is drift",
      async (_, pair) => {
        await withPair(pair, async (old, next) => {
          expect(await verdict(next, next)).toBe("clean");
          expect(await verdict(next, old)).toMatch(/^drift\n/);
        });
      },
    );
  },
);

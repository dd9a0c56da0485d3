import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compare } from "../../drift/compare";
import { describeDifference } from "../../drift/describe";
import { makePlan } from "../../plan/make-plan";
import { planScript } from "../../plan/script";
import { undoPlan } from "../../plan/undo";
import { connect } from "../../postgres/connect";
import { connectionSettingsFromUrl } from "../../postgres/connection-settings";
import { dumpEntries, dumpSchema, findPgDump } from "../pg-dump";
import { planSides, readDatabase, rowsOf, runScript, runThroughPsql } from "../plan-sides";
import { majors, type TestDatabase, testServer } from "../test-server";
import { type KeyType, keyTypes, type ShopRoles, shopDigest, shopRows, shopSchema } from "./shop";

const conversions: readonly (readonly [keyof typeof keyTypes, keyof typeof keyTypes])[] = [
  ["uuid", "varchar(36)"],
  ["varchar(36)", "uuid"],
  ["uuid", "text"],
  ["text", "varchar(36)"],
  ["integer", "bigint"],
  ["bigint", "integer"],
];

const dumpOf = async (major: number, database: TestDatabase) => {
  const pgDump = await findPgDump(major);
  return pgDump === null ? null : dumpEntries(await dumpSchema(pgDump.program, database.url));
};

/** What psql complained of, but for the warning that this server publishes nothing (wal_level). */
const complaints = ({ code, errors }: { code: number | null; errors: string }): readonly string[] => [
  ...(code === 0 ? [] : [`exit ${code}`]),
  ...errors.split("\n").filter((line) => line !== "" && !/wal_level/.test(line)),
];

describe.each(majors)("on PostgreSQL %i", (major) => {
  const suffix = randomBytes(4).toString("hex");
  const roles: ShopRoles = { owner: `shop_owner_${suffix}`, reader: `shop_reader_${suffix}` };

  const asSuperuser = async (sql: string): Promise<void> => {
    const session = await connect(connectionSettingsFromUrl((await testServer(major)).url("postgres")));
    try {
      await session.script(sql);
    } finally {
      await session.close();
    }
  };
  beforeAll(() => asSuperuser(`CREATE ROLE ${roles.owner}; CREATE ROLE ${roles.reader}`));
  afterAll(() => asSuperuser(`DROP ROLE ${roles.owner}; DROP ROLE ${roles.reader}`));

  it.each(conversions)(
    "takes a key from %s to %s with everything that hangs on it, and back",
    async (from, to) => {
      const [source, target]: readonly KeyType[] = [keyTypes[from], keyTypes[to]];
      if (source === undefined || target === undefined) throw new Error("no such type");
      const sides = await planSides(
        shopSchema(target, roles, major),
        shopSchema(source, roles, major),
        major,
      );
      try {
        await runScript(sides.actualDatabase, shopRows(source));
        const rows = await rowsOf(sides.actualDatabase, shopDigest);
        const before = await dumpOf(major, sides.actualDatabase);
        const plan = makePlan(sides.drift, sides.expected, sides.actual);
        expect(plan.manual).toEqual([]);
        // Each table is written anew once.
        const alters = plan.statements
          .filter(({ sql }) => / TYPE /.test(sql))
          .map(({ sql }) => sql.split("\n")[0]);
        expect(alters.toSorted()).toEqual([...new Set(alters)].toSorted());

        const script = planScript(plan);
        expect(complaints(runThroughPsql(sides.actualDatabase, script))).toEqual([]);
        const left = compare(sides.expected, await readDatabase(sides.actualDatabase)).differences;
        expect(left.map(describeDifference)).toEqual([]);
        expect(await rowsOf(sides.actualDatabase, shopDigest)).toEqual(rows);
        // The observer: owner, grants, comments, enabled states as pg_dump prints them.
        expect(await dumpOf(major, sides.actualDatabase)).toEqual(
          await dumpOf(major, sides.expectedDatabase),
        );

        const undo = undoPlan(plan, sides.drift, sides.expected, sides.actual);
        expect(undo.plan.manual).toEqual([]);
        expect(complaints(runThroughPsql(sides.actualDatabase, planScript(undo.plan)))).toEqual([]);
        expect(await rowsOf(sides.actualDatabase, shopDigest)).toEqual(rows);
        expect(await dumpOf(major, sides.actualDatabase)).toEqual(before);
      } finally {
        await sides.drop();
      }
    },
  );

  it.each([
    ["text", "mood"],
    ["mood", "text"],
  ])("takes a column and those that refer to it from %s to %s", async (from, to) => {
    const schema = (type: string): string => `
      CREATE TYPE mood AS ENUM ('sad', 'ok');
      CREATE TABLE kinds (name ${type} PRIMARY KEY);
      CREATE TABLE things (id integer PRIMARY KEY, kind ${type} NOT NULL DEFAULT 'ok' REFERENCES kinds (name), old ${type}[]);
      CREATE VIEW kinds_used AS SELECT kind, count(*) AS n FROM things GROUP BY kind;`;
    const sides = await planSides(schema(to), schema(from), major);
    try {
      await runScript(
        sides.actualDatabase,
        "INSERT INTO kinds VALUES ('sad'), ('ok'); INSERT INTO things VALUES (1, 'sad', '{sad,ok}'), (2, DEFAULT, NULL)",
      );
      const plan = makePlan(sides.drift, sides.expected, sides.actual);
      expect(plan.manual).toEqual([]);
      expect(runThroughPsql(sides.actualDatabase, planScript(plan))).toEqual({
        code: 0,
        output: "",
        errors: "",
      });
      const left = compare(sides.expected, await readDatabase(sides.actualDatabase)).differences;
      expect(left.map(describeDifference)).toEqual([]);
      expect(
        await rowsOf(sides.actualDatabase, "SELECT id, kind::text, old::text FROM things ORDER BY id"),
      ).toEqual([
        { id: 1, kind: "sad", old: "{sad,ok}" },
        { id: 2, kind: "ok", old: null },
      ]);
    } finally {
      await sides.drop();
    }
  });

  it("takes labels away and moves them under columns, arrays, defaults and views", async () => {
    const schema = (labels: string): string => `
      CREATE TYPE mood AS ENUM (${labels});
      CREATE TABLE things (id integer PRIMARY KEY, feels mood DEFAULT 'ok', often mood[] DEFAULT '{ok}');
      CREATE INDEX things_ok ON things (id) WHERE feels = 'ok';
      CREATE VIEW happy AS SELECT id FROM things WHERE feels = 'ok';`;
    const sides = await planSides(schema("'ok', 'sad'"), schema("'sad', 'mad', 'ok'"), major);
    try {
      await runScript(sides.actualDatabase, "INSERT INTO things (id, feels) VALUES (1, 'sad'), (2, DEFAULT)");
      const plan = makePlan(sides.drift, sides.expected, sides.actual);
      expect(plan.manual).toEqual([]);
      expect(runThroughPsql(sides.actualDatabase, planScript(plan))).toEqual({
        code: 0,
        output: "",
        errors: "",
      });
      const left = compare(sides.expected, await readDatabase(sides.actualDatabase)).differences;
      expect(left.map(describeDifference)).toEqual([]);
      expect(await rowsOf(sides.actualDatabase, "SELECT id FROM things ORDER BY feels")).toEqual([
        { id: 2 },
        { id: 1 },
      ]);
    } finally {
      await sides.drop();
    }
  });

  it.each([
    [
      "a partition key",
      "CREATE TABLE t (id uuid NOT NULL, n integer) PARTITION BY HASH (id)",
      "CREATE TABLE t (id text NOT NULL, n integer) PARTITION BY HASH (id)",
    ],
    [
      "a column of a row type that another table stores",
      "CREATE TABLE t (id uuid); CREATE TABLE holder (held t[])",
      "CREATE TABLE t (id text); CREATE TABLE holder (held t[])",
    ],
  ])("leaves %s to be done by hand", async (_, from, to) => {
    const sides = await planSides(to, from, major);
    try {
      const plan = makePlan(sides.drift, sides.expected, sides.actual);
      expect(plan.statements).toEqual([]);
      expect(plan.manual).toMatchObject([{ object: { kind: "column", name: "id" }, attributes: ["type"] }]);
    } finally {
      await sides.drop();
    }
  });

  it("changes the columns of a typed table by their type", async () => {
    const schema = (type: string): string => `CREATE TYPE shape AS (id ${type}); CREATE TABLE t OF shape`;
    const sides = await planSides(schema("text"), schema("uuid"), major);
    try {
      const plan = makePlan(sides.drift, sides.expected, sides.actual);
      expect(plan.manual).toEqual([]);
      expect(runThroughPsql(sides.actualDatabase, planScript(plan))).toMatchObject({ code: 0 });
      const left = compare(sides.expected, await readDatabase(sides.actualDatabase)).differences;
      expect(left.map(describeDifference)).toEqual([]);
    } finally {
      await sides.drop();
    }
  });
});

/** Privileges that another role than the owner granted are really taken back, and what is to stay does. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compare } from "../drift/compare";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { readDatabase } from "../testing/plan-sides";
import { majors, testServer } from "../testing/test-server";
import { runPlan } from "./run-plan";
import { prepareRun } from "./run-plan.fixture";

const suffix = randomBytes(4).toString("hex");
const owner = `"owner_${suffix}"`;
const middle = `"Mid'dle_${suffix}"`;
const last = `"last_${suffix}"`;

/** Everything that can be granted onwards, each with a privilege that fits it. */
const targets = [
  ["TABLE t", "SELECT", ""],
  ["TABLE t", "UPDATE", " (a)"],
  ["TABLE v", "SELECT", ""],
  ["TABLE v", "SELECT", " (a)"],
  ["SEQUENCE s", "USAGE", ""],
  ["FUNCTION f()", "EXECUTE", ""],
  ["TYPE e", "USAGE", ""],
  ["SCHEMA other", "USAGE", ""],
] as const;

const objects = `
  GRANT USAGE, CREATE ON SCHEMA public TO ${owner}, ${middle}, ${last};
  CREATE SCHEMA other AUTHORIZATION ${owner}; SET ROLE ${owner};
  CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a FROM t; CREATE SEQUENCE s; CREATE TYPE e AS ENUM ('x');
  CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION f() FROM PUBLIC; REVOKE ALL ON TYPE e FROM PUBLIC;
  RESET ROLE;`;

const grant = (by: string, to: string, option: boolean): string =>
  `SET ROLE ${by}; ${targets
    .map(
      ([target, privilege, columns]) =>
        `GRANT ${privilege}${columns} ON ${target} TO ${to}${option ? " WITH GRANT OPTION" : ""};`,
    )
    .join(" ")} RESET ROLE;`;

const passedOn = `${objects} ${grant(owner, middle, true)} ${grant(middle, last, false)}`;

describe.each(majors)("on PostgreSQL %i", (major) => {
  const asSuperuser = async (sql: string): Promise<void> => {
    const session = await connect(connectionSettingsFromUrl((await testServer(major)).url("postgres")));
    try {
      await session.script(sql);
    } finally {
      await session.close();
    }
  };
  beforeAll(() => asSuperuser(`CREATE ROLE ${owner}; CREATE ROLE ${middle}; CREATE ROLE ${last}`));
  afterAll(() => asSuperuser(`DROP ROLE ${owner}; DROP ROLE ${middle}; DROP ROLE ${last}`));

  it.each([
    ["what was granted onwards goes, and who granted it keeps its own", grant(owner, middle, true)],
    ["who granted it loses its own, and what it granted stays", grant(owner, last, false)],
    [
      "who granted it may not grant any more, and what it granted stays",
      `${grant(owner, middle, false)} ${grant(owner, last, false)}`,
    ],
    ["both go", ""],
    ["what was granted onwards by two goes", grant(owner, middle, true), grant(owner, last, false)],
  ])("%s", async (_, wanted, more = "") => {
    const run = await prepareRun(`${objects} ${wanted}`, `${passedOn} ${more}`, { major });
    try {
      expect(run.plan.manual).toEqual([]);
      expect(run.sides.drift.differences.length).toBeGreaterThan(5);
      const outcome = await runPlan(run.request, run.hooks);
      expect(outcome.details).toEqual([]);
      expect(outcome).toMatchObject({ status: "committed", attempts: 1 });
      const now = await readDatabase(run.sides.actualDatabase);
      expect(compare(run.sides.expected, now).differences).toEqual([]);
    } finally {
      await run.drop();
    }
  });
});

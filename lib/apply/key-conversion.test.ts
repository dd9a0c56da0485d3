import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compare } from "../drift/compare";
import { makePlan } from "../plan/make-plan";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { keyTypes, type ShopRoles, shopDigest, shopRows, shopSchema } from "../testing/key-conversion/shop";
import { readDatabase, rowsOf, runScript } from "../testing/plan-sides";
import { majors, testServer } from "../testing/test-server";
import { runPlan } from "./run-plan";
import { prepareRun } from "./run-plan.fixture";

describe.each(majors)("on PostgreSQL %i", (major) => {
  const suffix = randomBytes(4).toString("hex");
  const roles: ShopRoles = { owner: `run_owner_${suffix}`, reader: `run_reader_${suffix}` };
  const asSuperuser = async (sql: string): Promise<void> => {
    const session = await connect(connectionSettingsFromUrl((await testServer(major)).url("postgres")));
    try {
      await session.script(sql);
    } finally {
      await session.close();
    }
  };
  beforeAll(() => asSuperuser(`CREATE ROLE ${roles.owner} LOGIN PASSWORD 'x'; CREATE ROLE ${roles.reader}`));
  afterAll(() => asSuperuser(`DROP ROLE ${roles.owner}; DROP ROLE ${roles.reader}`));

  it("proves the conversion of a key with everything that hangs on it, rehearsed, run and taken back", async () => {
    const run = await prepareRun(
      shopSchema(keyTypes["varchar(36)"], roles, major),
      shopSchema(keyTypes.uuid, roles, major),
      { major },
    );
    try {
      const { actualDatabase } = run.sides;
      await runScript(actualDatabase, shopRows(keyTypes.uuid));
      const rows = await rowsOf(actualDatabase, shopDigest);
      const rehearsed = await runPlan({ ...run.request, mode: "rehearse" }, run.hooks);
      expect(rehearsed.details).toEqual([]);
      expect(rehearsed).toMatchObject({ status: "rolled back", code: "rehearsed" });
      const observed = rehearsed.statements.flatMap((statement) => statement.observed ?? []);
      expect(observed.flatMap(({ rewritten }) => rewritten)).toContain("shop.account");
      expect(observed.reduce((sum, { walBytes }) => sum + walBytes, 0)).toBeGreaterThan(10_000);
      expect(await rowsOf(actualDatabase, shopDigest)).toEqual(rows);

      const outcome = await runPlan(run.request, run.hooks);
      expect(outcome.details).toEqual([]);
      expect(outcome).toMatchObject({ status: "committed", attempts: 1 });
      expect(await rowsOf(actualDatabase, shopDigest)).toEqual(rows);

      const now = await readDatabase(actualDatabase);
      const back = compare(run.sides.actual, now);
      const undo = {
        ...run.request,
        ...{ expected: run.sides.actual, actual: now, plan: makePlan(back, run.sides.actual, now) },
      };
      const undone = await runPlan(undo, run.hooks);
      expect(undone.details).toEqual([]);
      expect(undone).toMatchObject({ status: "committed" });
      expect(await rowsOf(actualDatabase, shopDigest)).toEqual(rows);
      expect(compare(run.sides.actual, await readDatabase(actualDatabase)).differences).toEqual([]);
    } finally {
      await run.drop();
    }
  });

  it("works as the owner of the objects, who is no superuser", async () => {
    const schema = (type: string): string => `
      SET ROLE ${roles.owner};
      CREATE TABLE account (id ${type} PRIMARY KEY, parent ${type} REFERENCES account (id));
      CREATE VIEW accounts AS SELECT id FROM account; GRANT SELECT ON accounts TO ${roles.reader};
      RESET ROLE;`;
    const open = `GRANT ALL ON SCHEMA public TO ${roles.owner};`;
    const run = await prepareRun(open + schema("text"), open + schema("uuid"), { major });
    try {
      await runScript(
        run.sides.actualDatabase,
        "INSERT INTO account SELECT gen_random_uuid() FROM generate_series(1, 9)",
      );
      const as = (user: string, password: string) => ({
        ...run.request,
        open: (options: Parameters<typeof connect>[1]) =>
          connect({ ...connectionSettingsFromUrl(run.sides.actualDatabase.url), user, password }, options),
      });
      const outcome = await runPlan(as(roles.owner, "x"), run.hooks);
      expect(outcome.details).toEqual([]);
      expect(outcome).toMatchObject({ status: "committed" });
      expect(outcome.proofs[0]?.rowsProven).toBe("9");
    } finally {
      await run.drop();
    }
  });
});

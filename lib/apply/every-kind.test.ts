import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../catalog/catalog";
import { compare } from "../drift/compare";
import { describeDifference } from "../drift/describe";
import { introspect } from "../introspect/introspect";
import { fixture } from "../kinds/core-kinds.fixture";
import { mutations } from "../kinds/core-kinds.mutations";
import { makePlan } from "../plan/make-plan";
import { connect, type Session } from "../postgres/connect";
import { type TestDatabase, testServer } from "../testing/test-server";
import { runPlan } from "./run-plan";
import { bareHooks, defaultLimits } from "./run-request";
import { readTarget } from "./target";

/** Every change of a core kind with PLUMBLINE_EVERY_KIND=1 (minutes); otherwise one of eleven. */
const tried = mutations.filter(
  ({ manual }, position) =>
    manual === undefined && (process.env.PLUMBLINE_EVERY_KIND !== undefined || position % 11 === 0),
);

describe.each([15, 18])("on PostgreSQL %i", (major) => {
  const suffix = randomBytes(4).toString("hex");
  const names = {
    owner: `proof_owner_${suffix}`,
    reader: `proof_reader_${suffix}`,
    tablespace: `proof_space_${suffix}`,
  };
  let admin: Session;
  let template: TestDatabase;
  let expected: Catalog;

  const inDatabase = async <T>(database: string, work: (session: Session) => Promise<T>): Promise<T> => {
    const { host, port, user, password } = await testServer(major);
    const session = await connect({ host, port, user, password, database, tls: "disable" });
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  };

  beforeAll(async () => {
    const { host, port, user, password } = await testServer(major);
    admin = await connect({ host, port, user, password, database: "postgres", tls: "disable" });
    await admin.script(
      `CREATE ROLE ${names.owner}; CREATE ROLE ${names.reader}; SET allow_in_place_tablespaces = on`,
    );
    await admin.execute(`CREATE TABLESPACE ${names.tablespace} LOCATION ''`);
    template = await (await testServer(major)).createDatabase("proof");
    expected = await inDatabase(template.name, async (session) => {
      await session.script(fixture(names, major));
      return introspect(session);
    });
  });
  afterAll(async () => {
    await template.drop();
    await admin.execute(`DROP TABLESPACE ${names.tablespace}`);
    await admin.execute(`DROP ROLE ${names.owner}, ${names.reader}`);
    await admin.close();
  });

  it.each(
    tried
      .filter(({ from = 14, to = 99 }) => from <= major && major <= to)
      .map((mutation) => [mutation.object.kind, mutation.sql(names), mutation] as const),
  )("proves the fix of a changed %s: %s", async (_kind, sql) => {
    const database = `proof_${randomBytes(5).toString("hex")}`;
    await admin.execute(`CREATE DATABASE ${database} TEMPLATE ${template.name}`);
    try {
      const { actual, target } = await inDatabase(database, async (session) => {
        await session.script(sql);
        return { actual: await introspect(session), target: await readTarget(session) };
      });
      const { host, port, user, password } = await testServer(major);
      const plan = makePlan(compare(expected, actual), expected, actual);
      const outcome = await runPlan(
        {
          open: (options) => connect({ host, port, user, password, database, tls: "disable" }, options),
          ...{ target, plan, planHash: "every-kind", expected, actual, scope: "everything" },
          compare: async (one, other, options) => ({
            expected: one,
            actual: other,
            drift: compare(one, other, options),
          }),
          acceptedHazards: plan.hazards.map(({ code }) => code),
          ...{ mode: "run", online: true, limits: defaultLimits },
        },
        bareHooks(() => undefined),
      );
      expect({ code: outcome.code, details: outcome.details }).toEqual({ code: "proven", details: [] });
      const left = compare(expected, await inDatabase(database, introspect)).differences;
      expect(left.map(describeDifference)).toEqual([]);
    } finally {
      await admin.execute(`DROP DATABASE ${database} WITH (FORCE)`);
    }
  });
});

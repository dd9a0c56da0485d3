import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../catalog/catalog";
import { compare } from "../drift/compare";
import { describeDifference } from "../drift/describe";
import { introspect } from "../introspect/introspect";
import { fixture as actingFixture } from "../kinds/every-kind/acting-kinds.fixture";
import { mutations as actingMutations } from "../kinds/every-kind/acting-kinds.mutations";
import { fixture as coreFixture } from "../kinds/every-kind/core-kinds.fixture";
import { mutations as coreMutations } from "../kinds/every-kind/core-kinds.mutations";
import { makePlan } from "../plan/make-plan";
import { connect, type Session } from "../postgres/connect";
import { type TestDatabase, testServer } from "../testing/test-server";
import { runPlan } from "./run-plan";
import { bareHooks, defaultLimits } from "./run-request";
import { readTarget } from "./target";

interface Names {
  readonly owner: string;
  readonly reader: string;
  readonly stranger: string;
  readonly tablespace: string;
}

/** Schemas with something of every kind, and changes by hand to each attribute of each. */
const fixtures = {
  core: {
    sql: (names: Names, major: number): string => coreFixture(names, major),
    mutations: coreMutations.filter(({ manual }) => manual === undefined),
  },
  acting: {
    sql: (names: Names): string => actingFixture(names),
    mutations: actingMutations.map((mutation) => ({ ...mutation, from: 14, to: 99 })),
  },
};

/** All of them with PLUMBLINE_EVERY_KIND=1, which takes minutes; otherwise one of twenty-three. */
const isTried = (position: number): boolean =>
  process.env.PLUMBLINE_EVERY_KIND !== undefined || position % 23 === 0;

const cases = [15, 18].flatMap((major) => (["core", "acting"] as const).map((set) => [major, set] as const));

describe.each(cases)("on PostgreSQL %i, %s kinds", (major, set) => {
  const { sql: schema, mutations } = fixtures[set];
  const suffix = randomBytes(4).toString("hex");
  const names = {
    owner: `proof_owner_${suffix}`,
    reader: `proof_reader_${suffix}`,
    stranger: `proof_stranger_${suffix}`,
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
      `CREATE ROLE ${names.owner}; CREATE ROLE ${names.reader}; CREATE ROLE ${names.stranger}; SET allow_in_place_tablespaces = on`,
    );
    await admin.execute(`CREATE TABLESPACE ${names.tablespace} LOCATION ''`);
    template = await (await testServer(major)).createDatabase("proof");
    expected = await inDatabase(template.name, async (session) => {
      await session.script(schema(names, major));
      return introspect(session);
    });
  });
  afterAll(async () => {
    await template.drop();
    await admin.execute(`DROP TABLESPACE ${names.tablespace}`);
    await admin.execute(`DROP ROLE ${names.owner}, ${names.reader}, ${names.stranger}`);
    await admin.close();
  });

  it.each(
    mutations
      .filter((_, position) => isTried(position))
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

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compare } from "../drift/compare";
import { planScript } from "../plan/script";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { quoteIdentifier } from "../postgres/identifier";
import { readDatabase, runScript } from "../testing/plan-sides";
import { majors, type TestDatabase, testServer } from "../testing/test-server";
import { runPlan } from "./run-plan";
import { prepareRun } from "./run-plan.fixture";

const elsewhere = "elsewhere_of_definition_settings";

/** Settings of a database under which the same words would make other objects, or would not be understood. */
async function estrange({ name }: TestDatabase, admin: TestDatabase): Promise<void> {
  const settings = [
    ...[
      `default_tablespace = ${elsewhere}`,
      "transform_null_equals = on",
      "standard_conforming_strings = off",
    ],
    ...["xmloption = document", "array_nulls = off", "quote_all_identifiers = on", "DateStyle = 'SQL, DMY'"],
    ...["bytea_output = escape", "extra_float_digits = -5", "search_path = other, public"],
  ];
  await runScript(
    admin,
    settings.map((setting) => `ALTER DATABASE ${quoteIdentifier(name)} SET ${setting}`).join(";"),
  );
}

const expected = `
  CREATE SCHEMA other;
  CREATE TABLE public.t (id int PRIMARY KEY, a int[] DEFAULT '{1,NULL}', d date DEFAULT '2024-02-01', s text DEFAULT 'a\\b',
    f float8 DEFAULT 0.1234567890123456, b bytea DEFAULT '\\x00ff', n int, CONSTRAINT n_null CHECK (n = NULL), x xml DEFAULT 'a<b/>');
  CREATE INDEX t_n ON public.t (n);
  CREATE VIEW public.v AS SELECT d, s LIKE 'a\\\\b' AS likes, b = '\\x00ff' AS same, n = NULL AS never, f * 0.1 AS tenth FROM public.t;`;

describe.each(majors)("on PostgreSQL %i", (major) => {
  let admin: TestDatabase;
  beforeAll(async () => {
    admin = await (await testServer(major)).createDatabase("admin");
    const session = await connect(connectionSettingsFromUrl(admin.url));
    await session.execute("SET allow_in_place_tablespaces = on");
    await session.execute(`CREATE TABLESPACE ${elsewhere} LOCATION ''`);
    await session.close();
  });
  afterAll(async () => {
    await runScript(admin, `DROP TABLESPACE ${elsewhere}`);
    await admin.drop();
  });

  test.each(["a run", "a run in steps", "the script"])(
    "a database whose settings are its own gets the same objects from %s",
    async (way) => {
      const actual = "CREATE SCHEMA other; CREATE TABLE public.t (id int PRIMARY KEY)";
      const run = await prepareRun(expected, actual, { major, online: way === "a run in steps" });
      try {
        const { actualDatabase } = run.sides;
        await estrange(actualDatabase, admin);
        expect(compare(run.sides.actual, await readDatabase(actualDatabase)).differences).toEqual([]);
        if (way === "the script") await runScript(actualDatabase, planScript(run.plan));
        else
          expect(await runPlan(run.request, run.hooks)).toMatchObject({ status: "committed", details: [] });
        expect(compare(run.sides.expected, await readDatabase(actualDatabase)).differences).toEqual([]);
      } finally {
        await run.drop();
      }
    },
  );
});

/** One schema, brought about in different ways, is one schema: nothing is found that is not there. */
import { afterEach, describe, expect, it } from "vitest";
import type { Catalog } from "../catalog/catalog";
import { readSnapshot, writeSnapshot } from "../catalog/snapshot";
import { normalise } from "../expected/normalise";
import { withoutUndeclared } from "../expected/undeclared";
import { introspect } from "../introspect/introspect";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { hardSchemas, twoWays } from "../testing/hard-schemas";
import { dumpSchema, findPgDump } from "../testing/pg-dump";
import { majors, type TestDatabase, testServer } from "../testing/test-server";
import { compare } from "./compare";

const opened: { readonly database: TestDatabase; readonly session: Session }[] = [];

afterEach(async () => {
  for (const { database, session } of opened.splice(0)) {
    await session.close();
    await database.drop();
  }
});

async function build(major: number, sql: string): Promise<{ catalog: Catalog; url: string }> {
  const database = await (await testServer(major)).createDatabase("hard");
  const session = await connect(connectionSettingsFromUrl(database.url));
  opened.push({ database, session });
  await session.script(sql);
  return { catalog: await introspect(session), url: database.url };
}

/** A dump of the schema alone leaves materialized views without rows, which is a difference. */
const fillAll = `DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT pg_catalog.format('%I.%I', schemaname, matviewname) FROM pg_catalog.pg_matviews LOOP
    EXECUTE 'REFRESH MATERIALIZED VIEW ' || name; END LOOP; END $$;`;

/** What is found, and what could not be told. */
async function found(expected: Catalog, actual: Catalog): Promise<readonly unknown[]> {
  const shadow = await testServer();
  const sides = await normalise(expected, actual, { shadowUrl: async () => shadow.url("postgres") });
  const drift = compare(sides.expected, sides.actual, { unverified: sides.unverified });
  return [...drift.differences, ...drift.unverified];
}

describe.each(Object.entries(hardSchemas))("%s", (_, sql) => {
  it.each(majors)("are the same as their own snapshot on PostgreSQL %i", async (major) => {
    const { catalog } = await build(major, sql);
    expect(compare(catalog, catalog).verdict).toBe("clean");
    expect(compare(readSnapshot(writeSnapshot(catalog)), catalog).verdict).toBe("clean");
  });

  it("are the same on every major", async () => {
    const [newest, ...older] = await Promise.all(
      majors.toReversed().map(async (major) => (await build(major, sql)).catalog),
    );
    for (const catalog of older) {
      // Which version of an extension comes with a major is no matter of the schema.
      const expected = withoutUndeclared(newest as Catalog, new Set());
      expect(await found(expected, catalog)).toEqual([]);
    }
  });

  it.for(majors)(
    "are the same when pg_dump took them and they were made again from that, on PostgreSQL %i",
    async (major, context) => {
      // A newer one writes what this server does not take.
      const pgDump = await findPgDump(major);
      context.skip(pgDump?.major !== major, "no pg_dump of this major");
      if (pgDump === null) return;
      const { catalog, url } = await build(major, sql);
      const dump = (await dumpSchema(pgDump.program, url)).replace(/^\\(un)?restrict .*$/gm, "");
      const again = await build(major, `${dump.replace(/^CREATE SCHEMA public;$/m, "")}\n${fillAll}`);
      expect(await found(catalog, again.catalog)).toEqual([]);
      expect(await found(again.catalog, catalog)).toEqual([]);
    },
  );
});

describe.each(majors)("on PostgreSQL %i", (major) => {
  it.each(Object.entries(twoWays))("%s", async (_, [one, other]) => {
    const [{ catalog: expected }, { catalog: actual }] = [await build(major, one), await build(major, other)];
    expect(await found(expected, actual)).toEqual([]);
    expect(await found(actual, expected)).toEqual([]);
  });
});

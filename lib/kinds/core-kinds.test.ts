import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../catalog/catalog";
import { compare } from "../drift/compare";
import { introspect } from "../introspect/introspect";
import { makePlan } from "../plan/make-plan";
import { connect, type Session } from "../postgres/connect";
import {
  attributesOf,
  createAgain,
  expectedOf,
  silentAttributes,
  tryMutation,
  untriedAttributes,
} from "../testing/kind-mutations";
import { dumpDifferences, dumpEntries, dumpSchema, findPgDump } from "../testing/pg-dump";
import { type TestDatabase, testServer } from "../testing/test-server";
import { type FixtureNames, fixture } from "./core-kinds.fixture";
import { mutations } from "./core-kinds.mutations";
import { kinds } from "./registry";

const core = ["schema", "extension", "enum", "sequence", "table", "column", "constraint", "index", "view"];
const coreKinds = kinds.filter((kind) => core.includes(kind.kind));

it("changes every attribute that is compared at least once", () => {
  // A foreign table's columns are tried with the kinds that stand around tables.
  expect(untriedAttributes(coreKinds, mutations)).toEqual(["column: foreignOptions"]);
});

describe.each([15, 18])("on PostgreSQL %i", (major) => {
  const suffix = randomBytes(4).toString("hex");
  const names: FixtureNames = {
    owner: `core_owner_${suffix}`,
    reader: `core_reader_${suffix}`,
    tablespace: `core_space_${suffix}`,
  };
  const databases: TestDatabase[] = [];
  const sessions: Session[] = [];
  const tally = { tried: 0, detected: 0, mendable: 0, mended: 0 };
  let admin: Session;
  let declared: Session;
  let expected: Catalog;

  const emptyDatabase = async (): Promise<{ session: Session; database: TestDatabase }> => {
    const database = await (await testServer(major)).createDatabase("core");
    databases.push(database);
    const { host, port, user, password, name } = database;
    const session = await connect({ host, port, user, password, database: name, tls: "disable" });
    sessions.push(session);
    return { session, database };
  };

  beforeAll(async () => {
    const { host, port, user, password } = await testServer(major);
    admin = await connect({ host, port, user, password, database: "postgres", tls: "disable" });
    await admin.script(
      `CREATE ROLE ${names.owner}; CREATE ROLE ${names.reader}; SET allow_in_place_tablespaces = on`,
    );
    await admin.execute(`CREATE TABLESPACE ${names.tablespace} LOCATION ''`);
    declared = (await emptyDatabase()).session;
    await declared.script(fixture(names, major));
    expected = await introspect(declared);
  });

  afterAll(async () => {
    for (const session of sessions) await session.close();
    for (const database of databases) await database.drop();
    await admin.execute(`DROP TABLESPACE ${names.tablespace}`);
    await admin.execute(`DROP ROLE ${names.owner}, ${names.reader}`);
    await admin.close();
    process.stdout.write(
      `core kinds on ${major}: detected ${tally.detected}/${tally.tried}, mended ${tally.mended}/${tally.mendable}\n`,
    );
  });

  it.each(coreKinds.map((kind) => [kind.kind, kind] as const))(
    "reads exactly the fields of a %s that have a rule",
    async (_, kind) => {
      const rows = await declared.query<{ row: Record<string, unknown> }>(
        `SELECT pg_catalog.row_to_json(o) AS row FROM (${kind.query(major)}) o`,
      );
      expect(rows.length).toBeGreaterThan(0);
      for (const { row } of rows) {
        expect(attributesOf(row)).toEqual(Object.keys(kind.attributes).toSorted());
        expect(row.kind).toBe(kind.kind);
        expect(row.address).toMatch(/^\d+:\d+:\d+$/);
      }
    },
  );

  it("shows each attribute of each kind with a value other than the usual", () => {
    expect(silentAttributes(coreKinds, expected)).toEqual(["column: foreignOptions"]);
  });

  it("creates everything again from what it read", async () => {
    const { session, database } = await emptyDatabase();
    await createAgain(session, expected);
    const again = await introspect(session);
    expect(compare(expected, again).differences).toEqual([]);
    expect(compare(again, expected).differences).toEqual([]);
    const pgDump = await findPgDump(major);
    if (pgDump === null) return;
    const [wanted, present] = await Promise.all(
      [databases[0] as TestDatabase, database].map(async ({ url }) =>
        dumpEntries(await dumpSchema(pgDump.program, url)),
      ),
    );
    expect(dumpDifferences(wanted ?? new Map(), present ?? new Map())).toEqual([]);
  });

  it("drops everything in an order that works", async () => {
    const { session } = await emptyDatabase();
    const empty = await introspect(session);
    await session.script(fixture(names, major));
    const full = await introspect(session);
    const plan = makePlan(compare(empty, full), empty, full);
    expect(plan.manual).toEqual([]);
    for (const { sql } of plan.statements) {
      await session.execute(sql).catch((cause: unknown) => {
        throw new Error(sql, { cause });
      });
    }
    expect(compare(empty, await introspect(session)).differences).toEqual([]);
  });

  it.each(
    mutations
      .filter(({ from = 14, to = 99 }) => from <= major && major <= to)
      .map((mutation) => {
        const { object, attributes } = mutation;
        return [
          object.kind,
          [attributes].flat().join(", "),
          object.name,
          mutation.sql(names),
          mutation,
        ] as const;
      }),
  )("detects and mends a changed %s: %s of %s by %s", async (_kind, _attributes, _name, sql, mutation) => {
    tally.tried += 1;
    if (!mutation.manual) tally.mendable += 1;
    const outcome = await tryMutation(declared, expected, sql, mutation.loses);
    expect(outcome.seen).toEqual(expectedOf(mutation));
    tally.detected += 1;
    expect(outcome.manual).toEqual(mutation.manual ? [mutation.object] : []);
    if (mutation.manual) return;
    const { statements, left } = outcome;
    expect({ statements, left }).toEqual({ statements, left: [] });
    expect(outcome.rowsAfter).toEqual(outcome.rowsBefore);
    tally.mended += 1;
  });
});

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Catalog } from "../catalog/catalog";
import { compare } from "../drift/compare";
import { identityKey } from "../postgres/identity";
import { completeCheck, requestCheck, startCheck } from "../store/check-lifecycle";
import { type Database, freeSlug, insertDatabase } from "../store/databases";
import { recordHeartbeat } from "../store/workers";
import { type TestStore, testStore } from "../testing/test-store";
import { recallNames } from "./recall-names";

const coverage = { read: {}, setApart: [], notRead: [], notVisible: [], unmanaged: [] };

/** A database of one table, at one place in the system's catalogs, with a column that nothing else has. */
const catalogOf = (name: string, column: string, oid = 16_400): Catalog => {
  const table = { kind: "table", schema: "public", name };
  return new Catalog({
    serverVersion: 180_004,
    objects: [
      table,
      { kind: "column", schema: "public", table: name, name: column, type: column, relation: "table" },
    ],
    ...{ dependencies: [], coverage, diagnostics: [] },
    origin: { system: "7", database: 5, addresses: { [identityKey(table)]: `1259:${oid}:0` } },
  });
};

let made: TestStore;
let database: Database;
const workerId = randomUUID();

beforeAll(async () => {
  made = await testStore();
  await recordHeartbeat(made.store, workerId);
  database = await insertDatabase(made.store, {
    ...{ id: randomUUID(), slug: await freeSlug(made.store, "orders"), name: "orders" },
    ...{ environment: "development", demo: false, ciphertext: null },
    connection: { host: "db", port: 5432, database: "orders", user: "ro", tls: "prefer" },
  });
});
afterAll(() => made.drop());

/** Stores a check that found `actual` where `users` was expected. */
async function check(actual: Catalog): Promise<void> {
  const { check: queued } = await requestCheck(made.store, database.id, "tester");
  await startCheck(made.store, queued.number, workerId);
  const expected = catalogOf("users", "id");
  await completeCheck(made.store, queued.number, workerId, {
    ...{ drift: compare(expected, actual), expected, actual, sourceHash: null, milliseconds: 1 },
    facts: new Map(),
  });
}

async function evidence(actual: Catalog): Promise<readonly (string | undefined)[]> {
  const expected = catalogOf("users", "id");
  const sides = { drift: compare(expected, actual), expected, actual };
  const drift = await recallNames(made.store, database.id, sides);
  return drift.differences.map(({ perhapsRenamed }) => perhapsRenamed?.evidence);
}

test("what stood under the expected name when all was well is known again, however often it was checked since", async () => {
  const people = catalogOf("people", "number");
  expect(await evidence(people)).toEqual([undefined, undefined]);
  await check(catalogOf("users", "id"));
  await check(people);
  await check(people);
  expect(await evidence(people)).toEqual(["same object", "same object"]);
  // A table that was dropped and made again is another one.
  expect(await evidence(catalogOf("people", "number", 16_500))).toEqual([undefined, undefined]);
});

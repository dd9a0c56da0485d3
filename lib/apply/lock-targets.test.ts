/** What a run locks before its first statement, beside what its statements then lock on the server. */
import { describe, expect, it } from "vitest";
import { makePlan } from "../plan/make-plan";
import { one, other } from "../plan/predictions.cases";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { lockModes } from "../postgres/lock-mode";
import { lockModeOf } from "../testing/lock-mode-of";
import { planSides } from "../testing/plan-sides";
import { majors } from "../testing/test-server";
import { lockTables } from "./lock-tables";
import { lockTargets } from "./lock-targets";

/** The strongest lock on each table that was there before a transaction began, taken after its statements so far. */
async function heldLocks(
  session: Session,
  tables: readonly ExistingTable[],
): Promise<ReadonlyMap<string, number>> {
  const held = await session.query<{ oid: string; mode: string }>(
    "SELECT relation::text AS oid, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation'",
  );
  return new Map(
    tables.map(({ oid, name }) => [
      name,
      Math.max(
        -1,
        ...held.filter((lock) => lock.oid === oid).map(({ mode }) => lockModes.indexOf(lockModeOf(mode))),
      ),
    ]),
  );
}

interface ExistingTable {
  readonly oid: string;
  readonly name: string;
}

const existingTables = (session: Session): Promise<readonly ExistingTable[]> =>
  session.query<ExistingTable>(
    `SELECT c.oid::text, n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%'`,
  );

const families = [
  `CREATE TABLE a_parent (k int, t text) PARTITION BY LIST (k); CREATE TABLE a_leaf PARTITION OF a_parent FOR VALUES IN (1);
   CREATE TABLE b_parent (k int, t text); CREATE TABLE b_child () INHERITS (b_parent); CREATE TABLE b_grandchild () INHERITS (b_child);
   CREATE TABLE c_key (id int PRIMARY KEY); CREATE TABLE c_part (id int REFERENCES c_key) PARTITION BY LIST (id);
   CREATE TABLE c_part_1 PARTITION OF c_part FOR VALUES IN (1); CREATE TABLE c_loose (id int);
   CREATE TABLE d_self (id int PRIMARY KEY, above int REFERENCES d_self);
   CREATE TYPE e_type AS (x int); CREATE TABLE e_typed (id int, x e_type);`,
  `CREATE TABLE a_parent (k int, t varchar(9)) PARTITION BY LIST (k); CREATE TABLE a_leaf PARTITION OF a_parent FOR VALUES IN (1);
   CREATE INDEX ON a_parent (t); CREATE TABLE a_other PARTITION OF a_parent FOR VALUES IN (2);
   CREATE TABLE b_parent (k bigint CHECK (k > 0), t text); CREATE TABLE b_child () INHERITS (b_parent);
   CREATE TABLE b_grandchild () INHERITS (b_child); CREATE TABLE b_second () INHERITS (b_parent);
   CREATE TABLE c_key (id bigint PRIMARY KEY); CREATE TABLE c_part (id bigint REFERENCES c_key) PARTITION BY LIST (id);
   CREATE TABLE c_part_1 PARTITION OF c_part FOR VALUES IN (1); CREATE TABLE c_loose (id bigint REFERENCES c_key);
   CREATE TABLE d_self (id bigint PRIMARY KEY, above bigint REFERENCES d_self);
   CREATE TYPE e_type AS (x int, y int); CREATE TABLE e_typed (id int, x e_type);`,
] as const;

const pairs = [
  ["every fix of the hazard table, there", other, one],
  ["every fix of the hazard table, back", one, other],
  ["families of tables, there", families[1], families[0]],
  ["families of tables, back", families[0], families[1]],
] as const;

// Readers and writers pass by a lock this weak: it is taken where its statement comes.
const weak = lockModes.indexOf("ROW EXCLUSIVE");

describe.each(majors)("on PostgreSQL %i, what is locked beforehand is what the statements lock", (major) => {
  it.each(pairs)("%s", async (_, expected, actual) => {
    const sides = await planSides(expected, actual, major);
    const session = await connect(connectionSettingsFromUrl(sides.actualDatabase.url));
    try {
      const plan = makePlan(sides.drift, sides.expected, sides.actual);
      const tables = await existingTables(session);
      await session.execute("BEGIN");
      await lockTables(session, lockTargets(plan.statements, sides.actual, sides.expected), 10_000);
      const before = await heldLocks(session, tables);
      for (const { sql } of plan.statements) await session.execute(sql);
      const after = await heldLocks(session, tables);
      await session.execute("ROLLBACK");
      const late = [...after]
        .filter(([name, mode]) => mode > Math.max(before.get(name) ?? -1, weak))
        .map(([name, mode]) => `${name} had ${lockModes[before.get(name) ?? -1]}, took ${lockModes[mode]}`);
      expect(late).toEqual([]);
      expect([...before.values()].filter((mode) => mode > weak).length).toBeGreaterThan(5);
    } finally {
      await session.close();
      await sides.drop();
    }
  });
});

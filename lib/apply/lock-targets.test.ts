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

/** Tables that foreign keys tie together, and partitions that come under keys of their roots or from under them. */
const partners = [
  `CREATE TABLE a_key (id int PRIMARY KEY); CREATE TABLE a_other (id int PRIMARY KEY);
   CREATE TABLE a_moves (id int CONSTRAINT f REFERENCES a_key); CREATE TABLE a_goes (id int REFERENCES a_key);
   CREATE TABLE a_checked (id int CONSTRAINT f REFERENCES a_key);
   CREATE TABLE b_key (id int PRIMARY KEY); CREATE TABLE b_below (id int REFERENCES b_key, z int) PARTITION BY LIST (id);
   CREATE TABLE b_goes PARTITION OF b_below FOR VALUES IN (1); CREATE TABLE c_key (id int PRIMARY KEY);
   CREATE TABLE c_below (id int, z int REFERENCES c_key) PARTITION BY LIST (id); CREATE TABLE c_comes (id int, z int);
   CREATE TABLE d_key (id int PRIMARY KEY); CREATE TABLE d_below (id int REFERENCES d_key, z int) PARTITION BY LIST (id);
   CREATE TABLE d_mid PARTITION OF d_below FOR VALUES IN (1) PARTITION BY LIST (z); CREATE TABLE d_low PARTITION OF d_mid FOR VALUES IN (1);
   CREATE TABLE e_key (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE e_key_1 PARTITION OF e_key FOR VALUES IN (1);
   CREATE TABLE e_key_2 PARTITION OF e_key FOR VALUES IN (2); CREATE TABLE e_user (id int REFERENCES e_key);
   CREATE TABLE e_cut (id int CONSTRAINT g REFERENCES e_key); CREATE TABLE e_none (id int REFERENCES e_key);
   CREATE TABLE f_key (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE f_key_2 (id int NOT NULL); CREATE TABLE f_user (id int REFERENCES f_key);
   CREATE TABLE g_self (id int PRIMARY KEY, above int REFERENCES g_self) PARTITION BY LIST (id);
   CREATE TABLE g_self_1 PARTITION OF g_self FOR VALUES IN (1); CREATE TABLE g_self_2 PARTITION OF g_self FOR VALUES IN (2);`,
  `CREATE TABLE a_key (id int PRIMARY KEY); CREATE TABLE a_other (id int PRIMARY KEY);
   CREATE TABLE a_moves (id int CONSTRAINT f REFERENCES a_other);
   CREATE TABLE a_checked (id int); ALTER TABLE a_checked ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES a_key NOT VALID;
   CREATE TABLE b_key (id int PRIMARY KEY); CREATE TABLE b_below (id int REFERENCES b_key, z int) PARTITION BY LIST (id);
   CREATE TABLE c_key (id int PRIMARY KEY); CREATE TABLE c_below (id int, z int REFERENCES c_key) PARTITION BY LIST (id);
   CREATE TABLE c_comes PARTITION OF c_below FOR VALUES IN (1);
   CREATE TABLE d_key (id int PRIMARY KEY); CREATE TABLE d_below (id int REFERENCES d_key, z int) PARTITION BY LIST (id);
   CREATE TABLE d_mid PARTITION OF d_below FOR VALUES IN (1) PARTITION BY LIST (z); CREATE TABLE d_other PARTITION OF d_mid FOR VALUES IN (2);
   CREATE TABLE e_key (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE e_key_1 PARTITION OF e_key FOR VALUES IN (1);
   CREATE TABLE e_user (id int REFERENCES e_key);
   CREATE TABLE e_cut (id int CONSTRAINT g REFERENCES e_key ON DELETE CASCADE); CREATE TABLE e_none (id int);
   CREATE TABLE f_key (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE f_key_2 PARTITION OF f_key FOR VALUES IN (2); CREATE TABLE f_user (id int REFERENCES f_key);
   CREATE TABLE g_self (id int PRIMARY KEY, above int REFERENCES g_self) PARTITION BY LIST (id); CREATE TABLE g_self_1 PARTITION OF g_self FOR VALUES IN (1);`,
] as const;

const foreign = `CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;`;
/** Foreign tables that are partitions and children, and roots with a default partition. */
const elsewhere = [
  `${foreign} CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE FOREIGN TABLE p_1 PARTITION OF p FOR VALUES IN (1) SERVER s;
   CREATE TABLE q (k int) PARTITION BY LIST (k); CREATE FOREIGN TABLE q_1 (k int) SERVER s;
   CREATE TABLE r (k int) PARTITION BY LIST (k); CREATE TABLE i (k int); CREATE FOREIGN TABLE i_1 (k int) SERVER s;
   CREATE TABLE j (k int); CREATE TABLE u (k int) PARTITION BY LIST (k); CREATE TABLE u_rest PARTITION OF u DEFAULT;
   CREATE TABLE v (k int) PARTITION BY LIST (k); CREATE TABLE v_rest PARTITION OF v DEFAULT; CREATE TABLE v_1 (k int);
   CREATE TABLE w (k int) PARTITION BY LIST (k); CREATE TABLE w_rest PARTITION OF w DEFAULT PARTITION BY LIST (k); CREATE TABLE w_rest_1 PARTITION OF w_rest DEFAULT;`,
  `${foreign} CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE FOREIGN TABLE p_1 (k int) SERVER s;
   CREATE TABLE q (k int) PARTITION BY LIST (k); CREATE FOREIGN TABLE q_1 PARTITION OF q FOR VALUES IN (1) SERVER s;
   CREATE TABLE r (k int) PARTITION BY LIST (k); CREATE FOREIGN TABLE r_1 PARTITION OF r FOR VALUES IN (1) SERVER s;
   CREATE TABLE i (k int); CREATE FOREIGN TABLE i_1 () INHERITS (i) SERVER s; CREATE TABLE j (k int); CREATE FOREIGN TABLE j_1 () INHERITS (j) SERVER s;
   CREATE TABLE u (k int) PARTITION BY LIST (k); CREATE TABLE u_rest PARTITION OF u DEFAULT; CREATE TABLE u_1 PARTITION OF u FOR VALUES IN (1);
   CREATE TABLE v (k int) PARTITION BY LIST (k); CREATE TABLE v_rest PARTITION OF v DEFAULT; CREATE TABLE v_1 PARTITION OF v FOR VALUES IN (1);
   CREATE TABLE w (k int) PARTITION BY LIST (k); CREATE TABLE w_rest PARTITION OF w DEFAULT PARTITION BY LIST (k); CREATE TABLE w_rest_1 PARTITION OF w_rest DEFAULT;
   CREATE FOREIGN TABLE w_1 PARTITION OF w FOR VALUES IN (1) SERVER s;`,
] as const;

const pairs = [
  ["every fix of the hazard table, there", other, one],
  ["every fix of the hazard table, back", one, other],
  ["families of tables, there", families[1], families[0]],
  ["families of tables, back", families[0], families[1]],
  ["foreign keys and partitions, there", partners[1], partners[0]],
  ["foreign keys and partitions, back", partners[0], partners[1]],
  ["foreign tables and default partitions, there", elsewhere[1], elsewhere[0]],
  ["foreign tables and default partitions, back", elsewhere[0], elsewhere[1]],
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
      await lockTables(session, lockTargets(plan.statements, sides.actual), 10_000);
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

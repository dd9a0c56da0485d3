import type { HardPair } from "./hard-pairs";

/** Runs a statement that servers before a major version do not know, and another one there. */
export const since = (major: number, statement: string, before: string): string =>
  `DO $do$ BEGIN IF current_setting('server_version_num')::int >= ${major}0000 THEN EXECUTE $sql$${statement}$sql$;
    ELSE EXECUTE $sql$${before}$sql$; END IF; END $do$`;

/** Pairs in which several things want the same: a name, what a parent hands down, the statement that comes first. */
export const contestedPairs: readonly HardPair[] = [
  {
    name: "a check that goes from the parent while its child is let go",
    old: "CREATE TABLE p (id integer, a text); CREATE TABLE c (id integer, a text, z integer)",
    new: "CREATE TABLE p (id integer, a text, CHECK (id > 0)); CREATE TABLE c (z integer) INHERITS (p)",
  },
  {
    name: "names of NOT NULL constraints that go over to other columns, and one that is handed down",
    old: `${since(18, "CREATE TABLE p (id integer CONSTRAINT nn NOT NULL, b integer)", "CREATE TABLE p (id integer NOT NULL, b integer)")};
      CREATE TABLE c () INHERITS (p)`,
    new: `${since(18, "CREATE TABLE p (id integer, b integer CONSTRAINT nn NOT NULL NO INHERIT)", "CREATE TABLE p (id integer, b integer)")};
      CREATE TABLE c () INHERITS (p)`,
  },
  {
    name: "columns that child tables hold besides what their parents hand down, with values of their own",
    old: `CREATE TABLE above (x integer); CREATE TABLE behind (q integer) INHERITS (above); CREATE TABLE below () INHERITS (behind);
      CREATE TABLE parted (k integer) PARTITION BY LIST (k); CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1)`,
    new: `CREATE TABLE above (x integer, w integer, v text); CREATE TABLE behind (q integer, w integer DEFAULT 4) INHERITS (above);
      CREATE TABLE below (w integer NOT NULL DEFAULT 5) INHERITS (behind); ALTER TABLE ONLY below ALTER v SET DEFAULT 'own'; COMMENT ON COLUMN below.v IS 'its own';
      CREATE TABLE parted (k integer, v text DEFAULT 'root') PARTITION BY LIST (k); CREATE TABLE parted_1 PARTITION OF parted (v DEFAULT 'one') FOR VALUES IN (1)`,
  },
  {
    name: "nulls that the parent is to let in, and tables below go on forbidding",
    old: `CREATE TABLE a (x integer NOT NULL, y integer); CREATE TABLE d () INHERITS (a); CREATE TABLE e () INHERITS (d); CREATE TABLE f () INHERITS (a);
      CREATE TABLE p (k integer NOT NULL, v integer NOT NULL) PARTITION BY LIST (k);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2)`,
    new: `CREATE TABLE a (x integer, y integer NOT NULL); CREATE TABLE d (x integer NOT NULL) INHERITS (a); CREATE TABLE e () INHERITS (d); CREATE TABLE f () INHERITS (a);
      ALTER TABLE e ALTER x SET NOT NULL; CREATE TABLE p (k integer, v integer) PARTITION BY LIST (k);
      CREATE TABLE p1 PARTITION OF p (k NOT NULL) FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p (v NOT NULL) FOR VALUES IN (2)`,
  },
  {
    name: "computed columns that are handed down, whose expressions and types change, with what rests on the children's",
    old: `CREATE TABLE z (a integer, g integer GENERATED ALWAYS AS (a + 1) STORED); ${since(16, "CREATE TABLE held (g integer GENERATED ALWAYS AS (a + 1) STORED) INHERITS (z)", "CREATE TABLE held () INHERITS (z)")};
      CREATE TABLE given (x integer) INHERITS (z); CREATE INDEX given_g ON given (g); COMMENT ON COLUMN given.g IS 'computed'; CREATE VIEW seen AS SELECT g FROM given;
      CREATE TABLE p (k integer, a integer, g integer GENERATED ALWAYS AS (a + 1) STORED) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      CREATE TABLE q (a integer, g integer GENERATED ALWAYS AS (a + 1) STORED, h integer); CREATE TABLE r () INHERITS (q); CREATE INDEX r_g ON r (g)`,
    new: `CREATE TABLE z (a bigint, g bigint GENERATED ALWAYS AS (a + 1) STORED); ${since(16, "CREATE TABLE held (g bigint GENERATED ALWAYS AS (a + 1) STORED) INHERITS (z)", "CREATE TABLE held () INHERITS (z)")};
      CREATE TABLE given (x integer) INHERITS (z); CREATE INDEX given_g ON given (g); COMMENT ON COLUMN given.g IS 'computed'; CREATE VIEW seen AS SELECT g FROM given;
      CREATE TABLE p (k integer, a bigint, g bigint GENERATED ALWAYS AS (a + 1) STORED) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      CREATE TABLE q (a integer, g integer GENERATED ALWAYS AS (a + 2) STORED, h integer GENERATED ALWAYS AS (a) STORED); CREATE TABLE r () INHERITS (q); CREATE INDEX r_g ON r (g)`,
  },
  {
    name: "a domain over an enum that gives way to a new one, and changes besides",
    old: `CREATE TYPE mood AS ENUM ('low', 'mid', 'high'); CREATE DOMAIN felt AS mood DEFAULT 'low' CONSTRAINT ok CHECK (VALUE <> 'mid');
      COMMENT ON DOMAIN felt IS 'one'; CREATE TABLE t (m felt, n felt[])`,
    new: `CREATE TYPE mood AS ENUM ('high', 'low'); CREATE DOMAIN felt AS mood DEFAULT 'high' NOT NULL CONSTRAINT also CHECK (VALUE <> 'low');
      COMMENT ON DOMAIN felt IS 'two'; CREATE TABLE t (m felt, n felt[])`,
  },
  {
    name: "an operator that gives way to one of its name for other operands, under a view",
    old: `CREATE TABLE t (a integer); CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq, COMMUTATOR = ===);
      CREATE VIEW o AS SELECT a === 1 AS e FROM t`,
    new: `CREATE TABLE t (a integer); CREATE OPERATOR === (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = int8eq, COMMUTATOR = ===);
      CREATE VIEW o AS SELECT a::bigint === 1::bigint AS e FROM t`,
  },
  {
    name: "a publication of schemas that becomes one of columns and rows, while the columns change",
    old: `CREATE SCHEMA s; CREATE TABLE a (id integer PRIMARY KEY, v text, w integer); CREATE TABLE s.b (id integer PRIMARY KEY);
      ${since(15, "CREATE PUBLICATION p FOR TABLE a, TABLES IN SCHEMA s", "CREATE PUBLICATION p FOR TABLE a")}`,
    new: `CREATE SCHEMA s; CREATE TABLE a (id bigint PRIMARY KEY, v varchar(9)); CREATE TABLE s.b (id bigint PRIMARY KEY);
      ${since(15, "CREATE PUBLICATION p FOR TABLE a (id, v) WHERE (v <> ''), s.b WITH (publish = 'insert')", "CREATE PUBLICATION p FOR TABLE a, s.b WITH (publish = 'insert')")}`,
  },
  {
    name: "default privileges that change while what they reach is made",
    old: `CREATE SCHEMA s; ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO PUBLIC; CREATE TABLE s.a (x integer);
      ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; CREATE FUNCTION s.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE VIEW s.v AS SELECT 1 AS one`,
    new: `CREATE SCHEMA s; CREATE TABLE s.b (x integer); CREATE FUNCTION s.f() RETURNS bigint LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION s.g() RETURNS integer LANGUAGE sql AS 'SELECT 1';
      CREATE MATERIALIZED VIEW s.v AS SELECT 1 AS one; ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT INSERT ON TABLES TO PUBLIC; REVOKE ALL ON FUNCTION s.g() FROM PUBLIC`,
  },
  {
    name: "tables that refer to each other in a row and become logged, or unlogged, together",
    old: `CREATE UNLOGGED TABLE a (id serial PRIMARY KEY, a integer REFERENCES a); CREATE UNLOGGED TABLE b (a integer REFERENCES a, id integer PRIMARY KEY); CREATE UNLOGGED TABLE "0" (b integer REFERENCES b);
      CREATE TABLE c (id integer PRIMARY KEY); CREATE TABLE d (c integer REFERENCES c)`,
    new: `CREATE TABLE a (id serial PRIMARY KEY, a integer REFERENCES a); CREATE TABLE b (a integer REFERENCES a, id integer PRIMARY KEY); CREATE TABLE "0" (b integer REFERENCES b);
      CREATE UNLOGGED TABLE c (id integer PRIMARY KEY); CREATE UNLOGGED TABLE d (c integer REFERENCES c)`,
  },
  {
    name: "a parent that keeps its child, as the only one, and gets a column with a check",
    old: "CREATE TABLE a (x integer, k integer); CREATE TABLE b (z integer, k integer); CREATE TABLE c () INHERITS (a, b); CREATE TABLE d () INHERITS (c)",
    new: `CREATE TABLE a (x integer, k integer); CREATE TABLE b (z integer, k integer, w date CONSTRAINT ck CHECK (w IS NOT NULL));
      CREATE TABLE c (x integer) INHERITS (b); CREATE TABLE d () INHERITS (c)`,
  },
  {
    name: "a parent whose columns change their types when a child has left it and lost them",
    old: "CREATE TABLE a (x integer NOT NULL, y text NOT NULL); CREATE TABLE c () INHERITS (a); CREATE TABLE e () INHERITS (a); CREATE TABLE f () INHERITS (c)",
    new: "CREATE TABLE a (x bigint NOT NULL, y varchar(9) NOT NULL); CREATE TABLE c (q integer); CREATE TABLE e () INHERITS (a); CREATE TABLE f () INHERITS (c)",
  },
  {
    name: "a publication that goes over to its partitions, and back under the root with a column list and a filter",
    old: `CREATE TABLE m (a integer PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1);
      ${since(15, "CREATE PUBLICATION p FOR TABLE m (a) WHERE (a > 0) WITH (publish_via_partition_root = true)", "CREATE PUBLICATION p FOR TABLE m WITH (publish_via_partition_root = true)")}`,
    new: `CREATE TABLE m (a integer PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1);
      CREATE PUBLICATION p FOR TABLE m, m1 WITH (publish_via_partition_root = false)`,
  },
];

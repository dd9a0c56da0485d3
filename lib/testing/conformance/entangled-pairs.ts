import type { HardPair } from "./hard-pairs";

/** Pairs whose statements can only come in one order, or in none that is plain. */
export const entangledPairs: readonly HardPair[] = [
  {
    name: "tables that leave a parent whose column goes, and come back to one that gets it",
    old: `CREATE TABLE head (id integer NOT NULL, a integer); CREATE TABLE follows (c text) INHERITS (head);
      CREATE TABLE owns (id integer PRIMARY KEY, c text, a integer) INHERITS (head); CREATE TABLE keeps (k text) INHERITS (head);
      CREATE TABLE below () INHERITS (follows)`,
    new: `CREATE TABLE head (a integer); CREATE TABLE follows (a integer); CREATE TABLE owns (a integer);
      CREATE TABLE keeps (id integer NOT NULL, a integer, k text); CREATE TABLE below () INHERITS (follows)`,
  },
  {
    name: "a child that is put under its parent once both have the parent's type",
    old: `CREATE TABLE head (a bigint, b integer, c varchar(5) NOT NULL); CREATE TABLE child (a integer, b smallint, c text, d integer)`,
    new: `CREATE TABLE head (a bigint, b bigint, c text NOT NULL); CREATE TABLE child (a bigint, b bigint, c text NOT NULL, d integer) INHERITS (head)`,
  },
  {
    name: "a sequence that a new table takes over from one that goes, with comments and grants on what views read",
    old: `CREATE SCHEMA s; CREATE TABLE s.base (id integer, note text); CREATE TABLE s.was (pk serial, x integer);
      CREATE VIEW s.of_was AS SELECT w.pk, b.note FROM s.was w JOIN s.base b ON b.id = w.pk;
      CREATE VIEW s.over AS SELECT note FROM s.of_was; GRANT USAGE ON SEQUENCE s.was_pk_seq TO PUBLIC`,
    new: `CREATE SCHEMA s; COMMENT ON SCHEMA s IS 'ours'; GRANT USAGE ON SCHEMA s TO PUBLIC;
      CREATE TABLE s.base (id integer, note text); COMMENT ON COLUMN s.base.note IS 'read'; GRANT SELECT (note) ON s.base TO PUBLIC;
      CREATE SEQUENCE s.was_pk_seq AS integer; CREATE TABLE s.becomes (pk integer NOT NULL DEFAULT nextval('s.was_pk_seq'));
      ALTER SEQUENCE s.was_pk_seq OWNED BY s.becomes.pk; GRANT SELECT ON SEQUENCE s.was_pk_seq TO PUBLIC;
      CREATE VIEW s.of_becomes AS SELECT b.note FROM s.becomes w JOIN s.base b ON b.id = w.pk;
      CREATE VIEW s.over AS SELECT note FROM s.of_becomes`,
  },
  {
    name: "tables whose policies and rules read each other's views, which nobody expects",
    old: `CREATE TABLE one (a integer); CREATE TABLE two (a integer); CREATE VIEW of_one AS SELECT a FROM one; CREATE VIEW of_two AS SELECT a FROM two;
      ALTER TABLE one ENABLE ROW LEVEL SECURITY; ALTER TABLE two ENABLE ROW LEVEL SECURITY;
      CREATE POLICY p ON one USING (a IN (SELECT a FROM of_two)); CREATE POLICY p ON two USING (a IN (SELECT a FROM of_one));
      CREATE VIEW seen AS SELECT 1 AS n; CREATE TABLE seen_log (o seen, n seen);
      CREATE RULE logged AS ON UPDATE TO seen DO ALSO INSERT INTO seen_log VALUES (old, new)`,
    new: "",
  },
  {
    name: "a view without columns, and procedures that only the modes of their arguments tell apart",
    old: "CREATE TABLE t (a integer)",
    new: `CREATE TABLE t (a integer); CREATE VIEW bare AS SELECT FROM t; CREATE MATERIALIZED VIEW mbare AS SELECT FROM t;
      CREATE PROCEDURE p(OUT a integer, IN b integer, IN c integer) LANGUAGE sql AS 'SELECT b - c';
      CREATE PROCEDURE p(IN a integer, IN b integer, IN c integer) LANGUAGE sql AS 'SELECT a + b - c';
      CREATE PROCEDURE p(VARIADIC a integer[]) LANGUAGE sql AS 'SELECT a[1]';
      COMMENT ON PROCEDURE p(IN integer, IN integer, IN integer) IS 'adds'; REVOKE ALL ON PROCEDURE p(VARIADIC integer[]) FROM PUBLIC`,
  },
  {
    name: "a foreign table whose column takes numbers from a sequence of its own",
    old: "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w",
    new: `CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w;
      CREATE FOREIGN TABLE there (id serial, note text) SERVER far; ALTER FOREIGN TABLE there OWNER TO pg_monitor`,
  },
  {
    name: "options that a wrapper had before the validator that knows none of them",
    old: `CREATE FOREIGN DATA WRAPPER w NO VALIDATOR OPTIONS (a 'true', b 'x'); ALTER FOREIGN DATA WRAPPER w VALIDATOR postgresql_fdw_validator;
      CREATE FOREIGN DATA WRAPPER v VALIDATOR postgresql_fdw_validator`,
    new: `CREATE FOREIGN DATA WRAPPER w NO VALIDATOR OPTIONS (a 'false', c 'x'); ALTER FOREIGN DATA WRAPPER w VALIDATOR postgresql_fdw_validator;
      CREATE FOREIGN DATA WRAPPER v OPTIONS (q 'r');
      CREATE FOREIGN DATA WRAPPER u OPTIONS (q 'r'); ALTER FOREIGN DATA WRAPPER u VALIDATOR postgresql_fdw_validator`,
  },
  {
    name: "a table that is partitioned by a column which nobody expects",
    old: "CREATE TABLE parted (a integer, b integer) PARTITION BY LIST (a)",
    new: "CREATE TABLE parted (b integer) PARTITION BY LIST (b)",
    manual: true,
  },
  {
    name: "a range type that gives way to a new one while columns are of its multirange type",
    old: `CREATE TYPE span AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = spans); CREATE DOMAIN gaps AS spans;
      CREATE TABLE t (a spans, b span, c spans[] DEFAULT '{}', d gaps); CREATE VIEW v AS SELECT lower(a) AS least FROM t`,
    new: `CREATE TYPE span AS RANGE (SUBTYPE = bigint, MULTIRANGE_TYPE_NAME = spans); CREATE DOMAIN gaps AS spans;
      CREATE TABLE t (a spans, b span, c spans[] DEFAULT '{}', d gaps); CREATE VIEW v AS SELECT lower(a) AS least FROM t`,
  },
  {
    name: "a view that grows for one that does without another, which nobody expects",
    old: `CREATE TABLE t (a integer, b integer); CREATE VIEW grows AS SELECT a FROM t; CREATE VIEW gone AS SELECT a FROM grows;
      CREATE VIEW without AS SELECT a FROM gone`,
    new: `CREATE TABLE t (a integer, b integer); CREATE VIEW grows AS SELECT a, b FROM t; CREATE VIEW without AS SELECT a FROM grows WHERE b > 0`,
  },
  {
    name: "views that read each other, of which one changes",
    old: `CREATE VIEW a AS SELECT 1 AS n; CREATE VIEW b AS SELECT n FROM a; CREATE OR REPLACE VIEW a AS SELECT n FROM b; CREATE VIEW c AS SELECT 1 AS n`,
    new: `CREATE VIEW a AS SELECT 1 AS n; CREATE VIEW b AS SELECT n FROM a; CREATE OR REPLACE VIEW a AS SELECT n FROM b; CREATE VIEW c AS SELECT 2 AS n`,
  },
  {
    name: "types that are only announced, and what became of the name on the other side",
    old: `CREATE TYPE told; COMMENT ON TYPE told IS 'to come'; CREATE TYPE mood; CREATE TYPE part; CREATE TYPE gone; ALTER TYPE gone OWNER TO pg_monitor;
      CREATE FUNCTION takes(gone) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out'`,
    new: `CREATE TYPE told; ALTER TYPE told OWNER TO pg_monitor; CREATE TYPE mood AS ENUM ('good'); CREATE TYPE part AS (a integer); CREATE TABLE feels (mood mood, part part)`,
  },
  {
    name: "published tables that become unlogged, while children that come stand in for them",
    leastMajor: 15,
    old: `CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (id integer PRIMARY KEY); CREATE PUBLICATION p FOR TABLE ONLY a WHERE (id > 1), b;
      CREATE PUBLICATION only_a FOR TABLE ONLY a; CREATE PUBLICATION goes FOR TABLE ONLY a; CREATE PUBLICATION of_all FOR TABLE a`,
    new: `CREATE UNLOGGED TABLE a (id integer PRIMARY KEY, n integer); CREATE UNLOGGED TABLE b (id integer PRIMARY KEY);
      CREATE TABLE k (PRIMARY KEY (id)) INHERITS (a); CREATE TABLE l (r integer) INHERITS (a);
      CREATE PUBLICATION p FOR TABLE k; CREATE PUBLICATION only_a FOR TABLE l WHERE (r > 4); CREATE PUBLICATION of_all FOR ALL TABLES`,
  },
];

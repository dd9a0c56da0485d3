import { since } from "./contested-pairs";
import type { HardPair } from "./hard-pairs";

const three = (type: string, constraints = ""): string =>
  ["a", "b", "c"]
    .map((name) => `CREATE TABLE ${name} (x ${type}${constraints.replaceAll("$", name)});`)
    .join(" ");

const several = (type: string, other: string): string =>
  [0, 1, 2, 3, 4].map((one) => `CREATE TABLE p${one} (x ${type}, y${one} ${other}, w ${type});`).join(" ");

/** Pairs in which tables have several parents, or others than before, while the types of what these hand down change. */
export const parentPairs: readonly HardPair[] = [
  {
    name: "children that change places under parents whose columns get types of their own",
    old: `${three("integer")} CREATE TABLE k () INHERITS (a); CREATE TABLE l () INHERITS (b); CREATE TABLE s () INHERITS (a); CREATE TABLE m () INHERITS (b); CREATE TABLE n () INHERITS (m)`,
    new: `CREATE TABLE a (x bigint); CREATE TABLE b (x text); CREATE TABLE c (x integer); CREATE TABLE k () INHERITS (b); CREATE TABLE l () INHERITS (a);
      CREATE TABLE s () INHERITS (a); CREATE TABLE m () INHERITS (c); CREATE TABLE n () INHERITS (m)`,
  },
  {
    name: "a chain of tables that turns round while the type of what they hand down changes",
    old: "CREATE TABLE a (x integer); CREATE TABLE b () INHERITS (a); CREATE TABLE c () INHERITS (b); CREATE TABLE d () INHERITS (c)",
    new: "CREATE TABLE a (x bigint); CREATE TABLE c () INHERITS (a); CREATE TABLE b () INHERITS (c); CREATE TABLE d () INHERITS (b)",
  },
  {
    name: "a child of two parents that both have the check by which the type of its column changes",
    old: `${three("integer", ", CONSTRAINT ck CHECK (x > 0), CONSTRAINT c$ CHECK (x < 100)")} CREATE TABLE k (y integer) INHERITS (a, b); CREATE TABLE g () INHERITS (k);
      CREATE INDEX ki ON k (x); CREATE VIEW v AS SELECT x FROM k; CREATE MATERIALIZED VIEW w AS SELECT x FROM b`,
    new: `${three("bigint", ", CONSTRAINT ck CHECK (x > 0), CONSTRAINT c$ CHECK (x < 100)")} CREATE TABLE k (y integer) INHERITS (a, b); CREATE TABLE g () INHERITS (k);
      CREATE INDEX ki ON k (x); CREATE VIEW v AS SELECT x FROM k; CREATE MATERIALIZED VIEW w AS SELECT x FROM b`,
  },
  {
    name: "children of two parents, of which one changes, that get other checks with another type",
    old: `${three("integer", ", CONSTRAINT ck CHECK (x > 0)")} CREATE TABLE k (y integer) INHERITS (a, b); CREATE TABLE l () INHERITS (c); CREATE TABLE g () INHERITS (k, l)`,
    new: `${three("text", ", CONSTRAINT ck CHECK (x <> '')")} CREATE TABLE k (y integer) INHERITS (b, c); CREATE TABLE l () INHERITS (a); CREATE TABLE g () INHERITS (k, l)`,
  },
  {
    name: "nulls and defaults of a child of two parents, while the type of its column changes",
    old: `${three("integer", " NOT NULL DEFAULT 1")} CREATE TABLE k (x integer DEFAULT 5) INHERITS (a, b); CREATE TABLE l () INHERITS (b)`,
    new: `${three("text", " DEFAULT 'z'")} CREATE TABLE k (x text DEFAULT 'own') INHERITS (a, b); CREATE TABLE l () INHERITS (c)`,
  },
  {
    name: "keys on a column of two parents, and what refers to them, while its type changes",
    old: `CREATE TABLE a (x integer PRIMARY KEY); CREATE TABLE b (x integer NOT NULL); CREATE TABLE k (PRIMARY KEY (x)) INHERITS (a, b); CREATE TABLE f (x integer REFERENCES a); CREATE TABLE h (x integer REFERENCES k)`,
    new: `CREATE TABLE a (x bigint PRIMARY KEY); CREATE TABLE b (x bigint NOT NULL); CREATE TABLE k (PRIMARY KEY (x)) INHERITS (a, b); CREATE TABLE f (x bigint REFERENCES a); CREATE TABLE h (x bigint REFERENCES k)`,
  },
  {
    name: "tables of many parents that lose some, change their order, and get columns from those below",
    old: `${several("integer", "integer")} CREATE TABLE k1 () INHERITS (p0, p1, p2); CREATE TABLE k2 () INHERITS (p2, p3); CREATE TABLE k3 () INHERITS (k1, k2, p4); CREATE TABLE k4 () INHERITS (p4)`,
    new: `${several("bigint", "text")} CREATE TABLE k1 () INHERITS (p0, p2, p1); CREATE TABLE k2 () INHERITS (p2, p3); CREATE TABLE k3 () INHERITS (k1, k2); CREATE TABLE k4 () INHERITS (k3)`,
  },
  {
    name: "new partitions with defaults of their own of a column that is new too, or partitioned by it",
    old: "CREATE TABLE r (a integer, b integer) PARTITION BY RANGE (a); CREATE TABLE p PARTITION OF r FOR VALUES FROM (1) TO (2)",
    new: `CREATE TABLE r (a integer, b integer, c text) PARTITION BY RANGE (a); CREATE TABLE p PARTITION OF r FOR VALUES FROM (1) TO (2);
      CREATE TABLE q PARTITION OF r FOR VALUES FROM (2) TO (3) PARTITION BY LIST (c); CREATE TABLE q1 PARTITION OF q FOR VALUES IN ('x');
      CREATE TABLE s PARTITION OF r (c DEFAULT 'x' NOT NULL, CHECK (c > 'a')) FOR VALUES FROM (3) TO (4); CREATE INDEX ON s (c);
      CREATE FOREIGN DATA WRAPPER w; CREATE SERVER w FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f PARTITION OF r (c DEFAULT 'y') FOR VALUES FROM (4) TO (5) SERVER w`,
  },
  {
    name: "a NOT NULL that is NOT VALID above and valid, commented or not valid either below",
    old: `CREATE TABLE kept (i integer); ${since(18, "CREATE TABLE z (a integer, b integer) PARTITION BY LIST (b); ALTER TABLE z ADD CONSTRAINT c NOT NULL a NOT VALID", "")}`,
    new: `CREATE TABLE kept (i bigint); ${since(
      18,
      `CREATE TABLE r (a integer, b integer) PARTITION BY LIST (a); ALTER TABLE r ADD CONSTRAINT c NOT NULL a NOT VALID; CREATE TABLE r3 (a integer, b integer);
       ALTER TABLE r3 ADD CONSTRAINT nn3 NOT NULL a NOT VALID; ALTER TABLE r ATTACH PARTITION r3 FOR VALUES IN (5);
       CREATE TABLE p (a integer); CREATE TABLE c (b integer) INHERITS (p); ALTER TABLE p ADD NOT NULL a NOT VALID; COMMENT ON CONSTRAINT p_a_not_null ON c IS 'said';
       CREATE TABLE q (a integer); CREATE TABLE d (a integer) INHERITS (q); ALTER TABLE q ADD NOT NULL a NOT VALID; ALTER TABLE d VALIDATE CONSTRAINT q_a_not_null;
       CREATE TABLE s (a integer NOT NULL); CREATE TABLE e () INHERITS (q, s);
       CREATE TABLE z (a integer, b integer) PARTITION BY LIST (b); CREATE TABLE z4 (a integer, b integer) PARTITION BY LIST (b); CREATE TABLE z41 PARTITION OF z4 FOR VALUES IN (4);
       ALTER TABLE z ATTACH PARTITION z4 FOR VALUES IN (4); ALTER TABLE z ADD CONSTRAINT c NOT NULL a NOT VALID`,
      "",
    )}`,
  },
  {
    name: "a NOT NULL that comes down under another name than it was declared by, NOT VALID above or commented below",
    old: `CREATE TABLE kept (i integer); ${since(
      18,
      `CREATE TABLE p (a integer); ALTER TABLE p ADD CONSTRAINT np NOT NULL a NOT VALID; CREATE TABLE p2 (a integer, z integer); CREATE TABLE p4 (a integer, CONSTRAINT other NOT NULL a);
       CREATE TABLE m (a integer NOT NULL, b integer); CREATE TABLE r (a integer, b integer) PARTITION BY LIST (a); ALTER TABLE r ADD CONSTRAINT rn NOT NULL a NOT VALID`,
      "",
    )}`,
    new: `CREATE TABLE kept (i bigint); ${since(
      18,
      `CREATE TABLE p (a integer); CREATE TABLE p2 (a integer, z integer);
       CREATE TABLE c () INHERITS (p); ALTER TABLE c ADD CONSTRAINT nn NOT NULL a; CREATE TABLE d () INHERITS (p2, p); ALTER TABLE d ADD CONSTRAINT nd NOT NULL a; COMMENT ON CONSTRAINT nd ON d IS 'd';
       CREATE TABLE e (a integer) INHERITS (p); ALTER TABLE e ADD CONSTRAINT ne NOT NULL a; COMMENT ON CONSTRAINT ne ON e IS 'e';
       ALTER TABLE p ADD CONSTRAINT np NOT NULL a NOT VALID; ALTER TABLE p2 ADD CONSTRAINT np2 NOT NULL a NOT VALID;
       CREATE TABLE r (a integer, b integer) PARTITION BY LIST (a); ALTER TABLE r ADD CONSTRAINT rn NOT NULL a NOT VALID;
       CREATE TABLE r2 (a integer, CONSTRAINT n2 NOT NULL a, b integer) PARTITION BY LIST (b); CREATE TABLE r22 (a integer, CONSTRAINT n22 NOT NULL a, b integer);
       ALTER TABLE r2 ATTACH PARTITION r22 FOR VALUES IN (3, 4); ALTER TABLE r ATTACH PARTITION r2 FOR VALUES IN (3, 4); COMMENT ON CONSTRAINT n22 ON r22 IS 'r22';
       CREATE TABLE old (a integer NOT NULL, b integer NOT NULL NO INHERIT); CREATE TABLE n () INHERITS (old); COMMENT ON CONSTRAINT old_a_not_null ON n IS 'n'; ALTER TABLE n ADD CONSTRAINT nb NOT NULL b; ALTER TABLE old RENAME TO m;
       CREATE TABLE p3 (a integer); CREATE TABLE p4 (a integer NOT NULL); CREATE TABLE q () INHERITS (p3, p4); COMMENT ON CONSTRAINT p4_a_not_null ON q IS 'q';
       CREATE TABLE s (a integer, b integer) PARTITION BY LIST (a); ALTER TABLE s ADD CONSTRAINT sn NOT NULL a NOT VALID; CREATE TABLE s1 (a integer, CONSTRAINT n1 NOT NULL a, b integer); ALTER TABLE s ATTACH PARTITION s1 FOR VALUES IN (1)`,
      "",
    )}`,
  },
  {
    name: "access methods that partitions have from their root, or otherwise than it, or not at all",
    old: "CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler; CREATE TABLE kept (i integer)",
    new: `CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler; CREATE TABLE kept (i bigint); ${since(
      17,
      `CREATE TABLE r (x integer, y integer) PARTITION BY HASH (x); CREATE TABLE r0 PARTITION OF r FOR VALUES WITH (MODULUS 4, REMAINDER 0); CREATE TABLE r1 PARTITION OF r FOR VALUES WITH (MODULUS 4, REMAINDER 1) PARTITION BY HASH (y);
       ALTER TABLE r SET ACCESS METHOD heap2; CREATE TABLE r2 PARTITION OF r FOR VALUES WITH (MODULUS 4, REMAINDER 2); CREATE TABLE r3 PARTITION OF r FOR VALUES WITH (MODULUS 4, REMAINDER 3) PARTITION BY HASH (y)`,
      "CREATE TABLE r (x integer) USING heap2",
    )}`,
  },
  {
    name: "a unique index by which rows are told apart as soon as, and as long as, its column has no nulls",
    old: "CREATE TABLE t (id bigint, n text); CREATE UNIQUE INDEX t_id ON t (id); CREATE TABLE u (a integer NOT NULL, b integer NOT NULL); CREATE UNIQUE INDEX u_a ON u (a, b); ALTER TABLE u REPLICA IDENTITY USING INDEX u_a",
    new: "CREATE TABLE t (id integer NOT NULL, n text); CREATE UNIQUE INDEX t_id ON t (id); ALTER TABLE t REPLICA IDENTITY USING INDEX t_id; CREATE TABLE u (a bigint, b integer); CREATE UNIQUE INDEX u_a ON u (a, b)",
  },
  {
    name: "columns that come to a parent table with a NOT NULL which its child tables are not to have",
    old: "CREATE TABLE p (a integer); CREATE TABLE c () INHERITS (p); CREATE TABLE g (z integer) INHERITS (c)",
    new: `${since(18, "CREATE TABLE p (a integer, b integer DEFAULT 1 NOT NULL NO INHERIT, d integer DEFAULT 3 CONSTRAINT dd NOT NULL NO INHERIT, e integer DEFAULT 4 CONSTRAINT ee NOT NULL); COMMENT ON CONSTRAINT dd ON p IS 'x'", "CREATE TABLE p (a integer, b integer DEFAULT 1, d integer DEFAULT 3, e integer DEFAULT 4 NOT NULL)")};
      CREATE TABLE c (f integer) INHERITS (p); CREATE TABLE g (z integer) INHERITS (c); CREATE TABLE holds (p p)`,
  },
  {
    name: "tables that leave their parents and call their NOT NULL constraints otherwise, as the parents do theirs",
    old: `CREATE TABLE p (a integer CONSTRAINT pa NOT NULL, b integer NOT NULL); CREATE TABLE c (z integer) INHERITS (p); CREATE TABLE g (y integer) INHERITS (c);
      CREATE TABLE r (a integer CONSTRAINT ra NOT NULL, d date CONSTRAINT dd NOT NULL) PARTITION BY LIST (a); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1) PARTITION BY LIST (a); CREATE TABLE r11 PARTITION OF r1 DEFAULT; CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2)`,
    new: `CREATE TABLE c (a integer NOT NULL, b integer CONSTRAINT bb NOT NULL, z integer); CREATE TABLE g (a integer CONSTRAINT mine NOT NULL, b integer NOT NULL, y integer); ${since(18, "COMMENT ON CONSTRAINT mine ON g IS 'own'", "SELECT 1")};
      CREATE TABLE r (a integer CONSTRAINT rb NOT NULL, d date CONSTRAINT d2 NOT NULL) PARTITION BY LIST (a); CREATE TABLE r1 (a integer CONSTRAINT rc NOT NULL, d date CONSTRAINT dd NOT NULL) PARTITION BY LIST (a); CREATE TABLE r11 PARTITION OF r1 DEFAULT; CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2)`,
  },
  {
    name: "an identity of a parent under another name, while one child keeps the old one for itself and another stays",
    old: "CREATE TABLE p (id bigint GENERATED ALWAYS AS IDENTITY, n text); CREATE TABLE leaves (z integer) INHERITS (p); CREATE TABLE stays (y integer) INHERITS (p)",
    new: "CREATE TABLE p (no bigint GENERATED ALWAYS AS IDENTITY, n text); CREATE TABLE leaves (id bigint NOT NULL, n text, z integer); CREATE TABLE stays (y integer) INHERITS (p)",
    manual: true,
  },
  {
    name: "columns that would be written into rows of a table which other columns hold whole",
    old: `CREATE DOMAIN d AS text CHECK (VALUE <> ''); CREATE TABLE p (n text, a d, plain integer); CREATE TABLE holds (p p)`,
    new: `CREATE DOMAIN d AS text CHECK (VALUE <> ''); CREATE TABLE p (n text, b d, g text GENERATED ALWAYS AS (n || 'x') STORED, other integer, v integer DEFAULT 4); CREATE TABLE holds (p p)`,
    manual: true,
  },
  {
    name: "a table with the check of its own comes under a parent that waits for a column which is left to people, or leaves it",
    manual: true,
    old: "CREATE DOMAIN m AS numeric DEFAULT 0 NOT NULL; CREATE TABLE p (a int, n text CONSTRAINT c CHECK (n <> ''), y m); CREATE TABLE v (a int, n text CONSTRAINT c CHECK (n <> ''), y m); CREATE TABLE h (p p)",
    new: "CREATE DOMAIN m AS numeric DEFAULT 0 NOT NULL; CREATE TABLE p (a int, n text CONSTRAINT c CHECK (n <> ''), x m); CREATE TABLE v () INHERITS (p); CREATE TABLE h (p p)",
  },
  {
    name: "a root and parents with foreign tables below them, whose rows nobody can read while columns change their types",
    old: `CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE TABLE r (k integer, v integer) PARTITION BY LIST (k); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1);
      CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2) PARTITION BY LIST (k); CREATE TABLE r21 PARTITION OF r2 DEFAULT; CREATE FOREIGN TABLE r3 PARTITION OF r FOR VALUES IN (3) SERVER s;
      CREATE TABLE p (a integer); CREATE TABLE near () INHERITS (p); CREATE FOREIGN TABLE far () INHERITS (p) SERVER s; CREATE TABLE q (a integer)`,
    new: `CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE TABLE r (k integer, v bigint) PARTITION BY LIST (k); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1);
      CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2) PARTITION BY LIST (k); CREATE TABLE r21 PARTITION OF r2 DEFAULT; CREATE FOREIGN TABLE r3 PARTITION OF r FOR VALUES IN (3) SERVER s;
      CREATE TABLE p (a bigint); CREATE TABLE near () INHERITS (p); CREATE FOREIGN TABLE far (a bigint) SERVER s; CREATE TABLE q (a bigint); CREATE FOREIGN TABLE far2 () INHERITS (q) SERVER s`,
  },
  {
    name: "a column that children two levels below have from above gets another name, under a rule and an index of theirs",
    old: `CREATE TABLE a (id integer, n integer); CREATE TABLE b (x text) INHERITS (a); CREATE TABLE c () INHERITS (b); CREATE TABLE l (id integer); CREATE INDEX own ON c (id); CREATE RULE r AS ON DELETE TO c DO ALSO DELETE FROM l WHERE id = OLD.id;
      CREATE TABLE p (a integer, v integer) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (a); CREATE TABLE p11 PARTITION OF p1 FOR VALUES IN (1); CREATE INDEX other ON p11 (v)`,
    new: `CREATE TABLE a (key integer, n integer); CREATE TABLE b (x text) INHERITS (a); CREATE TABLE c () INHERITS (b); CREATE TABLE l (id integer); CREATE INDEX own ON c (key); CREATE RULE r AS ON DELETE TO c DO ALSO DELETE FROM l WHERE id = OLD.key;
      CREATE TABLE p (a integer, w integer) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (a); CREATE TABLE p11 PARTITION OF p1 FOR VALUES IN (1); CREATE INDEX other ON p11 (w)`,
  },
  {
    name: "a column from two parents, of which one's is held fast by whole rows that others store",
    old: `CREATE TYPE pair AS (x integer); CREATE TABLE a (j pair); CREATE TABLE b (j pair); CREATE TABLE p () INHERITS (a); CREATE TABLE r () INHERITS (p, b); CREATE TABLE holds (a a)`,
    new: `CREATE SCHEMA s; CREATE TYPE s.pair AS (x integer); CREATE TABLE a (j s.pair); CREATE TABLE b (j s.pair); CREATE TABLE p () INHERITS (a); CREATE TABLE r () INHERITS (p, b); CREATE TABLE holds (a a)`,
    manual: true,
  },
  {
    name: "storage and statistics of columns that tables below are to have otherwise",
    old: `CREATE TABLE a (n integer, t text); CREATE TABLE b () INHERITS (a); CREATE TABLE c () INHERITS (b); ALTER TABLE c ALTER n SET STATISTICS 10, ALTER t SET STORAGE EXTERNAL;
      CREATE TABLE over (n integer, t text); ALTER TABLE over ALTER t SET STORAGE EXTERNAL, ALTER t SET COMPRESSION pglz, ALTER n SET STATISTICS 7;
      CREATE TABLE p (k integer, t text) PARTITION BY LIST (k); ALTER TABLE p ALTER t SET STORAGE MAIN, ALTER t SET COMPRESSION pglz, ALTER k SET STATISTICS 8;
      CREATE TABLE grows (n integer); CREATE TABLE grown () INHERITS (grows); CREATE TABLE one (t text); CREATE TABLE two (t text);
      CREATE TABLE former (n integer, t text); ALTER TABLE former ALTER t SET STORAGE MAIN`,
    new: `CREATE TABLE former (n integer, t text); CREATE TABLE latter () INHERITS (former);
      CREATE TABLE a (n integer, t text); CREATE TABLE b () INHERITS (a); CREATE TABLE c () INHERITS (b); ALTER TABLE a ALTER n SET STATISTICS 10, ALTER t SET STORAGE EXTERNAL;
      CREATE TABLE over (n integer, t text); CREATE TABLE under () INHERITS (over); CREATE TABLE deep (t text) INHERITS (under); ALTER TABLE ONLY over ALTER t SET STORAGE EXTERNAL, ALTER t SET COMPRESSION pglz, ALTER n SET STATISTICS 7;
      CREATE TABLE p (k integer, t text) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
      ALTER TABLE ONLY p ALTER t SET STORAGE MAIN, ALTER t SET COMPRESSION pglz, ALTER k SET STATISTICS 8; ALTER TABLE p2 ALTER t SET STORAGE EXTERNAL, ALTER t SET COMPRESSION pglz;
      CREATE TABLE grows (n integer, t text); CREATE TABLE grown () INHERITS (grows); ALTER TABLE ONLY grows ALTER t SET STORAGE EXTERNAL, ALTER t SET STATISTICS 7;
      CREATE TABLE one (t text); CREATE TABLE two (t text); ALTER TABLE one ALTER t SET STORAGE EXTERNAL; ALTER TABLE two ALTER t SET STORAGE EXTERNAL; CREATE TABLE twin () INHERITS (one, two)`,
  },
  {
    name: "a child of two parents that store a column differently",
    old: `CREATE TABLE one (t text); CREATE TABLE two (t text); CREATE TABLE former () INHERITS (one, two); ALTER TABLE ONLY one ALTER t SET STORAGE EXTERNAL`,
    new: `CREATE TABLE one (t text); CREATE TABLE two (t text); CREATE TABLE twin () INHERITS (one, two); ALTER TABLE ONLY one ALTER t SET STORAGE EXTERNAL`,
    manual: true,
  },
  {
    name: "a column that one parent gets and another has, to which the child goes",
    old: `CREATE TABLE a (n integer); CREATE TABLE p () INHERITS (a); CREATE TABLE b (n integer); CREATE TABLE x (n integer, k text); CREATE TABLE r () INHERITS (p, b);
      CREATE TABLE c (n integer); CREATE TABLE s () INHERITS (c, b)`,
    new: `CREATE TABLE a (n integer, k text); CREATE TABLE p () INHERITS (a); CREATE TABLE b (n integer); CREATE TABLE x (n integer, k text); CREATE TABLE r () INHERITS (p, x);
      CREATE TABLE c (n integer, k text NOT NULL DEFAULT 'c'); CREATE TABLE y (k text NOT NULL, n integer, z date); CREATE TABLE s (k text DEFAULT 's') INHERITS (c, y); CREATE TABLE under () INHERITS (s)`,
  },
  {
    name: "children of several parents under others of their names, with columns and types that come and go",
    old: `CREATE SCHEMA s; CREATE TYPE pair AS (x integer); CREATE TABLE a (n integer, j pair); CREATE TABLE b (n integer, j pair); CREATE TABLE p () INHERITS (a); CREATE TABLE r () INHERITS (p, b);
      CREATE TABLE c (n integer); CREATE TABLE q () INHERITS (c); CREATE TABLE s.d (n integer); CREATE TABLE t () INHERITS (q, s.d);
      CREATE TABLE w (n integer, j integer); CREATE TABLE v (n integer); CREATE TABLE x (n integer, j integer, z date) INHERITS (w); CREATE TABLE under () INHERITS (x)`,
    new: `CREATE SCHEMA s; CREATE TYPE s.pair AS (x integer); CREATE TABLE a (n integer, j s.pair, e text); CREATE TABLE b (n integer, j s.pair, e text); CREATE TABLE s.p () INHERITS (a); CREATE TABLE r () INHERITS (s.p, b);
      CREATE TABLE c (n integer, e date); CREATE TABLE q () INHERITS (c); CREATE TABLE d (n integer, e date); CREATE TABLE t () INHERITS (q, d);
      CREATE TABLE w (n integer, j integer); CREATE TABLE v (n integer); CREATE TABLE x (n integer, z date); CREATE TABLE under () INHERITS (x)`,
  },
];

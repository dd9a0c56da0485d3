import type { HardPair } from "./hard-pairs";

const root = (constraints: string): string =>
  `CREATE TABLE other (id integer PRIMARY KEY); CREATE TABLE r (k integer, n integer${constraints}) PARTITION BY LIST (k);
   CREATE INDEX i ON r (n); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1)`;

const all =
  ", PRIMARY KEY (k, n), CONSTRAINT ck CHECK (n > 0), CONSTRAINT fk FOREIGN KEY (n) REFERENCES other, UNIQUE (n, k)";

const fullRoot = `CREATE TABLE f (k integer NOT NULL, a integer NOT NULL DEFAULT 3, g integer GENERATED ALWAYS AS (k + 1) STORED, t text COLLATE "C",
  c timestamptz DEFAULT clock_timestamp(), CHECK (a > 0)) PARTITION BY LIST (k); CREATE INDEX fi ON f (a)`;

const keyless = `CREATE TABLE r (k integer NOT NULL, n integer) PARTITION BY LIST (k); CREATE UNIQUE INDEX u ON r (k);
  CREATE TABLE m (k integer CONSTRAINT mk PRIMARY KEY WITH (fillfactor = 60), n integer); COMMENT ON INDEX mk IS 'its own'`;

const keyed = "CREATE TABLE r (k integer PRIMARY KEY, n integer) PARTITION BY LIST (k)";

const referring =
  "CREATE TABLE v (k integer CONSTRAINT vf REFERENCES m); CREATE TABLE w (k integer REFERENCES o)";

const own = (constraint = ""): string =>
  `CREATE TABLE r (k integer NOT NULL, n integer) PARTITION BY LIST (k); CREATE TABLE p (k integer NOT NULL, n integer${constraint}); ALTER TABLE r ATTACH PARTITION p FOR VALUES IN (1);`;

/** A root with a partition and one below another. What they have of their own is made behind the root's. */
const split = (type: string): string =>
  `CREATE TABLE x (k integer PRIMARY KEY); CREATE TABLE r (k integer NOT NULL, n ${type} NOT NULL) PARTITION BY LIST (k); CREATE TABLE p PARTITION OF r FOR VALUES IN (1);
   CREATE TABLE q PARTITION OF r FOR VALUES IN (2, 3) PARTITION BY LIST (k); CREATE TABLE e PARTITION OF q FOR VALUES IN (2);`;

const besides = (type: string): string =>
  `ALTER TABLE p ADD CONSTRAINT own UNIQUE (k, n), ADD CONSTRAINT f FOREIGN KEY (k) REFERENCES x; ALTER TABLE p REPLICA IDENTITY USING INDEX own; COMMENT ON CONSTRAINT own ON p IS 'mine'; CREATE INDEX b ON p (lower(n)); CREATE UNIQUE INDEX d ON e (k, n);
   CREATE TABLE g (k integer, n ${type}, CONSTRAINT gf FOREIGN KEY (k, n) REFERENCES p (k, n))`;

/** Indexes and keys that were made on the root alone, and got parts one by one: not on every partition, and not all alike. */
const partsOnSome = `CREATE TABLE kept (i bigint); CREATE TABLE r (a integer, b integer) PARTITION BY LIST (a); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1); CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2);
      CREATE INDEX i ON ONLY r (b); CREATE INDEX part ON r1 (b); ALTER INDEX i ATTACH PARTITION part;
      CREATE TABLE s (a integer PRIMARY KEY, b integer) PARTITION BY LIST (a); CREATE TABLE s1 PARTITION OF s FOR VALUES IN (1); CREATE TABLE s2 PARTITION OF s FOR VALUES IN (2);
      CREATE INDEX j ON ONLY s (b) WITH (fillfactor=70) WHERE b > 0; CREATE INDEX ON s1 (b DESC) WHERE b > 0; ALTER INDEX j ATTACH PARTITION s1_b_idx; COMMENT ON INDEX s1_b_idx IS 'part';
      CREATE TABLE u (a integer, b integer) PARTITION BY LIST (a); CREATE TABLE u1 PARTITION OF u FOR VALUES IN (1); CREATE TABLE u2 PARTITION OF u FOR VALUES IN (2); CREATE INDEX k ON ONLY u (b);
      CREATE SCHEMA o;
      CREATE TABLE t (a integer, b integer) PARTITION BY LIST (a); CREATE TABLE o.t PARTITION OF t FOR VALUES IN (1) PARTITION BY LIST (b); CREATE TABLE o.t1 PARTITION OF o.t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF o.t FOR VALUES IN (2); CREATE TABLE t3 PARTITION OF t FOR VALUES IN (3);
      CREATE UNIQUE INDEX tu ON ONLY t (a, b); CREATE UNIQUE INDEX otu ON ONLY o.t (a, b); ALTER INDEX tu ATTACH PARTITION o.otu; ALTER TABLE t2 ADD CONSTRAINT t2k UNIQUE (a, b); ALTER INDEX o.otu ATTACH PARTITION t2k;
      ALTER TABLE ONLY t ADD CONSTRAINT tk UNIQUE (b, a); ALTER TABLE o.t ADD CONSTRAINT chosen UNIQUE (b, a); ALTER INDEX tk ATTACH PARTITION o.chosen; COMMENT ON CONSTRAINT chosen ON o.t IS 'key';
      CREATE INDEX ti ON ONLY t (lower(b::text)); CREATE INDEX tii ON o.t (lower(b::text)); ALTER INDEX ti ATTACH PARTITION o.tii; ALTER INDEX o.tii ALTER COLUMN 1 SET STATISTICS 50;
      CREATE TABLE pk (a integer, b integer) PARTITION BY LIST (a); CREATE TABLE pk1 PARTITION OF pk FOR VALUES IN (1); CREATE TABLE pk2 PARTITION OF pk FOR VALUES IN (2);
      ALTER TABLE pk ALTER a SET NOT NULL; ALTER TABLE ONLY pk ADD PRIMARY KEY (a); ALTER TABLE pk1 ADD PRIMARY KEY (a); ALTER INDEX pk_pkey ATTACH PARTITION pk1_pkey`;

/** A root whose index and key have their part on one partition, and not on another. */
const lackingParts = (other: string, key: number): string =>
  `CREATE TABLE r (k integer, n integer) PARTITION BY LIST (k); CREATE TABLE p PARTITION OF r FOR VALUES IN (1); CREATE TABLE ${other} PARTITION OF r FOR VALUES IN (${key});
  CREATE INDEX i ON ONLY r (n); CREATE INDEX pi ON p (n); ALTER INDEX i ATTACH PARTITION pi;
  ALTER TABLE ONLY r ADD CONSTRAINT u UNIQUE (k, n); ALTER TABLE p ADD CONSTRAINT pu UNIQUE (k, n); ALTER INDEX u ATTACH PARTITION pu`;

/** Indexes and a key that lack parts below one partition and on another, with bounds that end at `to`. */
const lackingBelow = (to: number): string =>
  `CREATE TABLE r (a integer, b integer NOT NULL) PARTITION BY RANGE (a); CREATE TABLE p PARTITION OF r FOR VALUES FROM (1) TO (${to}) PARTITION BY RANGE (b);
  CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (5); CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (5) TO (9); CREATE TABLE q PARTITION OF r FOR VALUES FROM (${to}) TO (9000);
  CREATE INDEX i ON ONLY r (a); CREATE INDEX pi ON ONLY p (a); CREATE INDEX p1i ON p1 (a); ALTER INDEX pi ATTACH PARTITION p1i; ALTER INDEX i ATTACH PARTITION pi; COMMENT ON INDEX pi IS 'mine';
  ALTER TABLE ONLY r ADD CONSTRAINT u UNIQUE (a, b); ALTER TABLE ONLY p ADD CONSTRAINT pu UNIQUE (a, b); ALTER TABLE p2 ADD CONSTRAINT p2u UNIQUE (a, b); ALTER INDEX pu ATTACH PARTITION p2u; ALTER INDEX u ATTACH PARTITION pu;
  CREATE INDEX none ON ONLY r (b)`;

/** Pairs in which tables become partitions or stop to be, and their parts of the root's indexes change names. */
export const partitionPairs: readonly HardPair[] = [
  {
    name: "a partition that is let go and keeps nothing of what came from its root, or has the same of its own",
    old: `${root(all)}; CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2); CREATE INDEX own ON r2 (k); COMMENT ON INDEX own IS 'its own';
      CREATE TABLE r3 PARTITION OF r FOR VALUES IN (3) PARTITION BY LIST (k); CREATE TABLE r31 PARTITION OF r3 FOR VALUES IN (3); CREATE TABLE r4 PARTITION OF r FOR VALUES IN (4)`,
    new: `${root(all)}; CREATE TABLE r2 (k integer, n integer); CREATE INDEX own ON r2 (k); COMMENT ON INDEX own IS 'its own';
      CREATE TABLE r3 (k integer, n integer) PARTITION BY LIST (k); CREATE TABLE r31 PARTITION OF r3 FOR VALUES IN (3);
      CREATE TABLE r4 (k integer, n integer, PRIMARY KEY (k, n), CONSTRAINT ck CHECK (n > 0), CONSTRAINT fk FOREIGN KEY (n) REFERENCES other); CREATE INDEX r4_n_idx ON r4 (n)`,
  },
  {
    name: "a partition that goes over to another root, with other checks and indexes",
    old: `${root(all)}; CREATE TABLE moves PARTITION OF r FOR VALUES IN (2); CREATE TABLE q (k integer, n integer, CHECK (k < 9), UNIQUE (k)) PARTITION BY LIST (k)`,
    new: `${root(all)}; CREATE TABLE q (k integer, n integer, CHECK (k < 9), UNIQUE (k)) PARTITION BY LIST (k); CREATE TABLE moves PARTITION OF q FOR VALUES IN (2)`,
  },
  {
    name: "chosen names that the indexes of partitions swap among them, take over from others, and leave to others",
    old: `CREATE TABLE r (k integer PRIMARY KEY, n integer) PARTITION BY LIST (k); CREATE INDEX i ON r (n); CREATE INDEX j ON r (n, k);
      CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1); CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2); CREATE TABLE other (a integer); CREATE INDEX held ON other (a);
      ALTER INDEX r1_pkey RENAME TO key_one; ALTER INDEX r2_pkey RENAME TO key_two; ALTER INDEX r1_n_idx RENAME TO one; ALTER INDEX r2_n_idx RENAME TO two; ALTER INDEX r1_n_k_idx RENAME TO three`,
    new: `CREATE TABLE r (k integer PRIMARY KEY, n integer) PARTITION BY LIST (k); CREATE INDEX i ON r (n); CREATE INDEX j ON r (n, k);
      CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1); CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2); CREATE TABLE other (a integer); CREATE INDEX kept ON other (a);
      ALTER INDEX r1_pkey RENAME TO key_two; ALTER INDEX r2_pkey RENAME TO key_one; ALTER INDEX r1_n_idx RENAME TO three; ALTER INDEX r2_n_idx RENAME TO one; ALTER INDEX r1_n_k_idx RENAME TO two; ALTER INDEX r2_n_k_idx RENAME TO held`,
  },
  {
    name: "tables that become partitions and lack columns of the root, of every shape, or go over to one with other columns",
    old: `${fullRoot}; CREATE TABLE p PARTITION OF f FOR VALUES IN (1); COMMENT ON COLUMN p.t IS 'its own'; ALTER TABLE p ALTER COLUMN a SET DEFAULT 9;
      CREATE TABLE s PARTITION OF f FOR VALUES IN (2) PARTITION BY LIST (a); CREATE TABLE s1 PARTITION OF s FOR VALUES IN (1);
      CREATE TABLE q (k integer NOT NULL, z text) PARTITION BY LIST (k); CREATE TABLE moves PARTITION OF q FOR VALUES IN (1)`,
    new: `${fullRoot}; CREATE TABLE p (k integer); CREATE TABLE s (k integer, a integer) PARTITION BY LIST (a); CREATE TABLE s1 PARTITION OF s FOR VALUES IN (1);
      CREATE TABLE q (k integer NOT NULL, z text) PARTITION BY LIST (k); CREATE TABLE moves PARTITION OF f FOR VALUES IN (3)`,
  },
  {
    name: "a table that becomes a partition with a key of its own, which serves as its part of the root's index",
    old: `${keyless}; ALTER TABLE r ATTACH PARTITION m FOR VALUES IN (1)`,
    new: keyless,
  },
  {
    name: "a partition that is let go after what refers to it by its root's key, and one that is referred to by an index of its own",
    old: `${keyed}; CREATE TABLE m PARTITION OF r FOR VALUES IN (1); CREATE TABLE v (k integer CONSTRAINT vf REFERENCES m);
      CREATE TABLE o PARTITION OF r FOR VALUES IN (2); CREATE UNIQUE INDEX own ON o (n); CREATE TABLE w (n integer REFERENCES o (n))`,
    new: `${keyed}; CREATE TABLE m (k integer PRIMARY KEY, n integer); CREATE TABLE v (k integer);
      CREATE TABLE o (k integer, n integer); CREATE UNIQUE INDEX own ON o (n); CREATE TABLE w (n integer REFERENCES o (n))`,
  },
  {
    name: "a partition that is let go while a foreign key refers to it by its root's key",
    old: `${keyed}; CREATE TABLE m PARTITION OF r FOR VALUES IN (1); CREATE TABLE o (k integer PRIMARY KEY, n integer); ${referring}`,
    new: `${keyed}; CREATE TABLE o PARTITION OF r FOR VALUES IN (2); CREATE TABLE m (k integer PRIMARY KEY, n integer); ${referring}`,
  },
  {
    name: "a root that gets and loses columns with the table that becomes its partition",
    old: "CREATE TABLE r (k integer NOT NULL, d integer) PARTITION BY LIST (k); CREATE TABLE p (k integer, e integer)",
    new: "CREATE TABLE r (k integer NOT NULL, a integer, b integer) PARTITION BY LIST (k); CREATE TABLE p PARTITION OF r FOR VALUES IN (1)",
  },
  {
    name: "a child of a plain table that becomes a partition",
    old: `CREATE TABLE plain (k integer, x text, CONSTRAINT named CHECK (x <> '')); CREATE TABLE child (y date) INHERITS (plain); CREATE INDEX ON child (x);
      CREATE TABLE r (k integer, y date, CONSTRAINT positive CHECK (k > 0)) PARTITION BY LIST (k)`,
    new: `CREATE TABLE plain (k integer, x text, CONSTRAINT named CHECK (x <> '')); CREATE TABLE r (k integer, y date, CONSTRAINT positive CHECK (k > 0)) PARTITION BY LIST (k);
      CREATE TABLE child PARTITION OF r FOR VALUES IN (1)`,
  },
  {
    name: "keys of partitions that become their parts of the root's, or stop to be, with what refers to them",
    old: `${own(", CONSTRAINT pk PRIMARY KEY (k)")} CREATE INDEX held ON p (n); CREATE TABLE f (k integer CONSTRAINT ff REFERENCES p); CREATE TABLE l (k integer NOT NULL, n integer, CONSTRAINT lk PRIMARY KEY (k)); CREATE TABLE g (k integer CONSTRAINT gf REFERENCES l)`,
    new: `${own()} ALTER TABLE r ADD PRIMARY KEY (k); CREATE INDEX i ON r (n); CREATE TABLE f (k integer CONSTRAINT ff REFERENCES p); CREATE TABLE h (k integer REFERENCES r);
      CREATE TABLE l PARTITION OF r FOR VALUES IN (2); CREATE TABLE g (k integer CONSTRAINT gf REFERENCES l); CREATE VIEW v AS SELECT k, n FROM p GROUP BY k`,
  },
  {
    name: "a key of a partition that serves as its part of a root's index, beside one that does not",
    old: `CREATE TABLE r (k integer NOT NULL, n integer) PARTITION BY LIST (k); CREATE UNIQUE INDEX u ON r (k); CREATE TABLE p (k integer NOT NULL, n integer, CONSTRAINT pk PRIMARY KEY (k)); ALTER TABLE r ATTACH PARTITION p FOR VALUES IN (1);
      CREATE TABLE q PARTITION OF r FOR VALUES IN (2); ALTER TABLE q ADD CONSTRAINT qk PRIMARY KEY (k); CREATE TABLE f (k integer REFERENCES p)`,
    new: `CREATE TABLE r (k integer NOT NULL, n integer) PARTITION BY LIST (k); CREATE UNIQUE INDEX u ON r (k); CREATE TABLE p PARTITION OF r FOR VALUES IN (1); ALTER TABLE p ADD CONSTRAINT pk PRIMARY KEY (k);
      CREATE TABLE q (k integer NOT NULL, n integer, CONSTRAINT qk PRIMARY KEY (k)); ALTER TABLE r ATTACH PARTITION q FOR VALUES IN (2); CREATE TABLE f (k integer)`,
  },
  {
    name: "tables that are to be partitioned, or by something else, or no longer, with what the present ones cannot have",
    manual: true,
    old: `CREATE TABLE r (id integer PRIMARY KEY); CREATE TABLE above (z integer); CREATE FUNCTION acts () RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
      CREATE TABLE t (k integer PRIMARY KEY, n integer NOT NULL, s int4range) PARTITION BY RANGE (k); CREATE TABLE p PARTITION OF t FOR VALUES FROM (0) TO (9); INSERT INTO t VALUES (1, 1);
      CREATE TABLE l ("K" integer NOT NULL, n integer) PARTITION BY LIST ("K"); CREATE TABLE c (z integer) PARTITION BY LIST (z); CREATE INDEX i ON c (z);
      CREATE TABLE y (z integer) PARTITION BY LIST (z); CREATE TABLE v (z integer)`,
    new: `CREATE TABLE r (id integer PRIMARY KEY); CREATE TABLE above (z integer); CREATE FUNCTION acts () RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
      CREATE TABLE t (k integer, n integer PRIMARY KEY, s int4range, CONSTRAINT e EXCLUDE USING gist (s WITH &&), CONSTRAINT x CHECK (n > 0) NO INHERIT) WITH (fillfactor = 70, toast.autovacuum_enabled = off);
      ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (k) REFERENCES r NOT VALID; CREATE UNIQUE INDEX u ON t (n, s); CREATE UNIQUE INDEX w ON t (k, s);
      CREATE TRIGGER a AFTER UPDATE ON t REFERENCING OLD TABLE AS o FOR EACH ROW EXECUTE FUNCTION acts ();
      CREATE TABLE l ("K" integer NOT NULL, n integer UNIQUE) PARTITION BY LIST (n); CREATE UNLOGGED TABLE c (z integer) INHERITS (above); CREATE INDEX i ON c (z); ALTER TABLE c CLUSTER ON i;
      CREATE TABLE y (z integer); CREATE TABLE v () INHERITS (y)`,
  },
  {
    name: "partitions and a table that go over to roots which are new, and refer to each other",
    old: `CREATE TABLE r (k integer, n text) PARTITION BY LIST (k); CREATE TABLE p PARTITION OF r (PRIMARY KEY (k, n)) FOR VALUES IN (1); CREATE UNIQUE INDEX u ON r (k);
      CREATE TABLE s (k integer, n text) PARTITION BY LIST (k); CREATE TABLE q PARTITION OF s (PRIMARY KEY (k, n)) FOR VALUES IN (1); CREATE UNIQUE INDEX w ON s (k); CREATE TABLE t (k integer PRIMARY KEY, n text);
      ALTER TABLE s ADD CONSTRAINT f FOREIGN KEY (k) REFERENCES r (k); ALTER TABLE r ADD CONSTRAINT g FOREIGN KEY (k) REFERENCES s (k); ALTER TABLE q ADD CONSTRAINT h FOREIGN KEY (k, n) REFERENCES p; ALTER TABLE p ADD CONSTRAINT j FOREIGN KEY (k, n) REFERENCES q`,
    new: `CREATE TABLE a (k integer, n text) PARTITION BY LIST (k); CREATE TABLE p PARTITION OF a (PRIMARY KEY (k, n)) FOR VALUES IN (1); CREATE UNIQUE INDEX u ON a (k);
      CREATE TABLE b (k integer, n text) PARTITION BY LIST (k); CREATE TABLE q PARTITION OF b (PRIMARY KEY (k, n)) FOR VALUES IN (1); CREATE UNIQUE INDEX w ON b (k); CREATE TABLE c (k integer PRIMARY KEY, n text) PARTITION BY LIST (k); CREATE TABLE t PARTITION OF c DEFAULT;
      ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (k) REFERENCES a (k); ALTER TABLE a ADD CONSTRAINT g FOREIGN KEY (k) REFERENCES b (k); ALTER TABLE q ADD CONSTRAINT h FOREIGN KEY (k, n) REFERENCES p; ALTER TABLE p ADD CONSTRAINT j FOREIGN KEY (k, n) REFERENCES q`,
  },
  {
    name: "a partition that is partitioned by a column which its root gets with it, or loses",
    old: "CREATE TABLE r (k integer) PARTITION BY LIST (k); CREATE TABLE q PARTITION OF r FOR VALUES IN (2)",
    new: "CREATE TABLE r (k integer, a integer DEFAULT 1, n integer) PARTITION BY LIST (k); CREATE TABLE p PARTITION OF r (a DEFAULT 2) FOR VALUES IN (1) PARTITION BY LIST (n); CREATE TABLE s PARTITION OF p DEFAULT; CREATE TABLE q PARTITION OF r FOR VALUES IN (2)",
  },
  {
    name: "a partition of a root whose column's type is left to people, and one of the same that is new",
    manual: true,
    old: `CREATE TABLE r (k integer, n integer) PARTITION BY LIST (k); CREATE TABLE p PARTITION OF r FOR VALUES IN (1) PARTITION BY LIST (n); CREATE TABLE q PARTITION OF p DEFAULT`,
    new: `CREATE TABLE r (k integer, n bigint) PARTITION BY LIST (k); CREATE TABLE p PARTITION OF r FOR VALUES IN (1) PARTITION BY LIST (n); CREATE TABLE q PARTITION OF p DEFAULT; CREATE TABLE s PARTITION OF r FOR VALUES IN (2)`,
  },
  {
    name: "a root's index that goes while the key of a partition, which was its part of it, stays",
    old: `${own()} CREATE UNIQUE INDEX u ON r (k); CREATE TABLE m (k integer NOT NULL, n integer, CONSTRAINT mk PRIMARY KEY (k)); ALTER TABLE r ATTACH PARTITION m FOR VALUES IN (2); CREATE TABLE f (k integer REFERENCES m)`,
    new: `${own()} CREATE TABLE m PARTITION OF r (CONSTRAINT mk PRIMARY KEY (k)) FOR VALUES IN (2); CREATE TABLE f (k integer REFERENCES m)`,
  },
  {
    name: "indexes of partitions that have the names which Postgres would make up for parts of the root's",
    old: `CREATE TABLE r (a text) PARTITION BY LIST (a); CREATE TABLE r2 PARTITION OF r FOR VALUES IN ('b'); CREATE INDEX ON r2 (a); CREATE INDEX ON r (a text_pattern_ops)`,
    new: `CREATE TABLE r (a text) PARTITION BY LIST (a); CREATE TABLE r2 PARTITION OF r FOR VALUES IN ('b'); CREATE INDEX ON r2 (a COLLATE "POSIX"); CREATE INDEX ON r2 (a);
      CREATE INDEX ON r (a COLLATE "C")`,
  },
  {
    name: "keys of partitioned tables that do not have all columns of the partition key that is there",
    manual: true,
    old: `CREATE TABLE r (a integer, b integer, PRIMARY KEY (a)) PARTITION BY RANGE (a); CREATE TABLE s (a integer, b integer) PARTITION BY LIST (a); CREATE UNIQUE INDEX i ON s (a);
      CREATE TABLE t (a integer, b integer) PARTITION BY HASH (a); CREATE TABLE p PARTITION OF t FOR VALUES WITH (MODULUS 1, REMAINDER 0) PARTITION BY LIST (b); ALTER TABLE t ADD UNIQUE (a, b)`,
    new: `CREATE TABLE r (a integer, b integer, PRIMARY KEY (a, b)) PARTITION BY RANGE (a, b); CREATE TABLE s (a integer, b integer) PARTITION BY LIST (b); CREATE UNIQUE INDEX i ON s (b);
      CREATE TABLE t (a integer, b integer) PARTITION BY HASH (a); CREATE TABLE p PARTITION OF t FOR VALUES WITH (MODULUS 1, REMAINDER 0) PARTITION BY LIST (a); ALTER TABLE t ADD UNIQUE (a)`,
  },
  {
    name: "new partitions that are to have no part of an index and a key which stay as they are",
    old: lackingParts("q", 2),
    new: lackingParts("t", 3),
  },
  {
    name: "partitions that become children of their root, which would have to be partitioned no more",
    manual: true,
    old: "CREATE TABLE r (a text, b integer) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF r FOR VALUES IN ('a'); CREATE TABLE q PARTITION OF r FOR VALUES IN ('b')",
    new: "CREATE TABLE r (a text, b integer); CREATE TABLE p () INHERITS (r); CREATE TABLE q (b integer, a text, c integer)",
  },
  {
    name: "indexes, keys and foreign keys that stay beside their parts of the root's, which are new or made anew",
    old: `${split("varchar(9)")} CREATE INDEX ri ON r (lower(n)); ${besides("varchar(9)")}`,
    new: `${split("text")} CREATE INDEX ri ON r (lower(n)); CREATE INDEX ai ON r (k) WITH (fillfactor = 50); ALTER TABLE r ADD UNIQUE (k, n), ADD CONSTRAINT kf FOREIGN KEY (k) REFERENCES x; ${besides("text")}; CREATE INDEX e_k ON e (k)`,
  },
  {
    name: "a table that becomes a partition, and keeps beside the parts of the root's what would have fitted for them",
    old: `CREATE TABLE x (k integer PRIMARY KEY); CREATE TABLE r (k integer NOT NULL CONSTRAINT rf REFERENCES x, n integer) PARTITION BY LIST (k); CREATE INDEX ri ON r (n);
      CREATE TABLE p (k integer NOT NULL, n integer) PARTITION BY LIST (n); CREATE TABLE q PARTITION OF p FOR VALUES IN (1); CREATE INDEX pi ON p (n); CREATE INDEX qi ON q (n); ALTER TABLE q ADD CONSTRAINT qf FOREIGN KEY (k) REFERENCES x`,
    new: `CREATE TABLE x (k integer PRIMARY KEY); CREATE TABLE r (k integer NOT NULL CONSTRAINT rf REFERENCES x, n integer) PARTITION BY LIST (k); CREATE INDEX ri ON r (n);
      CREATE TABLE p PARTITION OF r FOR VALUES IN (1) PARTITION BY LIST (n); CREATE TABLE q PARTITION OF p FOR VALUES IN (1); CREATE INDEX pi ON p (n); CREATE INDEX qi ON q (n); ALTER TABLE q ADD CONSTRAINT qf FOREIGN KEY (k) REFERENCES x`,
  },
  {
    name: "partitions whose bounds are of another type than the key of the root is to have",
    manual: true,
    old: "CREATE TABLE r (a integer, b text) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF r FOR VALUES IN (1)",
    new: "CREATE TABLE r (a text, b text) PARTITION BY LIST (a); CREATE TABLE q PARTITION OF r FOR VALUES IN ('x')",
  },
  {
    name: "indexes and keys of which some partitions have their part, made where there was nothing",
    old: "CREATE TABLE kept (i integer)",
    new: partsOnSome,
  },
  {
    name: "indexes and keys of which other partitions are to have their part, or all",
    old: partsOnSome,
    new: `CREATE TABLE kept (i bigint); CREATE TABLE r (a integer, b integer) PARTITION BY LIST (a); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1); CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2); CREATE TABLE r4 PARTITION OF r FOR VALUES IN (4);
      CREATE INDEX i ON ONLY r (b); CREATE INDEX part ON r2 (b); ALTER INDEX i ATTACH PARTITION part; CREATE INDEX part4 ON r4 (b); ALTER INDEX i ATTACH PARTITION part4;
      CREATE TABLE s (a integer PRIMARY KEY, b integer) PARTITION BY LIST (a); CREATE TABLE s1 PARTITION OF s FOR VALUES IN (1); CREATE TABLE s2 PARTITION OF s FOR VALUES IN (2);
      CREATE INDEX j ON s (b) WITH (fillfactor=70) WHERE b > 0;
      CREATE TABLE u (a integer, b integer) PARTITION BY LIST (a); CREATE TABLE u1 PARTITION OF u FOR VALUES IN (1); CREATE TABLE u2 PARTITION OF u FOR VALUES IN (2); CREATE INDEX ON u2 (b DESC); CREATE INDEX k ON u (b);
      CREATE SCHEMA o;
      CREATE TABLE t (a integer, b integer) PARTITION BY LIST (a); CREATE TABLE o.t PARTITION OF t FOR VALUES IN (1) PARTITION BY LIST (b); CREATE TABLE o.t1 PARTITION OF o.t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF o.t FOR VALUES IN (2); CREATE TABLE t3 PARTITION OF t FOR VALUES IN (3);
      CREATE UNIQUE INDEX tu ON ONLY t (a, b);  ALTER TABLE t2 ADD CONSTRAINT t2k UNIQUE (a, b);
      ALTER TABLE t ADD CONSTRAINT tk UNIQUE (b, a);
      CREATE INDEX ti ON ONLY t (lower(b::text)); CREATE INDEX tii ON t3 (lower(b::text)); ALTER INDEX ti ATTACH PARTITION tii;
      CREATE TABLE pk (a integer, b integer) PARTITION BY LIST (a); CREATE TABLE pk1 PARTITION OF pk FOR VALUES IN (1); CREATE TABLE pk2 PARTITION OF pk FOR VALUES IN (2);
      ALTER TABLE pk ADD PRIMARY KEY (a)`,
  },
  {
    name: "indexes that are sorted otherwise on some partitions, and on what is below these",
    old: "CREATE TABLE kept (i integer)",
    new: `CREATE TABLE kept (i bigint); CREATE TABLE r (a integer, b integer, c text) PARTITION BY LIST (a); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1); CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2) PARTITION BY LIST (b);
      CREATE TABLE r21 PARTITION OF r2 FOR VALUES IN (1); CREATE TABLE r22 PARTITION OF r2 FOR VALUES IN (2); CREATE TABLE r23 PARTITION OF r2 FOR VALUES IN (3); CREATE TABLE r3 PARTITION OF r FOR VALUES IN (3);
      CREATE INDEX ON r1 (b DESC, lower(c) COLLATE "C" text_pattern_ops NULLS FIRST) INCLUDE (a); CREATE INDEX called ON r22 (b NULLS FIRST, lower(c) COLLATE "C" text_pattern_ops) INCLUDE (a) WITH (fillfactor = 50);
      CREATE INDEX ON r23 (b, lower(c) COLLATE "C" text_pattern_ops) INCLUDE (a);
      CREATE INDEX ON r2 (b DESC, lower(c) COLLATE "C" text_pattern_ops) INCLUDE (a);
      CREATE INDEX i ON r (b, lower(c) COLLATE "C" text_pattern_ops) INCLUDE (a);
      CREATE UNIQUE INDEX ON r3 (b, a DESC); CREATE UNIQUE INDEX u ON r (b DESC, a); ALTER TABLE r REPLICA IDENTITY FULL`,
  },
  {
    name: "parts of indexes on expressions and under names that need quotes, and keys that are parts of them",
    old: `CREATE TABLE r (a integer NOT NULL, b integer NOT NULL) PARTITION BY LIST (a); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1); CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2);
      CREATE UNIQUE INDEX u ON ONLY r (a); CREATE TABLE f (x integer)`,
    new: `CREATE TABLE x (a integer, b text COLLATE "C") PARTITION BY RANGE (a); CREATE TABLE x1 PARTITION OF x FOR VALUES FROM (1) TO (2); CREATE TABLE x2 PARTITION OF x FOR VALUES FROM (2) TO (3);
      CREATE INDEX "a ""long"" name, that ends (in) some way and goes on and on" ON ONLY x (b); CREATE INDEX "weird"", name" ON x1 (b DESC NULLS LAST); ALTER INDEX "a ""long"" name, that ends (in) some way and goes on and on" ATTACH PARTITION "weird"", name";
      CREATE INDEX x1_b_idx ON x1 (b, a); CREATE INDEX ON ONLY x ((b || ', ('), a); CREATE INDEX ON x1 ((b || ', (') DESC, a NULLS FIRST); ALTER INDEX x_expr_a_idx ATTACH PARTITION x1_expr_a_idx;
      CREATE INDEX h ON ONLY x USING hash (b); CREATE INDEX h1 ON x1 USING hash (b); ALTER INDEX h ATTACH PARTITION h1;
      CREATE INDEX g ON ONLY x USING brin (a) WITH (pages_per_range = 8); CREATE INDEX g1 ON x1 USING brin (a); ALTER INDEX g ATTACH PARTITION g1; CREATE TABLE r (a integer NOT NULL, b integer NOT NULL) PARTITION BY LIST (a); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1); CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2);
      CREATE UNIQUE INDEX u ON ONLY r (a); ALTER TABLE r1 ADD CONSTRAINT k1 PRIMARY KEY (a); ALTER INDEX u ATTACH PARTITION k1; CREATE TABLE f (x integer REFERENCES r1);
      CREATE UNIQUE INDEX u2 ON r2 (a); ALTER TABLE r2 REPLICA IDENTITY USING INDEX u2; ALTER TABLE r2 CLUSTER ON u2`,
  },
  {
    name: "indexes that lack parts on some partitions and get them, on what is divided further too",
    old: `CREATE SCHEMA o;
      CREATE TABLE r (a integer, b integer) PARTITION BY LIST (a); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1); CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2) PARTITION BY LIST (b); CREATE TABLE o.r2 PARTITION OF r2 FOR VALUES IN (1); CREATE TABLE r22 PARTITION OF r2 FOR VALUES IN (2);
      CREATE UNIQUE INDEX i ON ONLY r (a, b); CREATE UNIQUE INDEX part ON r1 (a, b); ALTER INDEX i ATTACH PARTITION part;
      CREATE INDEX j ON ONLY r (b); CREATE INDEX j2 ON ONLY r2 (b); ALTER INDEX j ATTACH PARTITION j2; CREATE INDEX jo ON o.r2 (b); ALTER INDEX j2 ATTACH PARTITION o.jo`,
    new: `CREATE SCHEMA o;
      CREATE TABLE r (a integer, b integer) PARTITION BY LIST (a); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1); CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2) PARTITION BY LIST (b); CREATE TABLE o.r2 PARTITION OF r2 FOR VALUES IN (1); CREATE TABLE r22 PARTITION OF r2 FOR VALUES IN (2);
      CREATE UNIQUE INDEX i ON r (a, b);
      CREATE INDEX j ON ONLY r (b); CREATE INDEX j2 ON ONLY r2 (b); ALTER INDEX j ATTACH PARTITION j2; CREATE INDEX jo ON o.r2 (b); ALTER INDEX j2 ATTACH PARTITION o.jo; CREATE INDEX "j two" ON r22 (b) WITH (fillfactor = 50); ALTER INDEX j2 ATTACH PARTITION "j two";  COMMENT ON INDEX "j two" IS 'x'`,
  },
  {
    name: "an index that lacks parts while the type of its column changes, and one beside it",
    old: `CREATE TABLE r (a integer, b integer) PARTITION BY LIST (a); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1); CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2); CREATE TABLE r3 PARTITION OF r FOR VALUES IN (3);
      CREATE INDEX i ON ONLY r (b); CREATE INDEX part ON r1 (b); ALTER INDEX i ATTACH PARTITION part; CREATE INDEX r2_built ON r2 (b); CREATE INDEX k ON ONLY r (a); CREATE INDEX k1 ON r1 (a); ALTER INDEX k ATTACH PARTITION k1`,
    new: `CREATE TABLE r (a integer, b bigint) PARTITION BY LIST (a); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1); CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2); CREATE TABLE r3 PARTITION OF r FOR VALUES IN (3);
      CREATE INDEX i ON r (b); CREATE INDEX r2_built ON r2 (b); CREATE INDEX k ON ONLY r (a); CREATE INDEX k1 ON r1 (a); ALTER INDEX k ATTACH PARTITION k1; CREATE INDEX k3 ON r3 (a); ALTER INDEX k ATTACH PARTITION k3`,
  },
  {
    name: "a trigger that was switched off on a partition which is taken off, has one of its own then, and on one that is new",
    old: `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end'; CREATE TABLE p (a integer) PARTITION BY LIST (a);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TRIGGER x BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE p1 DISABLE TRIGGER x`,
    new: `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end'; CREATE TABLE p (a integer) PARTITION BY LIST (a); CREATE TABLE p1 (a integer);
      CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2); CREATE TRIGGER x BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION f(); CREATE TRIGGER x BEFORE INSERT ON p1 FOR EACH ROW EXECUTE FUNCTION f();
      ALTER TABLE p2 DISABLE TRIGGER x`,
  },
  {
    name: "what a trigger, an index and a key say of a partition that cannot be made before its root is as it should be",
    old: `CREATE TABLE p (a integer, b integer, c integer, CONSTRAINT u UNIQUE (a, b, c)) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (b);
      CREATE INDEX by_c ON p (c); CREATE TRIGGER x BEFORE UPDATE ON p FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
    new: `CREATE TABLE p (a integer, b bigint, c integer, CONSTRAINT u UNIQUE (a, b, c)) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (b);
      CREATE INDEX by_c ON p (c); CREATE TRIGGER x BEFORE UPDATE ON p FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
      CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2); ALTER INDEX p2_c_idx RENAME TO chosen; COMMENT ON INDEX chosen IS 'one'; ALTER INDEX p2_a_b_c_key RENAME TO chosen_too;
      ALTER TABLE p2 DISABLE TRIGGER x; COMMENT ON TRIGGER x ON p2 IS 'off'`,
    manual: true,
  },
  {
    name: "other bounds of partitions, and a table that becomes one, where indexes and a key lack parts below them",
    old: `CREATE TABLE n (a integer, b integer NOT NULL); ${lackingBelow(1000)}`,
    new: `CREATE TABLE n (a integer, b integer NOT NULL); ${lackingBelow(2000)}; ALTER TABLE r ATTACH PARTITION n DEFAULT; DROP INDEX none, i; DROP INDEX IF EXISTS n_a_idx, n_b_idx;
      ALTER TABLE r DROP CONSTRAINT u; CREATE INDEX none ON ONLY r (b); CREATE INDEX i ON ONLY r (a); CREATE INDEX ni ON n (a); ALTER INDEX i ATTACH PARTITION ni; ALTER TABLE ONLY r ADD CONSTRAINT u UNIQUE (a, b)`,
  },
  {
    name: "an index of a table's own that gets another name as its table comes under a root with an equal one, or that comes",
    old: `CREATE TABLE p (a integer, b integer) PARTITION BY LIST (a); CREATE INDEX ON p (b); CREATE INDEX ON p ((b + 1)); CREATE TABLE p1 (a integer, b integer); CREATE INDEX was ON p1 (b); COMMENT ON INDEX was IS 'own';
      CREATE INDEX other ON p1 ((b + 1)); ALTER INDEX other ALTER COLUMN 1 SET STATISTICS 7; ALTER TABLE p1 CLUSTER ON other;
      CREATE TABLE r (a integer NOT NULL, b integer NOT NULL) PARTITION BY LIST (a); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1); CREATE UNIQUE INDEX u ON r1 (a, b); ALTER TABLE r1 REPLICA IDENTITY USING INDEX u; CREATE TABLE f (a integer, b integer, FOREIGN KEY (a, b) REFERENCES r1 (a, b))`,
    new: `CREATE TABLE p (a integer, b integer) PARTITION BY LIST (a); CREATE INDEX ON p (b); CREATE INDEX ON p ((b + 1)); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE INDEX own ON p1 (b); COMMENT ON INDEX own IS 'own';
      CREATE INDEX another ON p1 ((b + 1)); ALTER INDEX another ALTER COLUMN 1 SET STATISTICS 7; ALTER TABLE p1 CLUSTER ON another;
      CREATE TABLE r (a integer NOT NULL, b integer NOT NULL) PARTITION BY LIST (a); CREATE UNIQUE INDEX ON r (a, b); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1); CREATE UNIQUE INDEX u1 ON r1 (a, b); ALTER TABLE r1 REPLICA IDENTITY USING INDEX u1; CREATE TABLE f (a integer, b integer, FOREIGN KEY (a, b) REFERENCES r1 (a, b))`,
  },
  {
    name: "partitions that keep their marks on indexes from above, under other roots and with keys that were their own",
    old: `CREATE SCHEMA o; CREATE TABLE p (a integer, b integer NOT NULL, PRIMARY KEY (a, b)) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE INDEX ON p (b); ALTER TABLE p1 REPLICA IDENTITY USING INDEX p1_pkey; ALTER TABLE p1 CLUSTER ON p1_b_idx;
      CREATE TABLE q (a integer, b integer, CONSTRAINT u UNIQUE (a, b)) PARTITION BY LIST (a); CREATE TABLE q1 (a integer, b integer, UNIQUE (a, b)); ALTER TABLE q1 CLUSTER ON q1_a_b_key`,
    new: `CREATE SCHEMA o; CREATE TABLE o.p (a integer, b integer NOT NULL, PRIMARY KEY (a, b)) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF o.p FOR VALUES IN (1); CREATE INDEX ON o.p (b); ALTER TABLE p1 REPLICA IDENTITY USING INDEX p1_pkey; ALTER TABLE p1 CLUSTER ON p1_b_idx;
      CREATE TABLE q (a integer, b integer, CONSTRAINT u UNIQUE (a, b)) PARTITION BY LIST (a); CREATE TABLE q1 PARTITION OF q FOR VALUES IN (1); ALTER TABLE q1 CLUSTER ON q1_a_b_key`,
  },
  {
    name: "marks on parts that are called as their partitions were, that were given a name, or that share columns",
    old: `CREATE TABLE a (id integer NOT NULL, n integer) PARTITION BY RANGE (id); CREATE UNIQUE INDEX ON a (id); CREATE INDEX ON a (n); CREATE INDEX ON a (n); CREATE TABLE other (id integer); CREATE INDEX y_id_idx ON other (id);
      CREATE TABLE b (id integer, n integer NOT NULL, PRIMARY KEY (id, n)) PARTITION BY LIST (id); CREATE TABLE b1 PARTITION OF b FOR VALUES IN (1); CREATE TABLE b2 PARTITION OF b FOR VALUES IN (2); ALTER TABLE b2 CLUSTER ON b2_pkey;
      CREATE TABLE d (id integer NOT NULL, n integer) PARTITION BY LIST (id); CREATE TABLE d1 PARTITION OF d DEFAULT PARTITION BY LIST (n); CREATE TABLE d2 (id integer NOT NULL, n integer); CREATE UNIQUE INDEX d2_id_n ON d2 (id, n)`,
    new: `CREATE TABLE a (id integer NOT NULL, n integer) PARTITION BY RANGE (id); CREATE TABLE x PARTITION OF a FOR VALUES FROM (1) TO (10); CREATE UNIQUE INDEX ON a (id); CREATE INDEX ON a (n); CREATE INDEX ON a (n); ALTER TABLE x CLUSTER ON x_id_idx; ALTER TABLE x REPLICA IDENTITY USING INDEX x_id_idx; ALTER TABLE x RENAME TO y;
      CREATE TABLE z PARTITION OF a FOR VALUES FROM (10) TO (20); ALTER TABLE z CLUSTER ON z_n_idx1; CREATE TABLE other (id integer); CREATE INDEX y_id_idx ON other (id);
      CREATE TABLE b (id integer, n integer NOT NULL, PRIMARY KEY (id, n)) PARTITION BY LIST (id); CREATE TABLE was PARTITION OF b FOR VALUES IN (1); ALTER TABLE was REPLICA IDENTITY USING INDEX was_pkey; ALTER TABLE was CLUSTER ON was_pkey; ALTER TABLE was RENAME TO b1;
      CREATE TABLE once PARTITION OF b FOR VALUES IN (2); ALTER TABLE once CLUSTER ON once_pkey; ALTER TABLE once RENAME TO b2; CREATE TABLE b3 PARTITION OF b DEFAULT; ALTER INDEX b3_pkey RENAME TO chosen; ALTER TABLE b3 REPLICA IDENTITY USING INDEX chosen;
      CREATE TABLE d (id integer NOT NULL, n integer) PARTITION BY LIST (id); CREATE UNIQUE INDEX ON d (id, n); CREATE TABLE d1 PARTITION OF d DEFAULT PARTITION BY LIST (n); CREATE TABLE d0 PARTITION OF d1 (n NOT NULL) DEFAULT; ALTER TABLE d0 REPLICA IDENTITY USING INDEX d0_id_n_idx; ALTER TABLE d0 RENAME TO d2`,
  },
  {
    name: "a divided partition that gives way to one of the same values, into which its own partitions move",
    old: `CREATE TABLE p (a integer, b integer, c integer CHECK (c > 0)) PARTITION BY LIST (a); CREATE INDEX ON p (b); CREATE TABLE was PARTITION OF p FOR VALUES IN (1, 2) PARTITION BY LIST (b); CREATE TABLE x PARTITION OF was FOR VALUES IN (1); CREATE TABLE y PARTITION OF was DEFAULT PARTITION BY LIST (c); CREATE TABLE z PARTITION OF y DEFAULT;
      CREATE VIEW v AS SELECT a FROM was`,
    new: `CREATE TABLE p (a integer, b integer, c integer CHECK (c > 0)) PARTITION BY LIST (a); CREATE INDEX ON p (b); CREATE TABLE is_now PARTITION OF p FOR VALUES IN (1, 3) PARTITION BY LIST (b); CREATE TABLE x PARTITION OF is_now FOR VALUES IN (1); CREATE TABLE "new y" PARTITION OF is_now DEFAULT PARTITION BY LIST (c); CREATE TABLE z PARTITION OF "new y" DEFAULT;
      CREATE VIEW v AS SELECT a FROM is_now`,
  },
];

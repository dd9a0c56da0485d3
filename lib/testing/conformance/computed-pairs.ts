import { since } from "./contested-pairs";
import type { HardPair } from "./hard-pairs";

const above = (name: string, added: number, how = "STORED"): string =>
  `CREATE TABLE ${name} (a integer, g integer GENERATED ALWAYS AS (a + ${added}) ${how})`;

/** Before PostgreSQL 16 only a parent's column that is added last comes to a child that computes otherwise. */
const apart = (parent: string, child: string, own: string, added: number): string =>
  `CREATE TABLE ${parent} (a integer); CREATE TABLE ${child} (g integer ${own}) INHERITS (${parent});
   ALTER TABLE ${parent} ADD g integer GENERATED ALWAYS AS (a + ${added}) STORED`;

const stored = (added: number): string => `GENERATED ALWAYS AS (a + ${added}) STORED`;

/** Pairs in which child tables and partitions compute a column that comes from above, like their parents or otherwise. */
export const computedPairs: readonly HardPair[] = [
  {
    name: "computed columns that child tables declare besides, with expressions of their own or of two parents",
    old: `CREATE TABLE kept (i integer); ${apart("o", "o1", stored(2), 1)}; CREATE TABLE l (a integer); CREATE TABLE l1 () INHERITS (l);
      CREATE TABLE one (a integer); CREATE TABLE two (a integer); CREATE TABLE ofboth () INHERITS (one, two);
      ${above("s", 1)}; CREATE TABLE s1 () INHERITS (s); ${above("w", 1)}; CREATE TABLE w1 () INHERITS (w)`,
    new: `CREATE TABLE kept (i bigint); ${apart("o", "o1", stored(7), 9)}; ${apart("l", "l1", stored(7), 9)};
      ${above("one", 1)}; CREATE TABLE two (a integer); CREATE TABLE ofboth () INHERITS (one, two); ALTER TABLE two ADD g integer ${stored(5)};
      ${above("held", 1)}; ${above("held1", 1)}; ALTER TABLE held1 INHERIT held; CREATE TABLE held2 () INHERITS (held1);
      CREATE TABLE s (a integer, g integer); CREATE TABLE s1 (g integer DEFAULT 4) INHERITS (s);
      ${above("w", 2)}; ${above("w1", 2)}; ALTER TABLE w1 INHERIT w`,
  },
  {
    name: "expressions that partitions and child tables get, change and lose beside those above them",
    old: since(
      18,
      `CREATE TABLE kept (i integer); ${above("p", 1, "VIRTUAL")}; CREATE TABLE c (g integer GENERATED ALWAYS AS (a + 4) VIRTUAL) INHERITS (p);
       CREATE TABLE d () INHERITS (c); CREATE TABLE e (g integer GENERATED ALWAYS AS (a + 5) VIRTUAL) INHERITS (c); CREATE TABLE f () INHERITS (p);
       ${above("q", 1, "VIRTUAL")}; CREATE TABLE q1 (CHECK (g > 0)) INHERITS (q); ${above("n", 1, "VIRTUAL")}; ${above("n1", 2, "VIRTUAL")};
       ${above("s", 1, "VIRTUAL")}; CREATE TABLE s1 (g integer GENERATED ALWAYS AS (a + 2) VIRTUAL) INHERITS (s);
       ${above("r", 1)} PARTITION BY LIST (a); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1) PARTITION BY LIST (a);
       CREATE TABLE r11 PARTITION OF r1 FOR VALUES IN (1); CREATE TABLE r2 PARTITION OF r (g GENERATED ALWAYS AS (a + 3) STORED) FOR VALUES IN (2);
       CREATE TABLE t (a integer) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1) PARTITION BY LIST (a); CREATE TABLE t11 PARTITION OF t1 FOR VALUES IN (1)`,
      "CREATE TABLE kept (i integer)",
    ),
    new: since(
      18,
      `CREATE TABLE kept (i bigint); ${above("p", 2, "VIRTUAL")}; CREATE TABLE c (g integer GENERATED ALWAYS AS (a + 3) VIRTUAL) INHERITS (p);
       CREATE TABLE d () INHERITS (c); CREATE TABLE e (g integer GENERATED ALWAYS AS (a + 5) VIRTUAL) INHERITS (c); CREATE TABLE f () INHERITS (p);
       ${above("q", 2, "VIRTUAL")}; CREATE TABLE q1 (g integer GENERATED ALWAYS AS (a + 3) VIRTUAL, CHECK (g > 0)) INHERITS (q); ${above("n", 1, "VIRTUAL")}; CREATE TABLE n1 () INHERITS (n);
       ${above("s", 1, "VIRTUAL")}; CREATE TABLE s1 (g integer GENERATED ALWAYS AS (a + 3) VIRTUAL) INHERITS (s);
       ${above("r", 1)} PARTITION BY LIST (a); CREATE TABLE r1 PARTITION OF r (g GENERATED ALWAYS AS (a + 2) STORED) FOR VALUES IN (1) PARTITION BY LIST (a);
       CREATE TABLE r11 PARTITION OF r1 FOR VALUES IN (1); CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2);
       ${above("t", 1)} PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t (g GENERATED ALWAYS AS (a + 2) STORED) FOR VALUES IN (1) PARTITION BY LIST (a); CREATE TABLE t11 PARTITION OF t1 FOR VALUES IN (1)`,
      "CREATE TABLE kept (i bigint)",
    ),
  },
  {
    name: "an expression that a child table is to have without its parent's, where no statement sets it",
    // PostgreSQL 17 sets that of a stored column, and 18 not that of a virtual one whose table has a check.
    manual: (major) => major !== 17,
    old: since(
      18,
      `CREATE TABLE kept (i integer); ${above("p", 1, "VIRTUAL")}; CREATE TABLE c (g integer GENERATED ALWAYS AS (a + 2) VIRTUAL, CHECK (g > 0)) INHERITS (p)`,
      `CREATE TABLE kept (i integer); ${apart("p", "c", stored(2), 1)}`,
    ),
    new: since(
      18,
      `CREATE TABLE kept (i bigint); ${above("p", 1, "VIRTUAL")}; CREATE TABLE c (g integer GENERATED ALWAYS AS (a + 3) VIRTUAL, CHECK (g > 0)) INHERITS (p)`,
      `CREATE TABLE kept (i bigint); ${apart("p", "c", stored(5), 1)}`,
    ),
  },
  {
    name: "a column that only the parent computes, or only the child, which no CREATE TABLE makes",
    manual: true,
    old: `CREATE TABLE kept (i integer); ${apart("p", "c", "", 1)}; ${apart("q", "d", stored(1), 1)}`,
    new: `CREATE TABLE kept (i bigint); ${apart("p", "c", stored(1), 1)}; CREATE TABLE q (a integer); CREATE TABLE d (g integer ${stored(1)}) INHERITS (q); ALTER TABLE q ADD g integer`,
  },
  {
    name: "a computed column that children's children have too, and that is to keep its values and stop",
    manual: true,
    old: `${above("p", 1)}; CREATE TABLE c () INHERITS (p); CREATE TABLE d () INHERITS (c);
      CREATE TABLE q (a integer, g integer); CREATE TABLE e () INHERITS (q); CREATE TABLE f () INHERITS (e)`,
    new: `${above("q", 1)}; CREATE TABLE e () INHERITS (q); CREATE TABLE f () INHERITS (e);
      CREATE TABLE p (a integer, g integer); CREATE TABLE c () INHERITS (p); CREATE TABLE d () INHERITS (c)`,
  },
  {
    name: "a partition that leaves its root to have numbers of its own where that computes",
    old: `CREATE TABLE r (k integer NOT NULL, a integer, g integer ${stored(1)}) PARTITION BY LIST (k); CREATE TABLE p PARTITION OF r FOR VALUES IN (1); CREATE TABLE q (k integer NOT NULL, a integer, g integer GENERATED ALWAYS AS IDENTITY)`,
    new: `CREATE TABLE r (k integer NOT NULL, a integer, g integer ${stored(1)}) PARTITION BY LIST (k); CREATE TABLE q PARTITION OF r FOR VALUES IN (2); CREATE TABLE p (k integer NOT NULL, a integer, g integer GENERATED ALWAYS AS IDENTITY)`,
  },
  {
    name: "rows of rows that are compared, which are printed otherwise as often as they are deep",
    old: `CREATE TABLE t (a integer, b integer, c integer, z integer, CONSTRAINT ck CHECK (z > 0 AND ((a, b), (b, c), c) IS DISTINCT FROM ((1, 2), (3, 4), 5)));
      CREATE MATERIALIZED VIEW kept AS SELECT z FROM t WHERE (((a, b), (c, a)), b) IS DISTINCT FROM (((1, 2), (3, 4)), 5)`,
    new: `CREATE TABLE t (a integer, b integer, c integer, z bigint, CONSTRAINT ck CHECK (z > 0 AND ((a, b), (b, c), c) IS DISTINCT FROM ((1, 2), (3, 4), 5)));
      CREATE MATERIALIZED VIEW kept AS SELECT z FROM t WHERE (((a, b), (c, a)), b) IS DISTINCT FROM (((1, 2), (3, 4)), 5);
      CREATE VIEW v AS SELECT a FROM t WHERE ((a, b), (c, a), 5) IS DISTINCT FROM ((1, 2), (3, 4), 6); CREATE INDEX i ON t ((((a, b), c) IS DISTINCT FROM ((1, 2), 3)));
      CREATE FUNCTION f() RETURNS SETOF integer BEGIN ATOMIC SELECT a FROM t WHERE ((a, b), (c, a), 5) IS DISTINCT FROM ((1, 2), (3, 4), 6); END;
      CREATE POLICY p ON t FOR UPDATE USING (b BETWEEN 0 AND 10 AND a >= 0) WITH CHECK (((a, b), (b, c), c) IS DISTINCT FROM ((1, 2), (3, 4), 5))`,
  },
  {
    name: "columns that stop to be computed, or are computed otherwise, when their tables leave what hands them down",
    old: `CREATE TABLE p (a integer, b integer, c integer GENERATED ALWAYS AS (b * 2) STORED, d integer GENERATED ALWAYS AS (b + 1) STORED, e integer);
      CREATE TABLE q () INHERITS (p); CREATE TABLE s () INHERITS (q); CREATE VIEW v AS SELECT c, d, e FROM q; CREATE INDEX qi ON q (c); CREATE TABLE t () INHERITS (p); CREATE TABLE u () INHERITS (p);
      CREATE TABLE pr (a date NOT NULL, b bigint, c bigint GENERATED ALWAYS AS (b * 2) STORED) PARTITION BY RANGE (a);
      CREATE TABLE pq PARTITION OF pr FOR VALUES FROM ('2020-01-01') TO ('2020-02-01')`,
    new: `CREATE TABLE p (a integer, b integer, c integer GENERATED ALWAYS AS (b * 2) STORED, d integer GENERATED ALWAYS AS (b + 1) STORED, e integer);
      CREATE TABLE q (a integer, b integer, c integer DEFAULT 5, d integer, e integer GENERATED ALWAYS AS (a * 3) STORED); CREATE TABLE s () INHERITS (q); CREATE VIEW v AS SELECT c, d, e FROM q; CREATE INDEX qi ON q (c);
      CREATE TABLE t (a integer, b integer, c bigint GENERATED ALWAYS AS IDENTITY, d text GENERATED ALWAYS AS (b::text) STORED, e integer); CREATE TABLE u (a integer, b integer, c integer, d integer GENERATED ALWAYS AS (b + 2) STORED, e integer);
      CREATE TABLE pr (a date NOT NULL, b bigint, c bigint GENERATED ALWAYS AS (b * 2) STORED) PARTITION BY RANGE (a);
      CREATE TABLE pq (a date NOT NULL, b bigint, c bigint GENERATED ALWAYS AS IDENTITY)`,
  },
  {
    name: "computed columns that get a type to which theirs is not converted by itself",
    old: `CREATE TABLE t (b integer, d text GENERATED ALWAYS AS (b::text) STORED, e text); CREATE VIEW v AS SELECT b FROM t;
      CREATE TABLE r (b integer, d text GENERATED ALWAYS AS (b::text) STORED) PARTITION BY LIST (b); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1)`,
    new: `CREATE TABLE t (b integer, d integer GENERATED ALWAYS AS (b + 1) STORED, e text); CREATE VIEW v AS SELECT b FROM t;
      CREATE TABLE r (b integer, d integer GENERATED ALWAYS AS (b + 1) STORED) PARTITION BY LIST (b); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1)`,
  },
  {
    name: "columns that stop to be computed and get another type, numbers or a default",
    old: `CREATE TABLE t (b integer, d text GENERATED ALWAYS AS (b::text) STORED, e text); CREATE VIEW v AS SELECT b FROM t;
      CREATE TABLE r (b integer, d text GENERATED ALWAYS AS (b::text) STORED) PARTITION BY LIST (b); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1);
      CREATE TABLE p (a text, d text GENERATED ALWAYS AS (a || '1') STORED); CREATE TABLE c () INHERITS (p); CREATE TABLE i (d text GENERATED ALWAYS AS ('1') STORED, e integer GENERATED ALWAYS AS (3) STORED)`,
    new: `CREATE TABLE t (b integer, d integer, e text); CREATE VIEW v AS SELECT b FROM t;
      CREATE TABLE r (b integer, d integer DEFAULT 4) PARTITION BY LIST (b); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1);
      CREATE TABLE p (a text, d date); CREATE TABLE c (a text, d text DEFAULT 'x'); CREATE TABLE i (d integer GENERATED ALWAYS AS IDENTITY, e bigint GENERATED ALWAYS AS IDENTITY)`,
  },
  {
    name: "columns that compute what they store, and would be made anew with a function or an expression, while other tables hold whole rows",
    manual: true,
    old: `CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE TABLE p (a integer, b text, g integer GENERATED ALWAYS AS (f(a)) STORED); CREATE DOMAIN d AS p; CREATE TABLE h (x d);
      CREATE TABLE q (a integer, g integer GENERATED ALWAYS AS (a + 1) STORED); CREATE TYPE c AS (l q[]); CREATE TABLE i (x c); CREATE TABLE r (a integer, b text); CREATE MATERIALIZED VIEW m AS SELECT r AS x FROM r`,
    new: `CREATE FUNCTION f(integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 1::bigint'; CREATE TABLE p (a integer, b text, g integer GENERATED ALWAYS AS (f(a)) STORED); CREATE DOMAIN d AS p; CREATE TABLE h (x d);
      CREATE TABLE q (a integer, g integer GENERATED ALWAYS AS (a + 2) STORED); CREATE TYPE c AS (l q[]); CREATE TABLE i (x c); CREATE TABLE r (a bigint, b text); CREATE MATERIALIZED VIEW m AS SELECT r AS x FROM r`,
  },
  {
    name: "tables and columns that are to hold whole rows of a table which is written anew before, and some that hold none any more",
    old: `CREATE TABLE p (a integer, b text, g integer GENERATED ALWAYS AS (a + 1) STORED); CREATE TABLE old (x integer); CREATE TABLE q (a integer, g integer GENERATED ALWAYS AS (a + 1) STORED); CREATE TABLE holds (x integer, q q);
      CREATE TABLE r (a integer, b text); CREATE TYPE unused AS (l r[])`,
    new: `CREATE TABLE p (a integer, b text, g integer GENERATED ALWAYS AS (a + 2) STORED, m bigint GENERATED ALWAYS AS (a) STORED, i integer GENERATED ALWAYS AS IDENTITY); CREATE TABLE h (x p, z integer); CREATE TABLE old (x integer, p p[]); CREATE MATERIALIZED VIEW mv AS SELECT p FROM p;
      CREATE TABLE q (a integer, g integer GENERATED ALWAYS AS (a + 2) STORED); CREATE TABLE holds (x integer); CREATE TABLE r (a bigint, b text); CREATE TYPE unused AS (l r[])`,
  },
  {
    name: "a view whose text is the same and which calls another function, for a column that is left to people",
    manual: true,
    old: "CREATE TYPE s AS ENUM ('x'); CREATE FUNCTION st(s) RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE TABLE p (a s, n integer); CREATE TABLE h (x p); CREATE VIEW v AS SELECT st(a) FROM p",
    new: "CREATE TYPE s2 AS ENUM ('x'); CREATE FUNCTION st(s2) RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE TABLE p (a s2, n integer); CREATE TABLE h (x p); CREATE VIEW v AS SELECT st(a) FROM p",
  },
];

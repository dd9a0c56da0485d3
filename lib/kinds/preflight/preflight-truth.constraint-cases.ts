import type { PreflightCase } from "./preflight-truth.cases";

/** Pairs about constraints, added columns, domains, labels, sequences and partitions. */
export const constraintCases: readonly PreflightCase[] = [
  {
    name: "set not null",
    expected: "CREATE TABLE t (c int NOT NULL);",
    actual: "CREATE TABLE t (c int);",
    good: "INSERT INTO t VALUES (1);",
    bad: "INSERT INTO t VALUES (NULL);",
  },
  {
    name: "unique",
    expected: "CREATE TABLE t (a int, b text, CONSTRAINT u UNIQUE (a, b));",
    actual: "CREATE TABLE t (a int, b text);",
    good: "INSERT INTO t VALUES (1, NULL), (1, NULL), (1, 'x');",
    bad: "INSERT INTO t VALUES (1, 'x'), (1, 'x');",
  },
  {
    name: "unique nulls not distinct",
    expected: "CREATE TABLE t (a int, b text, CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a, b));",
    actual: "CREATE TABLE t (a int, b text);",
    good: "INSERT INTO t VALUES (1, NULL), (2, NULL);",
    bad: "INSERT INTO t VALUES (1, NULL), (1, NULL);",
    from: 15,
  },
  {
    name: "unique index expression partial",
    expected: "CREATE TABLE t (a text, b int); CREATE UNIQUE INDEX u ON t (lower(a), (b % 10)) WHERE b > 0;",
    actual: "CREATE TABLE t (a text, b int);",
    good: "INSERT INTO t VALUES ('x', 1), ('X', 2), ('X', -1), ('x', -1);",
    bad: "INSERT INTO t VALUES ('x', 1), ('X', 11);",
  },
  {
    name: "unique collation",
    expected:
      "CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false); CREATE TABLE t (a text); CREATE UNIQUE INDEX u ON t (a COLLATE ci);",
    actual:
      "CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false); CREATE TABLE t (a text);",
    good: "INSERT INTO t VALUES ('x'), ('y');",
    bad: "INSERT INTO t VALUES ('x'), ('X');",
  },
  {
    name: "primary key null",
    expected: "CREATE TABLE t (a int PRIMARY KEY);",
    actual: "CREATE TABLE t (a int);",
    good: "INSERT INTO t VALUES (1);",
    bad: "INSERT INTO t VALUES (NULL);",
  },
  {
    name: "foreign key orphan",
    expected:
      "CREATE TABLE p (a int, b int, UNIQUE (a, b)); CREATE TABLE t (x int, y int, CONSTRAINT f FOREIGN KEY (x, y) REFERENCES p (a, b));",
    actual: "CREATE TABLE p (a int, b int, UNIQUE (a, b)); CREATE TABLE t (x int, y int);",
    good: "INSERT INTO p VALUES (1, 2); INSERT INTO t VALUES (1, 2), (9, NULL);",
    bad: "INSERT INTO t VALUES (1, 3);",
  },
  {
    name: "foreign key match full",
    expected:
      "CREATE TABLE p (a int, b int, UNIQUE (a, b)); CREATE TABLE t (x int, y int, CONSTRAINT f FOREIGN KEY (x, y) REFERENCES p (a, b) MATCH FULL);",
    actual: "CREATE TABLE p (a int, b int, UNIQUE (a, b)); CREATE TABLE t (x int, y int);",
    good: "INSERT INTO t VALUES (NULL, NULL);",
    bad: "INSERT INTO t VALUES (9, NULL);",
  },
  {
    name: "check null passes",
    expected: "CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0));",
    actual: "CREATE TABLE t (a int);",
    good: "INSERT INTO t VALUES (NULL), (1);",
    bad: "INSERT INTO t VALUES (0);",
  },
  {
    name: "validate",
    expected: "CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);",
    actual: "CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID;",
    good: "INSERT INTO t VALUES (1);",
    bad: "ALTER TABLE t DROP CONSTRAINT k; INSERT INTO t VALUES (0); ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID;",
  },
  {
    name: "add column not null",
    expected: "CREATE TABLE t (a int, b int NOT NULL);",
    actual: "CREATE TABLE t (a int);",
    good: "SELECT 1;",
    bad: "INSERT INTO t VALUES (1);",
  },
  {
    name: "add column of not null domain",
    expected:
      "CREATE DOMAIN d AS int NOT NULL; CREATE DOMAIN d2 AS int CHECK (VALUE IS NOT NULL); CREATE TABLE t (a int, b d);",
    actual:
      "CREATE DOMAIN d AS int NOT NULL; CREATE DOMAIN d2 AS int CHECK (VALUE IS NOT NULL); CREATE TABLE t (a int);",
    good: "SELECT 1;",
    bad: "INSERT INTO t VALUES (1);",
  },
  {
    name: "add column of checked domain with default",
    expected: "CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE TABLE t (a int, b d DEFAULT 0);",
    actual: "CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE TABLE t (a int);",
    good: "SELECT 1;",
    bad: "INSERT INTO t VALUES (1);",
  },
  {
    name: "add serial unique column",
    expected: "CREATE TABLE t (a int, b text NOT NULL DEFAULT 'x', CONSTRAINT u UNIQUE (b));",
    actual: "CREATE TABLE t (a int);",
    good: "INSERT INTO t VALUES (1);",
    bad: "INSERT INTO t VALUES (1), (2);",
  },
  {
    name: "add column with default and check",
    expected: "CREATE TABLE t (a int, b int DEFAULT 0, CONSTRAINT k CHECK (a + b > 0));",
    actual: "CREATE TABLE t (a int);",
    good: "INSERT INTO t VALUES (1);",
    bad: "INSERT INTO t VALUES (0);",
  },
  {
    name: "domain gains check",
    expected: "CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE TABLE t (a d, b d[]);",
    actual: "CREATE DOMAIN d AS int; CREATE TABLE t (a d, b d[]);",
    good: "INSERT INTO t VALUES (1, '{2}');",
    bad: "INSERT INTO t VALUES (0, NULL);",
  },
  {
    name: "domain becomes not null",
    expected: "CREATE DOMAIN d AS int NOT NULL; CREATE TABLE t (a d);",
    actual: "CREATE DOMAIN d AS int; CREATE TABLE t (a d);",
    good: "INSERT INTO t VALUES (1);",
    bad: "INSERT INTO t VALUES (NULL);",
  },
  {
    name: "domain base type",
    expected: "CREATE DOMAIN d AS smallint; CREATE TABLE t (a d);",
    actual: "CREATE DOMAIN d AS int; CREATE TABLE t (a d);",
    good: "INSERT INTO t VALUES (1);",
    bad: "INSERT INTO t VALUES (99999);",
  },
  {
    name: "enum loses a label",
    expected:
      "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE DOMAIN dm AS mood; CREATE TABLE t (m mood, ms mood[]);",
    actual:
      "CREATE TYPE mood AS ENUM ('a', 'x', 'b'); CREATE DOMAIN dm AS mood; CREATE TABLE t (m mood, ms mood[]);",
    good: "INSERT INTO t VALUES ('a', '{b}');",
    bad: "INSERT INTO t VALUES ('a', '{b,x}');",
  },
  {
    name: "sequence bounds",
    expected: "CREATE TABLE t (a int); CREATE SEQUENCE s MAXVALUE 5;",
    actual: "CREATE TABLE t (a int); CREATE SEQUENCE s MAXVALUE 50;",
    good: "SELECT nextval('s');",
    bad: "SELECT setval('s', 9);",
  },
  {
    name: "attach partition",
    expected:
      "CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE c PARTITION OF p FOR VALUES IN (1);",
    actual: "CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE c (k int);",
    good: "INSERT INTO c VALUES (1);",
    bad: "INSERT INTO c VALUES (2);",
  },
  {
    name: "attach partition beside the default one",
    expected:
      "CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE rest PARTITION OF p DEFAULT; CREATE TABLE c PARTITION OF p FOR VALUES IN (1, NULL);",
    actual:
      "CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE rest PARTITION OF p DEFAULT; CREATE TABLE c (k int);",
    good: "INSERT INTO c VALUES (1); INSERT INTO rest VALUES (2);",
    bad: "INSERT INTO rest VALUES (NULL);",
  },
  {
    name: "new partition beside the default one",
    expected:
      "CREATE TABLE p (k date) PARTITION BY RANGE (k); CREATE TABLE rest PARTITION OF p DEFAULT; CREATE TABLE c PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');",
    actual: "CREATE TABLE p (k date) PARTITION BY RANGE (k); CREATE TABLE rest PARTITION OF p DEFAULT;",
    good: "INSERT INTO rest VALUES (NULL), ('2026-02-01');",
    bad: "INSERT INTO rest VALUES ('2026-01-31');",
  },
  {
    name: "a new foreign partition beside the default one",
    expected:
      "CREATE FOREIGN DATA WRAPPER beside; CREATE SERVER beside FOREIGN DATA WRAPPER beside; CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE rest PARTITION OF p DEFAULT; CREATE FOREIGN TABLE c PARTITION OF p FOR VALUES IN (1) SERVER beside;",
    actual:
      "CREATE FOREIGN DATA WRAPPER beside; CREATE SERVER beside FOREIGN DATA WRAPPER beside; CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE rest PARTITION OF p DEFAULT;",
    good: "INSERT INTO rest VALUES (2);",
    bad: "INSERT INTO rest VALUES (1);",
  },
  {
    name: "partitioned unique",
    expected:
      "CREATE TABLE p (k int, x int, CONSTRAINT u UNIQUE (k, x)) PARTITION BY LIST (k); CREATE TABLE c PARTITION OF p FOR VALUES IN (1);",
    actual:
      "CREATE TABLE p (k int, x int) PARTITION BY LIST (k); CREATE TABLE c PARTITION OF p FOR VALUES IN (1);",
    good: "INSERT INTO c VALUES (1, 1);",
    bad: "INSERT INTO c VALUES (1, 1), (1, 1);",
  },
  {
    name: "key conversion with fk orphan not valid",
    expected: "CREATE TABLE a (id uuid PRIMARY KEY); CREATE TABLE b (a_id uuid CONSTRAINT f REFERENCES a);",
    actual: "CREATE TABLE a (id text PRIMARY KEY); CREATE TABLE b (a_id text);",
    good: "INSERT INTO a VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'); INSERT INTO b VALUES ('A0EEBC99-9c0b-4ef8-bb6d-6bb9bd380a11');",
    bad: "INSERT INTO b VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11');",
  },
];

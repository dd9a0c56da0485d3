/** Pairs of schemas in which a plan has more to see to than the difference itself. Each is tried in both directions. */
export interface PropertyCase {
  readonly name: string;
  /** The least major that knows what is in it. */
  readonly from?: number;
  /** What both sides begin with, and end with. */
  readonly before?: string;
  readonly behind?: string;
  readonly one: string;
  readonly other: string;
  /** Put into `one` when it is the actual side. */
  readonly rows?: string;
  /** Objects that are left to people, in either direction. */
  readonly manual?: readonly string[];
  /** True where each difference can be chosen without another that comes along. */
  readonly alone?: true;
  /** True where each difference is tried by itself, and not only the first ones. */
  readonly each?: true;
  /** True where the plan without drops is tried too; not where what stays is printed otherwise around it. */
  readonly withoutDrops?: true;
}

const everythingAroundTwoColumns = `
  ALTER TABLE base ALTER n SET STATISTICS 77, ALTER n SET (n_distinct = 5), ALTER code SET STORAGE EXTERNAL, ALTER code SET COMPRESSION pglz;
  COMMENT ON COLUMN base.n IS 'the n'; GRANT SELECT (n), UPDATE (n) ON base TO PUBLIC;
  CREATE INDEX base_n ON base (n) WITH (fillfactor = 60); ALTER TABLE base CLUSTER ON base_n; COMMENT ON INDEX base_n IS 'i';
  CREATE INDEX base_expr ON base ((n + 1), lower(code) COLLATE "C" text_pattern_ops DESC NULLS LAST) INCLUDE (z) WHERE n > 5;
  ALTER INDEX base_expr ALTER COLUMN 1 SET STATISTICS 500;
  CREATE UNIQUE INDEX base_uq ON base (n, code); ALTER TABLE base REPLICA IDENTITY USING INDEX base_uq;
  CREATE STATISTICS other.st (dependencies, mcv) ON n, code FROM base; ALTER STATISTICS other.st SET STATISTICS 33;
  COMMENT ON STATISTICS other.st IS 'st'; CREATE STATISTICS st2 ON (n + z), (lower(code)) FROM base;
  ALTER TABLE base ADD CONSTRAINT ck CHECK (n > 0 AND length(code) < 30) NO INHERIT NOT VALID; COMMENT ON CONSTRAINT ck ON base IS 'ck';
  ALTER TABLE base ADD CONSTRAINT ex EXCLUDE USING btree (n WITH =) WHERE (z > 0) DEFERRABLE INITIALLY DEFERRED;
  CREATE VIEW v1 WITH (security_barrier, check_option = local) AS SELECT id, n, code FROM base WHERE n > 3;
  ALTER VIEW v1 ALTER COLUMN code SET DEFAULT 'vv'; COMMENT ON VIEW v1 IS 'v1'; COMMENT ON COLUMN v1.n IS 'v1.n';
  GRANT SELECT ON v1 TO PUBLIC; GRANT UPDATE (code) ON v1 TO PUBLIC;
  CREATE TRIGGER io INSTEAD OF INSERT ON v1 FOR EACH ROW EXECUTE FUNCTION other.vf(); COMMENT ON TRIGGER io ON v1 IS 'io';
  CREATE RULE rv AS ON DELETE TO v1 DO INSTEAD NOTHING; COMMENT ON RULE rv ON v1 IS 'rv';
  CREATE VIEW other.v2 AS SELECT v1.n, count(*) AS c FROM v1 GROUP BY v1.n;
  CREATE MATERIALIZED VIEW other.m1 WITH (fillfactor = 70) AS SELECT v2.n, v2.c FROM other.v2 WITH NO DATA;
  CREATE MATERIALIZED VIEW other.m2 AS SELECT n, code FROM base;
  CREATE UNIQUE INDEX m2_u ON other.m2 (n, code); CREATE INDEX m2_l ON other.m2 (lower(code));
  ALTER MATERIALIZED VIEW other.m2 CLUSTER ON m2_u; ALTER MATERIALIZED VIEW other.m2 ALTER COLUMN n SET STATISTICS 44;
  COMMENT ON MATERIALIZED VIEW other.m2 IS 'm2'; COMMENT ON COLUMN other.m2.n IS 'm2.n'; COMMENT ON INDEX other.m2_u IS 'm2u';
  GRANT SELECT (n) ON other.m2 TO PUBLIC; CREATE STATISTICS other.ms ON n, code FROM other.m2;
  CREATE VIEW other.v3 AS SELECT m2.n FROM other.m2 JOIN v1 USING (n);
  CREATE TRIGGER t1 BEFORE UPDATE OF n ON base FOR EACH ROW EXECUTE FUNCTION other.vf(); ALTER TABLE base ENABLE ALWAYS TRIGGER t1;
  CREATE TRIGGER t2 AFTER INSERT ON base FOR EACH ROW WHEN (new.n > 3) EXECUTE FUNCTION other.vf();
  ALTER TABLE base ENABLE REPLICA TRIGGER t2; COMMENT ON TRIGGER t2 ON base IS 't2';
  CREATE CONSTRAINT TRIGGER t3 AFTER UPDATE OF code ON base DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.n > 1)
    EXECUTE FUNCTION other.vf(); ALTER TABLE base DISABLE TRIGGER t3;
  CREATE TABLE log (x text); CREATE RULE r1 AS ON UPDATE TO base WHERE old.n <> new.n DO ALSO INSERT INTO log VALUES (new.n::text);
  ALTER TABLE base DISABLE RULE r1; COMMENT ON RULE r1 ON base IS 'r1';
  ALTER TABLE base ENABLE ROW LEVEL SECURITY;
  CREATE POLICY p1 ON base AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (n > 1) WITH CHECK (n > 2); COMMENT ON POLICY p1 ON base IS 'p1';
  CREATE TABLE other.far (x int, n bigint); ALTER TABLE other.far ENABLE ROW LEVEL SECURITY;
  CREATE POLICY p2 ON other.far USING (EXISTS (SELECT 1 FROM base b WHERE b.n = far.n));
  CREATE FUNCTION other.atomic(a int) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = '' COST 7
    BEGIN ATOMIC SELECT n FROM public.base WHERE id = a; END;
  COMMENT ON FUNCTION other.atomic(int) IS 'fa'; REVOKE ALL ON FUNCTION other.atomic(int) FROM PUBLIC;
  CREATE VIEW other.v4 AS SELECT other.atomic(1) AS a; CREATE TABLE other.deff (a bigint DEFAULT other.atomic(2), g int);
  CREATE FUNCTION rowf(v1) RETURNS int LANGUAGE sql AS 'SELECT 1';
  CREATE FUNCTION setf() RETURNS SETOF other.v2 LANGUAGE sql AS 'SELECT 1::bigint, 2::bigint';
  CREATE PUBLICATION pub1 FOR TABLE base (id, n, code) WHERE (n > 4), other.far WITH (publish = 'insert'); COMMENT ON PUBLICATION pub1 IS 'pub';
  CREATE PUBLICATION pub2 FOR ALL TABLES; CREATE PUBLICATION pub3 FOR TABLES IN SCHEMA other;`;

const aroundGenerated = `
  CREATE INDEX ig ON t (g); COMMENT ON COLUMN t.g IS 'gg'; GRANT SELECT (g) ON t TO PUBLIC; ALTER TABLE t ALTER g SET STATISTICS 9;
  ALTER TABLE t ADD CONSTRAINT uq UNIQUE (g) INCLUDE (z); ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (g) REFERENCES r;
  CREATE STATISTICS s1 ON g, z FROM t; CREATE VIEW v AS SELECT g FROM t; CREATE TABLE rr (x text REFERENCES t (g));
  ALTER TABLE t ALTER g SET NOT NULL; ALTER TABLE t CLUSTER ON ig;`;

const table = (type: string): string => `CREATE TABLE t (id ${type} PRIMARY KEY, x int)`;

const keys = (type: string): string => `
  CREATE TABLE s1.a (id ${type} NOT NULL, b_id ${type}, t ${type} NOT NULL);
  CREATE UNIQUE INDEX a_key ON s1.a (t, id) INCLUDE (b_id); CREATE UNIQUE INDEX a_id ON s1.a (id);
  CREATE TABLE s2.b (id ${type} PRIMARY KEY, a_id ${type}, a_t ${type}, c_id ${type});
  CREATE TABLE s2.c (id ${type} UNIQUE, b_id ${type});`;

const partitions = (type: string): string => `
  CREATE TABLE p (id ${type}, k int, PRIMARY KEY (id, k)) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
  CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2) PARTITION BY HASH (k);
  CREATE TABLE p2a PARTITION OF p2 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
  CREATE TABLE c (id int, p_id ${type}, p_k int, FOREIGN KEY (p_id, p_k) REFERENCES p) PARTITION BY RANGE (id);
  CREATE TABLE c1 PARTITION OF c FOR VALUES FROM (0) TO (10); CREATE INDEX c1_own ON c1 (p_id);
  CREATE TRIGGER x BEFORE UPDATE ON c1 FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();`;

const family = (type: string, own: string, child: string): string => `
  CREATE TABLE p (id ${type} NOT NULL DEFAULT ${own}, n int); CREATE TABLE k (extra int, PRIMARY KEY (id)) INHERITS (p);
  CREATE TABLE g (UNIQUE (id)) INHERITS (k); CREATE TABLE r (k_id ${type} REFERENCES k (id));
  CREATE TABLE merged (id ${type} NOT NULL, m int) INHERITS (p);
  CREATE VIEW v AS SELECT id FROM g; ALTER TABLE k ALTER COLUMN id SET DEFAULT ${child};`;

const labelled = (labels: string): string => `
  CREATE TYPE mood AS ENUM (${labels}); CREATE DOMAIN dm AS mood DEFAULT 'a' CHECK (VALUE <> 'b'); CREATE TYPE comp AS (x int, m mood);
  CREATE FUNCTION f(m mood, ms mood[] DEFAULT '{a}') RETURNS SETOF mood LANGUAGE sql AS 'SELECT $1';
  CREATE TABLE t (id int, m mood DEFAULT 'a', ms mood[] DEFAULT '{a}'); CREATE VIEW v AS SELECT f.f FROM f('a'::mood, NULL);
  CREATE INDEX i ON t (m) WHERE m = 'a'; CREATE STATISTICS st ON id, m FROM t;
  CREATE TABLE p (k int, m mood DEFAULT 'a') PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p (m DEFAULT 'b') FOR VALUES IN (1);
  CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2); ALTER TABLE p2 ALTER m DROP DEFAULT;
  CREATE TABLE h (m mood); CREATE TABLE h1 (PRIMARY KEY (m)) INHERITS (h); ALTER TABLE h1 ALTER m SET DEFAULT 'a';`;

const numbered =
  "CREATE TABLE p (id int NOT NULL GENERATED ALWAYS AS IDENTITY, k int) PARTITION BY LIST (k);";

const ranges = (subtype: string, difference: string): string => `
  CREATE TYPE r AS RANGE (subtype = ${subtype}, subtype_diff = ${difference}); COMMENT ON TYPE r IS 'r';
  CREATE DOMAIN d AS r CHECK (NOT isempty(VALUE)); CREATE TYPE c AS (a r, n int); CREATE TABLE t (x r, y r[], z d, w c);
  CREATE INDEX i ON t USING gist (x); CREATE VIEW v AS SELECT x && r(1, 2) AS hit FROM t;`;

const domain = (base: string): string => `
  CREATE DOMAIN d AS ${base} DEFAULT 'x' CHECK (VALUE <> 'y'); CREATE TABLE a (id d PRIMARY KEY); CREATE TABLE b (a_id d REFERENCES a);
  CREATE VIEW v AS SELECT id FROM a WHERE id <> 'q'; CREATE FUNCTION f(x d) RETURNS d LANGUAGE sql AS 'SELECT x';
  CREATE INDEX i ON b ((a_id || 'x')); COMMENT ON DOMAIN d IS 'dd'; REVOKE USAGE ON DOMAIN d FROM PUBLIC;`;

const overloaded = (type: string, expression: string): string => `
  CREATE TABLE a (id ${type} PRIMARY KEY);
  CREATE FUNCTION f(x ${type}) RETURNS ${type} LANGUAGE sql STABLE AS 'SELECT id FROM public.a WHERE id = x';
  CREATE FUNCTION g() RETURNS TABLE (id ${type}) LANGUAGE sql AS 'SELECT id FROM public.a';
  CREATE VIEW v AS SELECT f(a.id) AS f FROM a; CREATE POLICY p ON a USING (f(id) IS NOT NULL); CREATE INDEX i ON a ((${expression}));`;

export const propertyCases: readonly PropertyCase[] = [
  {
    name: "everything that can stand around a column",
    from: 15,
    before: `CREATE SCHEMA other; CREATE FUNCTION other.vf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';`,
    one: `CREATE TABLE base (id bigint PRIMARY KEY, n int NOT NULL, code varchar(20) NOT NULL DEFAULT 'a', z int);`,
    other: `CREATE TABLE base (id bigint PRIMARY KEY, n bigint NOT NULL, code varchar(40) NOT NULL DEFAULT 'a', z int);`,
    behind: everythingAroundTwoColumns,
    rows: "INSERT INTO base SELECT g, g, 'c' || g, 0 FROM generate_series(1, 20) g; REFRESH MATERIALIZED VIEW other.m2;",
  },
  {
    name: "foreign keys in a circle, of several columns, half valid, to a unique index that includes more",
    from: 15,
    before: "CREATE SCHEMA s1; CREATE SCHEMA s2;",
    one: keys("uuid"),
    other: keys("varchar(36)"),
    behind: `
      ALTER TABLE s1.a ADD CONSTRAINT a_b FOREIGN KEY (b_id) REFERENCES s2.b DEFERRABLE INITIALLY DEFERRED;
      ALTER TABLE s2.b ADD CONSTRAINT b_a FOREIGN KEY (a_t, a_id) REFERENCES s1.a (t, id) MATCH FULL ON DELETE SET NULL;
      ALTER TABLE s2.b ADD CONSTRAINT b_a2 FOREIGN KEY (a_t, a_id) REFERENCES s1.a (t, id) ON DELETE SET NULL (a_id) ON UPDATE CASCADE;
      ALTER TABLE s2.b ADD CONSTRAINT b_c FOREIGN KEY (c_id) REFERENCES s2.c (id) ON DELETE SET DEFAULT NOT VALID;
      ALTER TABLE s2.c ADD CONSTRAINT c_b FOREIGN KEY (b_id) REFERENCES s2.b NOT VALID; COMMENT ON CONSTRAINT c_b ON s2.c IS 'it''s';`,
    rows: `INSERT INTO s2.c VALUES ('a0000000-0000-4000-8000-000000000000', NULL);
      INSERT INTO s2.b VALUES ('b0000000-0000-4000-8000-000000000000', NULL, NULL, 'a0000000-0000-4000-8000-000000000000');
      INSERT INTO s1.a VALUES ('c0000000-0000-4000-8000-000000000000', 'b0000000-0000-4000-8000-000000000000', 'a0000000-0000-4000-8000-000000000000');`,
  },
  {
    name: "a foreign key that is not enforced",
    from: 18,
    one: "CREATE TABLE a (id uuid PRIMARY KEY); CREATE TABLE b (a_id uuid CONSTRAINT k REFERENCES a NOT ENFORCED)",
    other:
      "CREATE TABLE a (id text PRIMARY KEY); CREATE TABLE b (a_id text CONSTRAINT k REFERENCES a NOT ENFORCED)",
    rows: "INSERT INTO b VALUES ('b0000000-0000-4000-8000-000000000000')",
  },
  {
    name: "a key that is partitioned on both sides",
    one: partitions("int"),
    other: partitions("bigint"),
    rows: "INSERT INTO p VALUES (1, 1), (2, 2); INSERT INTO c VALUES (1, 1, 1)",
  },
  {
    name: "a key that child tables inherit, with defaults of their own",
    one: family("uuid", "gen_random_uuid()", "'00000000-0000-0000-0000-000000000000'"),
    other: family("varchar(36)", "'x'", "'kk'"),
    rows: "INSERT INTO k (n) VALUES (1)",
  },
  {
    name: "labels taken away under a domain, a composite type, functions, partitions and children",
    one: labelled("'a', 'b', 'c'"),
    other: labelled("'b', 'a'"),
    rows: "INSERT INTO t VALUES (1); INSERT INTO p VALUES (1), (2); INSERT INTO h1 VALUES ('b')",
  },
  {
    name: "a label that defaults, checks, indexes, views and functions name",
    one: "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (id int, m mood DEFAULT 'a', ms mood[])",
    other: `CREATE TYPE mood AS ENUM ('a', 'b', 'c'); CREATE TABLE t (id int, m mood DEFAULT 'c', ms mood[] DEFAULT '{c}', CHECK (m <> 'c'));
      CREATE INDEX i ON t (id) WHERE m = 'c'; CREATE VIEW v AS SELECT id FROM t WHERE m = 'c';
      CREATE FUNCTION f(m mood DEFAULT 'c') RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE u (m mood DEFAULT 'c');`,
  },
  {
    name: "a column that stores a type made of the enum",
    one: "CREATE TYPE mood AS ENUM ('a', 'b', 'c'); CREATE TYPE comp AS (x int, m mood); CREATE TABLE t (c comp)",
    other:
      "CREATE TYPE mood AS ENUM ('b', 'a'); CREATE TYPE comp AS (x int, m mood); CREATE TABLE t (c comp)",
  },
  {
    name: "what lies beneath a domain, under a key and all that stands on it",
    one: domain("varchar(36)"),
    other: domain("text"),
    rows: "INSERT INTO a VALUES ('k'); INSERT INTO b VALUES ('k')",
  },
  {
    name: "a domain in an array gets a check",
    one: "CREATE DOMAIN d AS int; CREATE TABLE t (a d, b d[])",
    other: "CREATE DOMAIN d AS int NOT NULL CHECK (VALUE > 0); CREATE TABLE t (a d, b d[])",
    rows: "INSERT INTO t VALUES (1, '{2}')",
  },
  {
    name: "a key goes into a domain",
    before: "CREATE DOMAIN dk AS varchar(36) CHECK (VALUE = lower(VALUE));",
    one: "CREATE TABLE a (id uuid PRIMARY KEY); CREATE TABLE b (a_id uuid REFERENCES a)",
    other: "CREATE TABLE a (id dk PRIMARY KEY); CREATE TABLE b (a_id dk REFERENCES a)",
    rows: "INSERT INTO a VALUES ('b0000000-0000-4000-8000-000000000000')",
  },
  {
    name: "functions whose arguments are of the old type",
    one: overloaded("uuid", "id::text"),
    other: overloaded("text", "lower(id)"),
    rows: "INSERT INTO a VALUES ('b0000000-0000-4000-8000-000000000000')",
  },
  {
    name: "an identity becomes text",
    one: table("int GENERATED ALWAYS AS IDENTITY"),
    other: table("varchar(20)"),
    rows: "INSERT INTO t (x) VALUES (1), (2)",
  },
  {
    name: "a serial becomes a wider identity",
    one: table("serial"),
    other: table("bigint GENERATED BY DEFAULT AS IDENTITY"),
    rows: "INSERT INTO t (x) VALUES (1), (2)",
  },
  {
    name: "a serial becomes wider, with its sequence",
    one: table("serial"),
    other: table("bigserial"),
    rows: "INSERT INTO t (x) VALUES (1), (2)",
  },
  {
    name: "an identity of a partitioned table",
    from: 17,
    one: "CREATE TABLE p (id int NOT NULL, k int) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)",
    other:
      "CREATE TABLE p (id bigint GENERATED ALWAYS AS IDENTITY (START 5), k int) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)",
    rows: "INSERT INTO p VALUES (5, 1)",
  },
  {
    name: "a partition with its root's numbers becomes a table with its own",
    from: 17,
    one: `${numbered} CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)`,
    other: `${numbered} CREATE TABLE p1 (id int NOT NULL GENERATED BY DEFAULT AS IDENTITY (START 7), k int)`,
    rows: "INSERT INTO p (k) VALUES (1), (1)",
  },
  {
    name: "a partition with its root's numbers becomes a table with a serial",
    from: 17,
    one: `${numbered} CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)`,
    other: `${numbered} CREATE TABLE p1 (id serial, k int)`,
    rows: "INSERT INTO p (k) VALUES (1), (1)",
  },
  {
    name: "a range type that columns are of, alone, in arrays, domains and other types",
    one: ranges("int4", "int4range_subdiff"),
    other: ranges("int8", "int8range_subdiff"),
    rows: "INSERT INTO t VALUES ('[1,2]', ARRAY['[3,5)'::r], '(,4]', ROW('empty', 1)); INSERT INTO t VALUES (NULL)",
  },
  {
    name: "an enum beneath a range type that a column is of",
    one: "CREATE TYPE mood AS ENUM ('a', 'b', 'c'); CREATE TYPE r AS RANGE (subtype = mood, multirange_type_name = rs); CREATE TABLE t (x r)",
    other:
      "CREATE TYPE mood AS ENUM ('a', 'c'); CREATE TYPE r AS RANGE (subtype = mood, multirange_type_name = rs); CREATE TABLE t (x r)",
    rows: "INSERT INTO t VALUES ('[a,c]')",
  },
  {
    name: "a generated column that much depends on",
    before: "CREATE TABLE r (id text PRIMARY KEY);",
    one: "CREATE TABLE t (id varchar(9), g text GENERATED ALWAYS AS (lower(id)) STORED, z int);",
    other: "CREATE TABLE t (id text, g text GENERATED ALWAYS AS (lower(id)) STORED, z int);",
    behind: aroundGenerated,
    rows: "INSERT INTO r VALUES ('a'); INSERT INTO t VALUES ('A')",
  },
  {
    name: "a column that a referenced key includes, under a view that is grouped by the key",
    one: "CREATE TABLE a (id int, n int, w text, PRIMARY KEY (id) INCLUDE (n)); CREATE TABLE b (a_id int REFERENCES a); CREATE VIEW v AS SELECT id, w FROM a GROUP BY id",
    other:
      "CREATE TABLE a (id int, n bigint, w text, PRIMARY KEY (id) INCLUDE (n)); CREATE TABLE b (a_id int REFERENCES a); CREATE VIEW v AS SELECT id, w FROM a GROUP BY id",
  },
  {
    name: "a primary key and the NOT NULL that comes with it",
    one: "CREATE TABLE t (id int, n int)",
    other: "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL)",
  },
  {
    name: "what is revoked on a table reaches its columns",
    one: `CREATE TABLE t (a int, b int); GRANT SELECT, UPDATE ON t TO PUBLIC; GRANT SELECT (a), UPDATE (b) ON t TO PUBLIC;
      CREATE VIEW v AS SELECT a FROM t; GRANT SELECT ON v TO PUBLIC; GRANT SELECT (a) ON v TO PUBLIC`,
    other: `CREATE TABLE t (a int, b int); GRANT SELECT (a), UPDATE (b) ON t TO PUBLIC;
      CREATE VIEW v AS SELECT a FROM t; GRANT SELECT (a) ON v TO PUBLIC`,
  },
];

/** Pairs in which what nobody chose to change stands on what is made anew, and must be as it was afterwards. */
import type { PropertyCase } from "./cases";

const table = "CREATE TABLE t (id int NOT NULL, n int NOT NULL, code text);";
const marks = (replicated: string, clustered: string): string =>
  `ALTER TABLE t REPLICA IDENTITY USING INDEX ${replicated}; ALTER TABLE t CLUSTER ON ${clustered};`;

const parted = `CREATE TABLE p (id int NOT NULL, k int NOT NULL, n int) PARTITION BY LIST (k);
  CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);`;
const partMarks = (replicated: string, clustered: string): string =>
  `ALTER TABLE p1 REPLICA IDENTITY USING INDEX ${replicated}; ALTER TABLE p1 CLUSTER ON ${clustered};`;

/** A column with one dependent of each kind; each dependent has something of its own only where `more` says so. */
const aroundColumn = (type: string, more: boolean): string => {
  const own = (sql: string): string => (more ? `${sql};` : "");
  return `
  CREATE TABLE base (id bigint PRIMARY KEY, n ${type} NOT NULL, code varchar(20), z int);
  CREATE INDEX base_expr ON base ((n + 1)); ${own("COMMENT ON INDEX base_expr IS 'i'; ALTER INDEX base_expr ALTER COLUMN 1 SET STATISTICS 500")}
  CREATE STATISTICS other.st (dependencies) ON n, code FROM base; ${own("ALTER STATISTICS other.st SET STATISTICS 33; COMMENT ON STATISTICS other.st IS 's'")}
  ALTER TABLE base ADD CONSTRAINT ck CHECK (n > 0) NOT VALID; ${own("COMMENT ON CONSTRAINT ck ON base IS 'ck'")}
  CREATE VIEW v1 AS SELECT id, code FROM base WHERE n > 3;
  ${own("ALTER VIEW v1 SET (security_barrier); COMMENT ON VIEW v1 IS 'v'; COMMENT ON COLUMN v1.id IS 'n'")}
  ${own("GRANT SELECT ON v1 TO PUBLIC; GRANT UPDATE (code) ON v1 TO PUBLIC; ALTER VIEW v1 OWNER TO pg_monitor")}
  CREATE TRIGGER io INSTEAD OF INSERT ON v1 FOR EACH ROW EXECUTE FUNCTION other.vf(); ${own("COMMENT ON TRIGGER io ON v1 IS 'io'")}
  CREATE RULE rv AS ON DELETE TO v1 DO INSTEAD NOTHING; ${own("COMMENT ON RULE rv ON v1 IS 'rv'")}
  CREATE MATERIALIZED VIEW other.m2 AS SELECT z, code FROM base WHERE n > 1; CREATE UNIQUE INDEX m2_u ON other.m2 (code);
  ${own("ALTER MATERIALIZED VIEW other.m2 CLUSTER ON m2_u; ALTER MATERIALIZED VIEW other.m2 ALTER z SET STATISTICS 44; COMMENT ON INDEX other.m2_u IS 'u'")}
  ${own("ALTER MATERIALIZED VIEW other.m2 SET (fillfactor = 70); COMMENT ON COLUMN other.m2.z IS 'n'; GRANT SELECT (z) ON other.m2 TO PUBLIC")}
  CREATE TRIGGER t1 BEFORE UPDATE OF n ON base FOR EACH ROW EXECUTE FUNCTION other.vf(); ${own("ALTER TABLE base ENABLE ALWAYS TRIGGER t1")}
  CREATE TABLE log (x text); CREATE RULE r1 AS ON UPDATE TO base WHERE old.n <> new.n DO ALSO INSERT INTO log VALUES (new.n::text);
  ${own("ALTER TABLE base DISABLE RULE r1; COMMENT ON RULE r1 ON base IS 'r1'")}
  CREATE POLICY p1 ON base FOR UPDATE USING (n > 1); ${own("COMMENT ON POLICY p1 ON base IS 'p1'; ALTER POLICY p1 ON base TO pg_monitor")}
  CREATE FUNCTION other.atomic(a int) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT n FROM public.base WHERE id = a; END;
  ${own("COMMENT ON FUNCTION other.atomic(int) IS 'f'; REVOKE ALL ON FUNCTION other.atomic(int) FROM PUBLIC; ALTER FUNCTION other.atomic(int) SECURITY DEFINER COST 7")}
  CREATE PUBLICATION pub1 FOR TABLE base (id, n) WHERE (n > 4); ${own("COMMENT ON PUBLICATION pub1 IS 'p'; ALTER PUBLICATION pub1 SET (publish = 'insert')")}`;
};

const foreign = (columns: string, server: string): string => `
  CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s1 FOREIGN DATA WRAPPER w; CREATE SERVER s2 FOREIGN DATA WRAPPER w;
  CREATE FOREIGN TABLE f (a int, ${columns}) SERVER ${server}; CREATE VIEW v AS SELECT a FROM f;`;

/** A partitioned table with a partition more or less, whose parts have something of their own only where `own` says so. */
const spread = (own: string, bound: number, more = "", type = "int"): string => `
  CREATE TABLE k (a int PRIMARY KEY);
  CREATE TABLE r (id int, x ${type} REFERENCES k, y text, PRIMARY KEY (id, x)) PARTITION BY RANGE (id);
  CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (0) TO (${bound});
  CREATE TABLE r2 PARTITION OF r FOR VALUES FROM (20) TO (30) PARTITION BY RANGE (id);
  CREATE TABLE r21 PARTITION OF r2 FOR VALUES FROM (20) TO (${bound + 15});
  CREATE INDEX r_x ON r (x) WITH (fillfactor = 80); CREATE INDEX r_e ON r ((x + 1)); ALTER TABLE r ADD CONSTRAINT c CHECK (x > 0);
  CREATE TRIGGER t AFTER INSERT ON r FOR EACH ROW EXECUTE FUNCTION tf(); CREATE TRIGGER u AFTER DELETE ON r FOR EACH ROW EXECUTE FUNCTION tf();
  ${more} ${own}`;

const ownOfParts = `
  ALTER INDEX r1_x_idx SET (fillfactor = 70); COMMENT ON INDEX r1_x_idx IS 'i'; COMMENT ON INDEX r2_x_idx IS 'i2';
  ALTER INDEX r21_x_idx RENAME TO "r21's"; ALTER INDEX r2_pkey RENAME TO kr; ALTER INDEX r2_x_idx RENAME TO older_x_idx4;
  ALTER INDEX r1_pkey SET (fillfactor = 60); COMMENT ON INDEX r1_pkey IS 'ki'; COMMENT ON CONSTRAINT r21_pkey ON r21 IS 'kc';
  ALTER INDEX r_e ALTER COLUMN 1 SET STATISTICS 200; ALTER INDEX r1_expr_idx ALTER COLUMN 1 SET STATISTICS 300;
  COMMENT ON CONSTRAINT r_x_fkey ON r1 IS 'f'; COMMENT ON CONSTRAINT c ON r21 IS 'c';
  COMMENT ON TRIGGER t ON r1 IS 't'; COMMENT ON TRIGGER t ON r21 IS 't21'; ALTER TABLE r1 DISABLE TRIGGER u; ALTER TABLE ONLY r2 DISABLE TRIGGER u;`;

export const unchosenCases: readonly PropertyCase[] = [
  {
    name: "what partitions have of their own stays when their bounds move",
    before: "CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';",
    one: spread(ownOfParts, 10),
    other: spread(ownOfParts, 11),
    alone: true,
  },
  {
    name: "what partitions have of their own comes and goes, with partitions that do",
    before: "CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';",
    one: spread("", 10),
    other: spread(
      `${ownOfParts} ALTER INDEX r3_x_idx SET (fillfactor = 50); COMMENT ON TRIGGER t ON r3 IS 't3'; ALTER TABLE r3 DISABLE TRIGGER t;`,
      10,
      "CREATE TABLE r3 PARTITION OF r FOR VALUES FROM (50) TO (60);",
    ),
  },
  {
    name: "what partitions have of their own stays when a column's type changes",
    before: "CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';",
    one: spread(ownOfParts, 10, "", "int").concat("ALTER TABLE r1 CLUSTER ON r1_x_idx"),
    other: spread(ownOfParts, 10, "", "bigint").concat("ALTER TABLE r1 CLUSTER ON r1_x_idx"),
  },
  {
    name: "what is made anew around a column keeps what nobody chose to change",
    from: 15,
    before: `CREATE SCHEMA other; GRANT CREATE ON SCHEMA public TO pg_monitor; CREATE FUNCTION other.vf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';`,
    one: aroundColumn("int", true),
    other: aroundColumn("bigint", false),
    rows: "INSERT INTO base SELECT g, g, 'c' || g, 0 FROM generate_series(1, 20) g; REFRESH MATERIALIZED VIEW other.m2",
    alone: true,
  },
  {
    name: "the marks of a table are on indexes that are made anew",
    one: `${table} CREATE UNIQUE INDEX u ON t (id) WITH (fillfactor = 60); CREATE INDEX c ON t (n) WITH (fillfactor = 70); ${marks("u", "c")}`,
    other: `${table} CREATE UNIQUE INDEX u ON t (id) WITH (fillfactor = 90); CREATE INDEX c ON t (n) WITH (fillfactor = 90);`,
    alone: true,
  },
  {
    name: "the marks of a table are on a key that is made anew, and are to be on another index",
    one: `${table} ALTER TABLE t ADD CONSTRAINT u UNIQUE (id); CREATE UNIQUE INDEX w ON t (n); ${marks("u", "u")}`,
    other: `${table} ALTER TABLE t ADD CONSTRAINT u UNIQUE (id) INCLUDE (n); CREATE UNIQUE INDEX w ON t (n); ${marks("w", "w")}`,
    alone: true,
  },
  {
    name: "an index goes with the marks that are on it",
    one: `${table} CREATE UNIQUE INDEX u ON t (id); ${marks("u", "u")}`,
    other: table,
  },
  {
    name: "a type changes under an index with a mark, which is to go",
    one: `${table} CREATE UNIQUE INDEX u ON t (id) INCLUDE (code); CREATE UNIQUE INDEX p ON t ((id + 1)); ${marks("u", "p")}`,
    other: `${table.replace("id int", "id bigint")} CREATE UNIQUE INDEX u ON t (id) INCLUDE (code); CREATE UNIQUE INDEX p ON t ((id + 1));`,
    alone: true,
  },
  {
    name: "an index with marks has another name",
    one: `${table} CREATE UNIQUE INDEX u ON t (id); ${marks("u", "u")}`,
    other: `${table} CREATE UNIQUE INDEX u2 ON t (id); ${marks("u2", "u2")}`,
  },
  {
    name: "an index with a mark becomes a key of its name",
    one: `${table} CREATE UNIQUE INDEX u ON t (id); ${marks("u", "u")}`,
    other: `${table} ALTER TABLE t ADD CONSTRAINT u UNIQUE (id); ${marks("u", "u")}`,
  },
  {
    name: "the marks of a partition are on indexes that its root's bring along, and those are made anew",
    one: `${parted} CREATE UNIQUE INDEX pu ON p (id, k); CREATE INDEX pi ON p (id); ${partMarks("p1_id_k_idx", "p1_id_idx")}`,
    other: `${parted} CREATE UNIQUE INDEX pu ON p (id DESC, k); CREATE INDEX pi ON p (id DESC); ${partMarks("p1_id_k_idx", "p1_id_idx")}`,
    alone: true,
  },
  {
    name: "the mark of a partition is to be on an index of another name, which its root's brings along",
    one: `${parted} CREATE UNIQUE INDEX pu ON p (id, k); ALTER TABLE p1 REPLICA IDENTITY USING INDEX p1_id_k_idx`,
    other: `${parted} CREATE UNIQUE INDEX pu ON p (k, id); ALTER TABLE p1 REPLICA IDENTITY USING INDEX p1_k_id_idx`,
  },
  {
    name: "indexes and keys of a partition stay beside their parts of the root's, which are new",
    one: `${parted} CREATE INDEX own ON p1 (n); ALTER TABLE p1 ADD CONSTRAINT ownk UNIQUE (k, id); COMMENT ON CONSTRAINT ownk ON p1 IS 'k'`,
    other: `${parted} CREATE INDEX ri ON p (n); ALTER TABLE p ADD CONSTRAINT rk UNIQUE (k, id)`,
    each: true,
  },
  {
    name: "indexes and keys get parts on partitions of which some come in the same plan",
    one: `${parted} CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2); CREATE INDEX i ON ONLY p (n); CREATE INDEX own ON p1 (n); ALTER INDEX i ATTACH PARTITION own;
      CREATE INDEX j ON ONLY p (id); CREATE INDEX j1 ON p1 (id); ALTER INDEX j ATTACH PARTITION j1; CREATE INDEX ON p2 (n, id DESC); CREATE INDEX s ON p (n, id)`,
    other: `${parted} CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2); CREATE TABLE p3 PARTITION OF p FOR VALUES IN (3); CREATE INDEX i ON p (n);
      CREATE INDEX j ON ONLY p (id); CREATE INDEX j3 ON p3 (id); ALTER INDEX j ATTACH PARTITION j3; CREATE INDEX ON p3 (n DESC, id); CREATE INDEX s ON p (n, id);
      ALTER TABLE ONLY p ADD CONSTRAINT u UNIQUE (k, n); ALTER TABLE p3 ADD UNIQUE (k, n); ALTER INDEX u ATTACH PARTITION p3_k_n_key`,
    each: true,
  },
  {
    name: "a materialized view is made anew with indexes that differ",
    one: `${table} CREATE MATERIALIZED VIEW m AS SELECT id, n FROM t; CREATE INDEX i ON m (n); COMMENT ON INDEX i IS 'i'; CREATE INDEX j ON m (id); COMMENT ON INDEX j IS 'j';`,
    other: `${table} CREATE MATERIALIZED VIEW m AS SELECT id, n + 0 AS n FROM t; CREATE INDEX i ON m (n) WITH (fillfactor = 50); CREATE INDEX j ON m (id);`,
  },
  {
    name: "a foreign table moves to another server, and its columns differ",
    one: `${foreign("b text, gone int", "s1")} COMMENT ON COLUMN f.b IS 'b'; GRANT SELECT ON f TO PUBLIC; COMMENT ON VIEW v IS 'v';`,
    other: foreign("b text NOT NULL, come int", "s2"),
  },
  {
    name: "a name is taken by something else that is to go",
    one: `CREATE TABLE t (a int); CREATE VIEW x AS SELECT a FROM t; CREATE DOMAIN d AS text; CREATE FUNCTION p(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    other: `CREATE TABLE t (a int); CREATE TABLE x (a int); CREATE TYPE d AS ENUM ('a'); CREATE PROCEDURE p(a int) LANGUAGE sql AS 'SELECT 1'`,
  },
];

/** Schemas that lead readers astray: each is one database on which nothing may be found, however it came about. */

export const hardSchemas: { readonly [what: string]: string } = {
  "inheritance from several tables, hostile names, same names in several schemas": `
CREATE SCHEMA a; CREATE SCHEMA b; CREATE SCHEMA "c.d";
CREATE TABLE a.base (id int NOT NULL, x text DEFAULT 'q' COLLATE "C", CONSTRAINT ck CHECK (id > 0), CONSTRAINT ckni CHECK (id < 100) NO INHERIT);
CREATE TABLE b.base (id int NOT NULL, y numeric(4,2));
CREATE TABLE a.child (z int, x text DEFAULT 'w' COLLATE "C") INHERITS (a.base, b.base);
CREATE TABLE a.grand (CONSTRAINT ck CHECK (id > 0)) INHERITS (a.child);
ALTER TABLE a.grand ADD CONSTRAINT own CHECK (z > 0);
CREATE TABLE "c.d"."select" ("order" int PRIMARY KEY, "a.b" text, "x""y" int, "Ünï" int UNIQUE) ;
CREATE TABLE "c.d"."table" ("order" int REFERENCES "c.d"."select", LIKE a.base INCLUDING ALL);
ALTER TABLE a.child ALTER y SET NOT NULL;
ALTER TABLE b.base ALTER y SET DEFAULT 2;
CREATE INDEX ON "c.d"."select" (lower("a.b"), ("x""y" + 1)) WHERE "Ünï" > 0;
CREATE VIEW "c.d"."from" AS SELECT s."order", v.x, t.o, t.i, t.xx FROM "c.d"."select" s JOIN "c.d"."table" t(o, i, xx) ON s."order" = t.o CROSS JOIN LATERAL (SELECT 1 AS x) l(x2), (VALUES (1)) v(x);`,
  "partitioned tables with everything that hangs on them": `
CREATE SCHEMA p;
CREATE FUNCTION p.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE p.ref (id bigint PRIMARY KEY, k text UNIQUE);
CREATE TABLE p.t (id bigint GENERATED ALWAYS AS IDENTITY, at timestamptz NOT NULL, region text DEFAULT 'eu', n int CHECK (n > 0), ref bigint REFERENCES p.ref ON DELETE CASCADE, g int GENERATED ALWAYS AS (n * 2) STORED, PRIMARY KEY (id, at, region), UNIQUE (n, at, region)) PARTITION BY RANGE (at);
CREATE TABLE p.t24 PARTITION OF p.t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (region);
CREATE TABLE p.t24eu PARTITION OF p.t24 (n DEFAULT 5) FOR VALUES IN ('eu', 'EU''s', NULL);
CREATE TABLE p.t24rest PARTITION OF p.t24 DEFAULT;
CREATE TABLE p.t25 (region text DEFAULT 'us', n int CONSTRAINT t_n_check CHECK (n > 0), at timestamptz NOT NULL, id bigint NOT NULL, g int GENERATED ALWAYS AS (n * 2) STORED, ref bigint, extra int);
ALTER TABLE p.t25 DROP COLUMN extra; ALTER TABLE p.t25 ALTER region SET NOT NULL;
ALTER TABLE p.t25 ADD CONSTRAINT my_pk PRIMARY KEY (id, at, region);
ALTER TABLE p.t ATTACH PARTITION p.t25 FOR VALUES FROM ('2025-01-01') TO (MAXVALUE);
CREATE INDEX ti ON p.t (lower(region)) INCLUDE (n);
CREATE INDEX own ON p.t24eu (n) WHERE n > 5;
CREATE TRIGGER tr AFTER INSERT ON p.t FOR EACH ROW EXECUTE FUNCTION p.f();
ALTER TABLE p.t24 DISABLE TRIGGER tr;
ALTER TABLE p.t ENABLE ROW LEVEL SECURITY; ALTER TABLE p.t24eu ENABLE ROW LEVEL SECURITY;
CREATE POLICY pp ON p.t USING (region = current_user OR EXISTS (SELECT 1 FROM p.ref r WHERE r.id = ref));
CREATE POLICY pq ON p.t24eu AS RESTRICTIVE USING (n IN (1,2,3));
CREATE TABLE p.refers (a bigint, b timestamptz, c text, FOREIGN KEY (a, b, c) REFERENCES p.t DEFERRABLE);
CREATE TABLE p.h (id int, b int) PARTITION BY HASH (id, (b % 7));
CREATE TABLE p.h0 PARTITION OF p.h FOR VALUES WITH (modulus 2, remainder 0);
CREATE TABLE p.h1 PARTITION OF p.h FOR VALUES WITH (modulus 4, remainder 1);
CREATE TABLE p.h3 PARTITION OF p.h FOR VALUES WITH (modulus 4, remainder 3);
CREATE UNIQUE INDEX ON p.t24eu (n, at);`,
  "domains over domains over arrays, enums in all of them, overloaded functions": `
CREATE SCHEMA a; CREATE SCHEMA b;
CREATE TYPE a.mood AS ENUM ('b', 'a', 'it''s'); CREATE TYPE b.mood AS ENUM ('x');
CREATE DOMAIN a.d1 AS a.mood DEFAULT 'a' CHECK (VALUE <> 'b');
CREATE DOMAIN a.d2 AS a.d1[] CHECK (array_length(VALUE, 1) > 0);
CREATE DOMAIN b.d3 AS a.d2 NOT NULL;
CREATE TYPE a.pair AS (m a.mood, ms b.mood[], d a.d1, n numeric(5,2)[], t text COLLATE "C");
CREATE TYPE a.r AS RANGE (SUBTYPE = a.mood);
CREATE TYPE b.r AS RANGE (SUBTYPE = a.pair);
CREATE DOMAIN b.dr AS a.r CHECK (NOT isempty(VALUE));
CREATE TABLE a.t (m a.mood DEFAULT 'a', n b.mood[], d a.d1, dd a.d2 DEFAULT '{a}'::a.d2, p a.pair, ps a.pair[], r a.r, rr b.dr, v varchar(3)[], ch "char", nm name, nms name[], bp char(3), bits bit(3)[], iv interval day to second(2), tz time(3) with time zone, num numeric(10,3), x xml, tsv tsvector, o oid, rc regclass DEFAULT 'a.mood'::regtype::oid::regclass);
ALTER TABLE a.t DROP COLUMN rc;
CREATE FUNCTION a.f(a.mood) RETURNS text LANGUAGE sql IMMUTABLE AS 'select $1::text'; 
CREATE FUNCTION a.f(b.mood) RETURNS text LANGUAGE sql IMMUTABLE AS 'select $1::text';
CREATE FUNCTION a.f(a.mood[], VARIADIC a.pair[]) RETURNS SETOF a.t LANGUAGE sql STABLE AS 'select * from a.t';
CREATE FUNCTION a.f(OUT a int, OUT b a.mood) RETURNS record LANGUAGE plpgsql AS 'begin end';
CREATE FUNCTION b.f(t a.t) RETURNS int LANGUAGE sql IMMUTABLE RETURN 1;
ALTER TABLE a.t ADD gen int GENERATED ALWAYS AS (length(bp) + array_length(v, 1)) STORED;
CREATE FUNCTION a.imm(text) RETURNS text LANGUAGE sql IMMUTABLE RETURN upper($1);
ALTER TABLE a.t ADD gen2 text GENERATED ALWAYS AS (a.imm(bp::text)) STORED;
CREATE AGGREGATE a.agg(a.mood) (SFUNC = array_append, STYPE = a.mood[]);
ALTER TABLE a.t ADD CHECK (a.f(m) IN ('a', 'b')), ADD CHECK ('x' <> ALL (v)), ADD CHECK (m IS NOT DISTINCT FROM 'a' OR m = ANY (ARRAY['b'::a.mood])), ADD CHECK ((p).m = 'a');
CREATE VIEW a.v AS SELECT t, t.p, (t.p).m, b.f(t) FROM a.t t WHERE m IN ('a', 'b') AND v && ARRAY['q']::varchar[] AND iv > interval '90 days' ORDER BY 3;
CREATE MATERIALIZED VIEW b.mv AS SELECT m, count(*) FILTER (WHERE d IS NOT NULL) OVER (PARTITION BY m ORDER BY nm ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) c, percentile_cont(0.5) WITHIN GROUP (ORDER BY o::int) p FROM a.t GROUP BY GROUPING SETS ((m, d, nm), ROLLUP (m, d, nm));
CREATE UNIQUE INDEX ON b.mv (m, c);`,
  "circles through functions, rules, policies on other tables, every way to write a query": `
CREATE SCHEMA a; CREATE SCHEMA b;
SET search_path = a, b;
CREATE TABLE t (id int PRIMARY KEY, "b" text, s text, d date, CONSTRAINT ck CHECK (s IN ('x', 'y') AND d > '2020-01-01' AND s ~ '^\\d+\\\\$'));
CREATE TABLE b.t (id int PRIMARY KEY, v varchar(10) CHECK (v IN ('a','b')));
CREATE FUNCTION fv() RETURNS SETOF t LANGUAGE plpgsql STABLE AS 'begin return query select * from a.v1; end';
CREATE VIEW v1 AS SELECT t.* FROM t JOIN b.t bt USING (id) WHERE bt.v IN ('a', 'b');
CREATE VIEW v2 AS SELECT * FROM fv();
CREATE OR REPLACE FUNCTION fv() RETURNS SETOF t LANGUAGE plpgsql STABLE AS 'begin return query select id, b, s, d from a.v3; end';
CREATE VIEW v3 AS SELECT * FROM v1 UNION ALL SELECT * FROM v1;
CREATE VIEW b.v1 WITH (security_barrier, check_option = cascaded) AS SELECT id, v FROM b.t WHERE v LIKE 'a%';
CREATE RECURSIVE VIEW rv (n, p) AS VALUES (1, ARRAY[1]) UNION ALL SELECT n + 1, p || n FROM rv WHERE n < 5;
CREATE VIEW cyc AS WITH RECURSIVE q(id, s) AS (SELECT id, s FROM t UNION ALL SELECT q.id, t.s FROM q, t) SEARCH DEPTH FIRST BY id SET o CYCLE id SET c USING p SELECT id, s, c FROM q;
CREATE VIEW ins AS SELECT id, s FROM t;
CREATE RULE r1 AS ON INSERT TO ins DO INSTEAD INSERT INTO t (id, s) VALUES (NEW.id, NEW.s) RETURNING id, s;
CREATE RULE r2 AS ON UPDATE TO ins WHERE OLD.id > 3 DO INSTEAD (UPDATE t SET s = NEW.s WHERE id = OLD.id; DELETE FROM b.t WHERE id = OLD.id);
CREATE RULE r2b AS ON UPDATE TO ins DO INSTEAD NOTHING;
CREATE RULE r3 AS ON DELETE TO t DO ALSO NOTIFY "we'ird";
CREATE VIEW js AS SELECT j->>'a' AS a, (j#>>'{b,c}')::int[] AS c, x.* FROM (SELECT '{}'::jsonb j) q, xmltable('/r' PASSING '<r/>' COLUMNS a2 text PATH '@a' DEFAULT 'z', n FOR ORDINALITY) x, jsonb_to_recordset('[]') AS z(q int, w text COLLATE "C"), ROWS FROM (generate_series(1,2), unnest(ARRAY['a','b'])) WITH ORDINALITY r(g, u, ord);
CREATE FUNCTION atomic(x int DEFAULT 3) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT count(*)::int + x FROM t WHERE s IN ('a','b'); INSERT INTO b.t SELECT 1, 'a' ON CONFLICT (id) DO UPDATE SET v = excluded.v WHERE excluded.v <> 'x' RETURNING id; END;
CREATE POLICY pol ON t FOR SELECT TO public USING (id IN (SELECT id FROM b.t WHERE v = current_setting('a.b', true)) AND (SELECT current_user) = s);
CREATE POLICY "pol ""2""" ON b.t AS RESTRICTIVE FOR ALL TO pg_monitor, current_user USING (true) WITH CHECK (v IS NOT DISTINCT FROM 'a');
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION evt() RETURNS event_trigger LANGUAGE plpgsql AS 'begin end';
CREATE EVENT TRIGGER "Ev t" ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION evt(); ALTER EVENT TRIGGER "Ev t" DISABLE;
CREATE STATISTICS st (ndistinct, dependencies, mcv) ON s, d, (lower(b)) FROM t;
CREATE STATISTICS st2 ON (date_trunc('month', d)), id FROM t;
CREATE INDEX ex ON t ((d - 1), lower(b || s) DESC, (CASE WHEN id > 0 THEN 1 END)) WHERE s IN ('a', 'b') AND b IS NOT NULL;
CREATE SEQUENCE "Se q" OWNED BY t.id; ALTER TABLE t ALTER id SET DEFAULT nextval('"Se q"'), ALTER s SET DEFAULT E'a\\nb', ALTER d SET DEFAULT ('now'::text)::date - interval '1 day';
CREATE TRIGGER tg BEFORE UPDATE OF s, d ON t FOR EACH ROW WHEN (OLD.s IS DISTINCT FROM NEW.s AND NEW.d IN ('2020-01-01', '2021-01-01')) EXECUTE FUNCTION suppress_redundant_updates_trigger();`,
  "all rights at once, which a newer major has more of, and none at all": `
CREATE TABLE given (a int, b int); GRANT ALL ON given TO pg_monitor, PUBLIC; GRANT ALL (a) ON given TO pg_monitor WITH GRANT OPTION;
CREATE TABLE closed (a int); REVOKE ALL ON closed FROM CURRENT_USER; CREATE VIEW seen AS SELECT a FROM given; GRANT ALL ON seen TO pg_monitor;
CREATE MATERIALIZED VIEW kept AS SELECT 1 AS a; GRANT ALL ON kept TO pg_monitor; CREATE SEQUENCE s; GRANT ALL ON SEQUENCE s TO PUBLIC;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION f() FROM PUBLIC, CURRENT_USER;
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO pg_monitor; CREATE TABLE later (a int); GRANT ALL ON SCHEMA public TO pg_monitor;`,
  "extensions in odd schemas, and what uses their types and operators": `
CREATE SCHEMA "Ext s"; CREATE SCHEMA u;
CREATE EXTENSION citext WITH SCHEMA "Ext s"; CREATE EXTENSION btree_gist WITH SCHEMA u; CREATE EXTENSION pg_trgm WITH SCHEMA "Ext s"; CREATE EXTENSION hstore; CREATE EXTENSION unaccent WITH SCHEMA u; CREATE EXTENSION intarray WITH SCHEMA u; CREATE EXTENSION ltree; CREATE EXTENSION cube WITH SCHEMA u;
CREATE TABLE u.t (c "Ext s".citext DEFAULT 'x'::"Ext s".citext, h hstore DEFAULT 'a=>b', l ltree[], r int4range, k int, q u.cube, EXCLUDE USING gist (k WITH =, r WITH &&) WHERE (k > 0), CHECK (c IN ('a', 'b')), CHECK (h ? 'a'));
CREATE INDEX ON u.t USING gin (c "Ext s".gin_trgm_ops); CREATE INDEX ON u.t USING gist (l); CREATE INDEX ON u.t USING gist (c "Ext s".gist_trgm_ops (siglen = 32));
CREATE UNIQUE INDEX ON u.t (c) WHERE c <> 'b';
CREATE TEXT SEARCH CONFIGURATION u.cfg (COPY = simple); ALTER TEXT SEARCH CONFIGURATION u.cfg ALTER MAPPING FOR word, asciiword WITH u.unaccent, simple;
CREATE VIEW u.v AS SELECT c = 'x' AS e, c::text LIKE 'a%' AS k, h -> 'a' AS m, l @> 'a.b' AS n, to_tsvector('u.cfg', c::text) FROM u.t WHERE c OPERATOR("Ext s".~~) 'a';
CREATE FUNCTION u.f("Ext s".citext, VARIADIC hstore[]) RETURNS "Ext s".citext LANGUAGE sql IMMUTABLE AS 'select $1';
CREATE DOMAIN u.mail AS "Ext s".citext CHECK (VALUE ~ '@'); CREATE TYPE u.c AS (a u.mail, h hstore);`,
};

/** Pairs of scripts that come to one schema by two ways: their traces in the catalog differ, and the schema does not. */
export const twoWays: { readonly [what: string]: readonly [string, string] } = {
  "a table under its name from the start, and one that got its names later": [
    `CREATE TABLE people (id integer NOT NULL, full_name text NOT NULL, CONSTRAINT people_pkey PRIMARY KEY (id))`,
    `CREATE TABLE person (key integer PRIMARY KEY, name text NOT NULL); ALTER TABLE person RENAME name TO full_name;
     ALTER TABLE person RENAME key TO id; ALTER TABLE person RENAME TO people; ALTER TABLE people RENAME CONSTRAINT person_pkey TO people_pkey`,
  ],
  "nulls that a column forbids from the start, through a check, and through its key": [
    `CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL, b integer NOT NULL)`,
    `CREATE TABLE t (id integer, a integer, b integer); ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID;
     ALTER TABLE t VALIDATE CONSTRAINT c; ALTER TABLE t ALTER a SET NOT NULL; ALTER TABLE t DROP CONSTRAINT c;
     CREATE UNIQUE INDEX t_pkey ON t (id); ALTER TABLE t ADD PRIMARY KEY USING INDEX t_pkey;
     ALTER TABLE t ALTER b SET NOT NULL, ALTER b DROP NOT NULL; ALTER TABLE t ALTER b SET NOT NULL`,
  ],
  "a serial, and what it stands for": [
    `CREATE TABLE t (id serial PRIMARY KEY, big bigserial)`,
    `CREATE SEQUENCE t_id_seq AS integer; CREATE SEQUENCE t_big_seq;
     CREATE TABLE t (id integer DEFAULT nextval('t_id_seq'::text::regclass) NOT NULL, big bigint NOT NULL);
     ALTER TABLE t ALTER id SET DEFAULT nextval('t_id_seq'), ALTER big SET DEFAULT nextval('t_big_seq'), ADD PRIMARY KEY (id);
     ALTER SEQUENCE t_id_seq OWNED BY t.id; ALTER SEQUENCE t_big_seq OWNED BY t.big; SELECT nextval('t_id_seq')`,
  ],
  "rights that were given at once, and one by one, taken back and given again": [
    `CREATE TABLE t (a integer, b integer); GRANT SELECT, INSERT ON t TO pg_monitor, PUBLIC; GRANT UPDATE (a, b) ON t TO pg_monitor;
     CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE TABLE own (a integer); CREATE SEQUENCE s; CREATE TYPE e AS ENUM ('a'); CREATE SCHEMA apart`,
    `CREATE TABLE t (a integer, b integer); GRANT INSERT ON t TO PUBLIC; GRANT UPDATE (b) ON t TO pg_monitor; GRANT SELECT ON t TO PUBLIC;
     GRANT DELETE ON t TO pg_monitor; REVOKE DELETE ON t FROM pg_monitor; GRANT INSERT, SELECT ON t TO pg_monitor; GRANT UPDATE (a) ON t TO pg_monitor;
     CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION f() FROM PUBLIC; GRANT EXECUTE ON FUNCTION f() TO PUBLIC;
     CREATE TABLE own (a integer); GRANT SELECT ON own TO PUBLIC; REVOKE SELECT ON own FROM PUBLIC; GRANT SELECT (a) ON own TO PUBLIC; REVOKE SELECT (a) ON own FROM PUBLIC;
     CREATE SEQUENCE s; GRANT USAGE ON SEQUENCE s TO PUBLIC; REVOKE ALL ON SEQUENCE s FROM PUBLIC;
     CREATE TYPE e AS ENUM ('a'); REVOKE USAGE ON TYPE e FROM PUBLIC; GRANT USAGE ON TYPE e TO PUBLIC;
     CREATE SCHEMA apart; GRANT USAGE ON SCHEMA apart TO PUBLIC; REVOKE USAGE ON SCHEMA apart FROM PUBLIC`,
  ],
  "expressions in other words that Postgres keeps as one": [
    `CREATE TABLE t (s text CHECK (s IN ('a', 'b')), v varchar(9) CHECK (v IN ('a', 'b')), d date, n integer, m integer,
      CONSTRAINT differ CHECK (n IS NOT DISTINCT FROM m), CONSTRAINT between_them CHECK (n BETWEEN 1 AND 9),
      CONSTRAINT lately CHECK (d > '2020-01-01'::date - interval '90 days'), CONSTRAINT year CHECK (EXTRACT(year FROM d) > 2000));
     CREATE INDEX i ON t (lower(v)) WHERE v = 'a' AND n <> 3`,
    `CREATE TABLE t (s text CHECK (s = ANY (ARRAY['a'::text, 'b'])), v character varying(9) CHECK (v::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])), d date, n int4, m int4,
      CONSTRAINT differ CHECK (NOT (n IS DISTINCT FROM m)), CONSTRAINT between_them CHECK (n >= 1 AND n <= 9),
      CONSTRAINT lately CHECK (d > CAST('2020-01-01' AS date) - '90 days'::interval), CONSTRAINT year CHECK (EXTRACT('year' FROM d) > 2000::numeric));
     CREATE INDEX i ON t USING btree (lower((v)::text) ASC NULLS LAST) WHERE v::text = 'a'::text AND n != 3`,
  ],
  "a table with the traces of columns that went, and of types that it had": [
    `CREATE TABLE t (a bigint DEFAULT 1, b text COLLATE "C"); CREATE INDEX i ON t (b); CREATE VIEW v AS SELECT a, b FROM t`,
    `CREATE TABLE t (x integer, a integer DEFAULT 1, y integer, b varchar(5)); ALTER TABLE t DROP x; ALTER TABLE t DROP y;
     CREATE INDEX i ON t (b); ALTER TABLE t ALTER a TYPE bigint, ALTER b TYPE text COLLATE "C"; CREATE VIEW v AS SELECT * FROM t;
     ALTER TABLE t CLUSTER ON i; ALTER TABLE t SET WITHOUT CLUSTER; ALTER TABLE t ALTER a SET STATISTICS 5; ALTER TABLE t ALTER a SET STATISTICS -1;
     ALTER TABLE t SET (fillfactor = 50); ALTER TABLE t RESET (fillfactor); ALTER TABLE t ALTER b SET STORAGE MAIN; ALTER TABLE t ALTER b SET STORAGE EXTENDED;
     COMMENT ON TABLE t IS 'x'; COMMENT ON TABLE t IS NULL`,
  ],
  "partitions that were declared, and tables that were attached": [
    `CREATE TABLE p (k integer, n integer, PRIMARY KEY (k), CONSTRAINT c CHECK (n > 0)) PARTITION BY RANGE (k); CREATE INDEX pn ON p (n);
     CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2)`,
    `CREATE TABLE p1 (k integer NOT NULL, n integer, CONSTRAINT c CHECK (n > 0)); CREATE INDEX p1_n_idx ON p1 (n); ALTER TABLE p1 ADD PRIMARY KEY (k);
     CREATE TABLE p (k integer, n integer, CONSTRAINT c CHECK (n > 0)) PARTITION BY RANGE (k); ALTER TABLE p ADD PRIMARY KEY (k);
     ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM ('1') TO ('2'); CREATE INDEX pn ON ONLY p (n); ALTER INDEX pn ATTACH PARTITION p1_n_idx`,
  ],
  "partitions that had another name, or got their indexes one by one": [
    `CREATE TABLE p (k integer, n text, PRIMARY KEY (k)) PARTITION BY RANGE (k); CREATE INDEX pn ON p (n, lower(n)); CREATE INDEX pu ON p (n) INCLUDE (k);
     CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2); CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (2) TO (3)`,
    `CREATE TABLE p (k integer, n text, PRIMARY KEY (k)) PARTITION BY RANGE (k); CREATE INDEX pn ON p (n, lower(n)); CREATE INDEX pu ON p (n) INCLUDE (k);
     CREATE TABLE x2026 PARTITION OF p FOR VALUES FROM (1) TO (2); ALTER TABLE x2026 RENAME TO p1;
     CREATE TABLE p2 (n text, k integer); CREATE SEQUENCE p2_n_k_idx; CREATE INDEX ON p2 (n, lower(n)); ALTER TABLE p2 ADD CONSTRAINT "was_p_pkey" PRIMARY KEY (k);
     ALTER TABLE p ATTACH PARTITION p2 FOR VALUES FROM (2) TO (3); DROP SEQUENCE p2_n_k_idx`,
  ],
  "options and settings in another order": [
    `CREATE TABLE t (x int PRIMARY KEY WITH (fillfactor = 70, deduplicate_items = off), EXCLUDE USING btree (x WITH =) WITH (fillfactor = 70, deduplicate_items = off) WHERE (x > 0)) WITH (fillfactor = 70, autovacuum_enabled = off);
     CREATE INDEX i ON t (x) WITH (fillfactor = 70, deduplicate_items = off) WHERE x > 0; CREATE VIEW v WITH (security_barrier, check_option = local) AS SELECT x FROM t;
     CREATE FUNCTION f() RETURNS text LANGUAGE sql SET work_mem TO '1MB' SET enable_sort TO off AS 'SELECT 1::text'`,
    `CREATE TABLE t (x int PRIMARY KEY WITH (deduplicate_items = off, fillfactor = 70), EXCLUDE USING btree (x WITH =) WITH (deduplicate_items = off, fillfactor = 70) WHERE (x > 0)) WITH (autovacuum_enabled = off, fillfactor = 70);
     CREATE INDEX i ON t (x) WITH (deduplicate_items = off, fillfactor = 70) WHERE x > 0; CREATE VIEW v WITH (check_option = local, security_barrier) AS SELECT x FROM t;
     CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT 1::text'; ALTER FUNCTION f() SET enable_sort TO off; ALTER FUNCTION f() SET work_mem TO '1MB'`,
  ],
  "names beyond 63 bytes, and the same cut off": [
    `CREATE TABLE ${"t".repeat(70)} (${"c".repeat(80)} integer CONSTRAINT ${"k".repeat(90)} CHECK (${"c".repeat(80)} > 0))`,
    `CREATE TABLE ${"t".repeat(63)} (${"c".repeat(63)} integer CONSTRAINT ${"k".repeat(63)} CHECK (${"c".repeat(63)} > 0))`,
  ],
};

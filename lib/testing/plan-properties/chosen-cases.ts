/** Pairs in which one difference cannot be fixed by itself: what it needs, or what its statements do besides, goes with it. */
import type { PropertyCase } from "./cases";

export const chosenCases: readonly PropertyCase[] = [
  {
    name: "keys get another column, and so does every foreign key to them",
    one: `CREATE TABLE project (id int, tenant int NOT NULL, parent int, CONSTRAINT pk PRIMARY KEY (id), CONSTRAINT up FOREIGN KEY (parent) REFERENCES project);
      CREATE TABLE board (id int, tenant int NOT NULL, project int CONSTRAINT of REFERENCES project, CONSTRAINT bk PRIMARY KEY (id));
      CREATE TABLE card (id int PRIMARY KEY, tenant int NOT NULL, board int REFERENCES board)`,
    other: `CREATE TABLE project (id int, tenant int NOT NULL, parent int, CONSTRAINT pk PRIMARY KEY (tenant, id), CONSTRAINT up FOREIGN KEY (tenant, parent) REFERENCES project);
      CREATE TABLE board (id int, tenant int NOT NULL, project int, CONSTRAINT of FOREIGN KEY (tenant, project) REFERENCES project (tenant, id), CONSTRAINT bk PRIMARY KEY (tenant, id));
      CREATE TABLE card (id int PRIMARY KEY, tenant int NOT NULL, board int, FOREIGN KEY (tenant, board) REFERENCES board)`,
    each: true,
  },
  {
    name: "a unique constraint and an index change places under foreign keys, and an index comes to be one that they can refer to",
    from: 15,
    one: `CREATE TABLE t (a int, b text, c text, CONSTRAINT key UNIQUE (b, c)); CREATE UNIQUE INDEX i ON t (a); CREATE INDEX j ON t (a, b DESC);
      CREATE TABLE r (b text, c text, a int, FOREIGN KEY (b, c) REFERENCES t (b, c), FOREIGN KEY (a) REFERENCES t (a))`,
    other: `CREATE TABLE t (a int, b text, c text, CONSTRAINT i UNIQUE (a)); CREATE UNIQUE INDEX key ON t (b, c) INCLUDE (a) NULLS NOT DISTINCT; CREATE UNIQUE INDEX j ON t (a, b DESC);
      CREATE TABLE r (b text, c text, a int, FOREIGN KEY (b, c) REFERENCES t (b, c), FOREIGN KEY (a) REFERENCES t (a), FOREIGN KEY (a, b) REFERENCES t (a, b))`,
    each: true,
  },
  {
    name: "an index on a call whose first argument is a constant changes with the type that it is called with",
    one: `CREATE TABLE t (at timestamp, b varchar(9)); CREATE INDEX i ON t (date_trunc('day', at)); CREATE INDEX j ON t (b COLLATE "C"); CREATE VIEW v AS SELECT at FROM t`,
    other: `CREATE TABLE t (at timestamptz, b text); CREATE INDEX i ON t (date_trunc('day', at AT TIME ZONE 'UTC')); CREATE INDEX j ON t (b); CREATE VIEW v AS SELECT at FROM t`,
    each: true,
  },
  {
    name: "grants go from tables to their columns, and from one owner to another",
    before: "CREATE SCHEMA s; GRANT ALL ON SCHEMA s TO pg_monitor, pg_read_all_settings;",
    one: `CREATE TABLE doc (id int, body text, said text); GRANT SELECT, INSERT ON doc TO pg_monitor; GRANT SELECT (said) ON doc TO pg_monitor WITH GRANT OPTION;
      CREATE TABLE s.a (id int, x int, y int GENERATED ALWAYS AS IDENTITY); ALTER TABLE s.a OWNER TO pg_monitor; GRANT SELECT ON s.a TO pg_read_all_stats WITH GRANT OPTION; GRANT UPDATE (x) ON s.a TO pg_read_all_settings`,
    other: `CREATE TABLE doc (id int, body text, said text); GRANT SELECT (id, body), UPDATE (body) ON doc TO pg_monitor; GRANT SELECT (said) ON doc TO pg_monitor;
      CREATE TABLE s.a (id int, x int, y int GENERATED ALWAYS AS IDENTITY); ALTER TABLE s.a OWNER TO pg_read_all_settings; GRANT SELECT ON s.a TO pg_read_all_stats; GRANT SELECT (x), INSERT (x) ON s.a TO pg_monitor;
      GRANT UPDATE ON SEQUENCE s.a_y_seq TO pg_monitor`,
    each: true,
  },
  {
    name: "grants go from a foreign table to its columns, which keep what they had",
    before: "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w;",
    one: `CREATE FOREIGN TABLE f (id int, body text, x text) SERVER far; ALTER FOREIGN TABLE f OWNER TO pg_read_all_stats;
      GRANT SELECT, INSERT ON f TO pg_monitor; GRANT UPDATE (x), SELECT (x) ON f TO pg_monitor; GRANT SELECT ON f TO pg_read_all_settings`,
    other: `CREATE FOREIGN TABLE f (id int, body text, x text) SERVER far; ALTER FOREIGN TABLE f OWNER TO pg_read_all_settings;
      GRANT SELECT (id, body), INSERT (id) ON f TO pg_monitor; GRANT UPDATE (x), SELECT (x) ON f TO pg_monitor; GRANT SELECT (body) ON f TO pg_read_all_stats`,
    each: true,
  },
  {
    name: "an extension goes to another schema, with all that names its members",
    before: "CREATE SCHEMA ext;",
    one: `CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE TABLE t (a citext UNIQUE, b text, h hstore DEFAULT '', CHECK (a ~ '@')); CREATE INDEX i ON t USING gist (h);
      CREATE FUNCTION f(e citext) RETURNS text LANGUAGE sql AS 'SELECT b FROM t WHERE a = e'; CREATE VIEW v AS SELECT a, h -> 'k' AS k FROM t`,
    other: `SET search_path = public, ext; CREATE EXTENSION citext SCHEMA ext; CREATE EXTENSION hstore SCHEMA ext; CREATE TABLE t (a citext UNIQUE, b citext, h hstore DEFAULT '', CHECK (a ~ '@')); CREATE INDEX i ON t USING gin (h);
      CREATE FUNCTION f(e citext) RETURNS text LANGUAGE sql AS 'SELECT b FROM t WHERE a = e'; CREATE VIEW v AS SELECT a, h -> 'k' AS k FROM t; RESET search_path`,
    each: true,
  },
  {
    name: "a call could be taken for one of a function that is to go",
    one: `CREATE FUNCTION slug(t text, by text DEFAULT '-') RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT t || by';
      CREATE TABLE t (a varchar(9), g text GENERATED ALWAYS AS (slug(a, '_')) STORED)`,
    other: `CREATE FUNCTION slug(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT t';
      CREATE TABLE t (a text, g text GENERATED ALWAYS AS (slug(a)) STORED)`,
    each: true,
  },
  {
    name: "columns of a trigger in the order in which they were named",
    one: `CREATE TABLE t (a int, b int); CREATE TRIGGER x BEFORE UPDATE OF b, a ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
    other: "CREATE TABLE t (a int, b int)",
    each: true,
  },
  {
    name: "a partition comes and goes alone, with what its root's index and trigger say of it and of the others",
    one: "CREATE TABLE t (a int)",
    other: `CREATE TABLE t (a int); CREATE TABLE r (a int) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF r FOR VALUES IN (1); CREATE TABLE q PARTITION OF r FOR VALUES IN (2);
      CREATE INDEX i ON r (a); ALTER INDEX q_a_idx RENAME TO chosen; ALTER INDEX p_a_idx RENAME TO picked;
      CREATE TRIGGER x BEFORE UPDATE ON r FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); ALTER TABLE q DISABLE TRIGGER x`,
    each: true,
  },
  {
    name: "routines give way to overloads, or give another result to a cast and an aggregate",
    one: `CREATE DOMAIN pos AS int; CREATE FUNCTION st(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1 + $2'; CREATE AGGREGATE total(pos) (SFUNC = st, STYPE = int); CREATE VIEW w AS SELECT total(1::pos);
      CREATE TYPE e AS ENUM ('a'); CREATE FUNCTION number(e) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE CAST (e AS int) WITH FUNCTION number(e)`,
    other: `CREATE DOMAIN pos AS int; CREATE FUNCTION st(int, pos) RETURNS int LANGUAGE sql AS 'SELECT $1 + $2'; CREATE AGGREGATE total(pos) (SFUNC = st, STYPE = int); CREATE VIEW w AS SELECT total(1::pos), 2 AS x;
      CREATE TYPE e AS ENUM ('a'); CREATE FUNCTION number(e) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 1::bigint'; CREATE CAST (e AS bigint) WITH FUNCTION number(e)`,
    each: true,
    withoutDrops: true,
  },
  {
    name: "columns of a table that is made of another type",
    one: `CREATE TYPE c AS (a int, b text); CREATE TABLE t OF c`,
    other: `CREATE TYPE c2 AS (a int, b text, z date); CREATE TABLE t OF c2`,
    each: true,
    withoutDrops: true,
  },
  {
    name: "what nobody expects reads an attribute, a view's column, or compares a column with what it is given",
    one: `CREATE TYPE k AS (a int); CREATE TABLE u (l k); CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE MATERIALIZED VIEW m AS SELECT a FROM t`,
    other: `CREATE TYPE k AS (a int, d text); CREATE TABLE u (l k, CHECK ((l).d <> '')); CREATE RULE r AS ON DELETE TO u DO ALSO DELETE FROM u WHERE (l).d = ''; CREATE TABLE t (a text, b text);
      CREATE FUNCTION may(text) RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT EXISTS (SELECT FROM t WHERE a = $1); END;
      CREATE VIEW v AS SELECT a, b FROM t; CREATE VIEW over AS SELECT b FROM v; CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t; CREATE INDEX mb ON m (b)`,
    each: true,
    withoutDrops: true,
  },
  {
    name: "a view whose column is of another type because a domain or a range beneath it is",
    one: `CREATE DOMAIN a AS int; CREATE DOMAIN c AS a[]; CREATE TYPE r AS RANGE (SUBTYPE = int); CREATE TABLE t (n c, x r); CREATE VIEW v AS SELECT n[1] AS n, lower(x) AS x FROM t`,
    other: `CREATE DOMAIN a AS bigint; CREATE DOMAIN c AS bigint[]; CREATE TYPE r AS RANGE (SUBTYPE = bigint); CREATE TABLE t (n c, x r); CREATE VIEW v AS SELECT n[1] AS n, lower(x) AS x FROM t`,
    each: true,
    withoutDrops: true,
  },
  {
    name: "partitions' own indexes and keys have the name or the place of parts, and a partition that goes is divided by a column that goes",
    one: `CREATE TABLE r (a int NOT NULL, c text) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF r FOR VALUES IN (1); ALTER TABLE p ADD CONSTRAINT pk PRIMARY KEY (a); CREATE INDEX own ON p (c); CREATE INDEX rc ON r (c);
      CREATE TABLE s (a int, n int) PARTITION BY LIST (a); CREATE TABLE q PARTITION OF s FOR VALUES IN (2) PARTITION BY LIST (n)`,
    other: `CREATE TABLE r (a int NOT NULL, c text, PRIMARY KEY (a)) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF r FOR VALUES IN (1); CREATE INDEX rc ON r (c DESC); CREATE INDEX own ON p (c);
      CREATE TABLE s (a int) PARTITION BY LIST (a)`,
    each: true,
    withoutDrops: true,
  },
  {
    name: "range types under other names whose multirange types keep theirs, or exchange them",
    one: `CREATE TYPE r AS RANGE (SUBTYPE = int); CREATE TABLE t (r r, a r[]); CREATE VIEW v AS SELECT r * r AS x FROM t; CREATE FUNCTION f(r_multirange) RETURNS r LANGUAGE sql AS 'SELECT NULL::r';
      CREATE TYPE a AS RANGE (SUBTYPE = int, MULTIRANGE_TYPE_NAME = ma); CREATE TYPE b AS RANGE (SUBTYPE = text, MULTIRANGE_TYPE_NAME = mb); CREATE TABLE u (a a, b b); CREATE TYPE gone AS RANGE (SUBTYPE = int, MULTIRANGE_TYPE_NAME = mc)`,
    other: `CREATE TYPE o AS RANGE (SUBTYPE = int, MULTIRANGE_TYPE_NAME = r_multirange); CREATE TABLE t (r o, a o[]); CREATE VIEW v AS SELECT r * r AS x FROM t; CREATE FUNCTION f(r_multirange) RETURNS o LANGUAGE sql AS 'SELECT NULL::o';
      CREATE TYPE a AS RANGE (SUBTYPE = int, MULTIRANGE_TYPE_NAME = mb); CREATE TYPE b AS RANGE (SUBTYPE = text, MULTIRANGE_TYPE_NAME = ma); CREATE TABLE u (a a, b b); CREATE TYPE mc AS ENUM ('x')`,
    each: true,
    withoutDrops: true,
  },
  {
    name: "a view and a materialized view exchange their names over a column that changes",
    one: `CREATE TABLE t (id int, a int); CREATE VIEW v AS SELECT id, a FROM t; CREATE MATERIALIZED VIEW w AS SELECT * FROM v; CREATE INDEX ON w (a); CREATE FUNCTION g() RETURNS SETOF w LANGUAGE sql BEGIN ATOMIC SELECT * FROM w; END`,
    other: `CREATE TABLE t (id bigint, a int); CREATE MATERIALIZED VIEW v AS SELECT id, a FROM t; CREATE INDEX ON v (a); CREATE VIEW w AS SELECT * FROM v; CREATE FUNCTION g() RETURNS SETOF w LANGUAGE sql BEGIN ATOMIC SELECT * FROM w; END`,
  },
  {
    name: "a check is a table's own on one side and from above on the other, as the table comes under another or leaves it",
    one: `CREATE TABLE r (a int NOT NULL, b int) PARTITION BY LIST (a); CREATE TABLE m (a int NOT NULL, b int) PARTITION BY LIST (a); CREATE TABLE p (a int NOT NULL, b int, CONSTRAINT c CHECK (b > 0));
      CREATE TABLE i (a int); CREATE TABLE j (a int, CONSTRAINT c CHECK (a > 0)); CREATE TABLE k () INHERITS (j)`,
    other: `CREATE TABLE r (a int NOT NULL, b int, CONSTRAINT c CHECK (b > 0)) PARTITION BY LIST (a); CREATE TABLE m PARTITION OF r FOR VALUES IN (1, 2) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF m FOR VALUES IN (1);
      CREATE TABLE i (a int, CONSTRAINT c CHECK (a > 0)); CREATE TABLE j () INHERITS (i); CREATE TABLE k () INHERITS (j)`,
    each: true,
    withoutDrops: true,
  },
  {
    name: "a default that a changed domain would refuse",
    one: `CREATE DOMAIN a AS int; CREATE DOMAIN b AS a CHECK (VALUE > 0); CREATE DOMAIN c AS b[]; CREATE TYPE k AS (x c, y b); CREATE TABLE t (n c DEFAULT '{1}', o k); CREATE VIEW v AS SELECT n[1] AS n1, (o).y FROM t`,
    other: `CREATE DOMAIN a AS bigint; CREATE DOMAIN b AS a CHECK (VALUE > 1); CREATE DOMAIN c AS a[]; CREATE TYPE k AS (x c, y b, w a); CREATE TABLE t (n c DEFAULT '{2}', o k); CREATE VIEW v AS SELECT n[1] AS n1, (o).y, (o).w FROM t`,
    withoutDrops: true,
  },
  {
    name: "a child table goes on having a check that its parent has no more",
    one: "CREATE TABLE r (b int, CONSTRAINT c CHECK (b > 0)); CREATE TABLE p (b int, CONSTRAINT c CHECK (b > 0)); ALTER TABLE p INHERIT r; CREATE TABLE q () INHERITS (p)",
    other:
      "CREATE TABLE r (b int); CREATE TABLE p (CONSTRAINT c CHECK (b > 0)) INHERITS (r); CREATE TABLE q () INHERITS (p)",
    each: true,
  },
  {
    name: "what comes to a table or goes from it would go down to those that are yet to leave it",
    one: `CREATE TABLE r (a int, b int, g int) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF r FOR VALUES IN (1); CREATE TABLE i (a int, b int); CREATE TABLE j () INHERITS (i)`,
    other: `CREATE TABLE r (a int PRIMARY KEY, b bigint, n int, CONSTRAINT c CHECK (b > 0)) PARTITION BY LIST (a); CREATE TABLE p (a int, b int, g int);
      CREATE TABLE i (a int PRIMARY KEY, b int NOT NULL, n int, CONSTRAINT c CHECK (b > 0)); CREATE TABLE j (a int, b int)`,
    each: true,
  },
  {
    name: "partitions come that are divided by what a key has not which goes or changes, and a key waits for one that leaves",
    one: `CREATE TABLE r (a int NOT NULL, b int NOT NULL, c int, CONSTRAINT u UNIQUE (a)) PARTITION BY LIST (a); CREATE UNIQUE INDEX ui ON r (a, c);
      CREATE TABLE p (a int NOT NULL, b int NOT NULL, c int) PARTITION BY LIST (b); CREATE TABLE pp PARTITION OF p FOR VALUES IN (3)`,
    other: `CREATE TABLE r (a int NOT NULL, b int NOT NULL, c int, CONSTRAINT u UNIQUE (a, b)) PARTITION BY LIST (a); CREATE TABLE n PARTITION OF r FOR VALUES IN (2) PARTITION BY LIST (b);
      CREATE TABLE p PARTITION OF r FOR VALUES IN (1) PARTITION BY LIST (b); CREATE TABLE pp PARTITION OF p FOR VALUES IN (3)`,
    each: true,
    withoutDrops: true,
  },
  {
    name: "a foreign key refers to a partition's primary key, and a root's index is on the same columns",
    one: `CREATE TABLE r (a int NOT NULL, b int) PARTITION BY LIST (a); CREATE INDEX rb ON r (b); CREATE TABLE p PARTITION OF r FOR VALUES IN (1); ALTER TABLE p ADD CONSTRAINT pk PRIMARY KEY (a); CREATE TABLE f (a int REFERENCES p);
      CREATE TABLE q (a int NOT NULL, b int); CREATE INDEX own ON q (b)`,
    other: `CREATE TABLE r (a int NOT NULL, b int) PARTITION BY LIST (a); CREATE INDEX rb ON r (b); CREATE UNIQUE INDEX ru ON r (a); CREATE TABLE p PARTITION OF r FOR VALUES IN (1); ALTER TABLE p ADD CONSTRAINT pk PRIMARY KEY (a); CREATE TABLE f (a int REFERENCES p);
      CREATE TABLE q PARTITION OF r FOR VALUES IN (2); CREATE INDEX own ON q (b); CREATE VIEW v AS SELECT a, b FROM p GROUP BY a`,
    each: true,
  },
  {
    name: "a collation changes under columns of a child table whose domain gets another one",
    from: 15,
    one: `CREATE COLLATION c (provider = icu, locale = 'de'); CREATE COLLATION c2 (provider = icu, locale = 'sv'); CREATE DOMAIN d AS text COLLATE c; CREATE TABLE t (a text COLLATE c, b d); CREATE TABLE ch () INHERITS (t)`,
    other: `CREATE COLLATION c (provider = icu, locale = 'fr'); CREATE COLLATION c2 (provider = icu, locale = 'de', deterministic = false); CREATE DOMAIN d AS text COLLATE c2; CREATE TABLE t (a text COLLATE c2, b d); CREATE TABLE ch () INHERITS (t)`,
    each: true,
  },
  {
    name: "defaults that domains beneath their types refuse as they are, or cannot read",
    one: `CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE DOMAIN n AS int NOT NULL; CREATE TYPE k AS (x d, y n); CREATE DOMAIN ds AS d[] DEFAULT '{1}'; CREATE DOMAIN w AS int DEFAULT 1;
      CREATE TABLE t (a d[] DEFAULT '{1}', b k DEFAULT '(1,1)', c d DEFAULT 1, e w DEFAULT 2, f int, g int); INSERT INTO t VALUES (NULL, NULL, NULL, NULL, 1); CREATE VIEW v AS SELECT '{1}'::d[] AS x; CREATE VIEW nobodys AS SELECT '{1}'::d[] AS x; CREATE FUNCTION f(a d[] DEFAULT '{1}') RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    other: `CREATE DOMAIN d AS int CHECK (VALUE < 0); CREATE DOMAIN n AS int; CREATE TYPE k AS (x d, y n); CREATE DOMAIN ds AS d[] DEFAULT '{-1}'; CREATE DOMAIN w AS text DEFAULT 'a';
      CREATE TABLE t (a d[] DEFAULT '{-1}', b k DEFAULT '(-1,)', c d DEFAULT -1, e w DEFAULT 'b', f int, g d, h d DEFAULT -2, m n); CREATE VIEW v AS SELECT '{-1}'::d[] AS x; CREATE FUNCTION f(a d[] DEFAULT '{-1}') RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    each: true,
    withoutDrops: true,
  },
  {
    name: "defaults write out rows and ranges by what their types are to be",
    one: `CREATE TYPE e AS ENUM ('a'); CREATE TYPE k AS (x e); CREATE TYPE c AS (x int); CREATE TYPE r AS RANGE (SUBTYPE = int); CREATE TABLE t (a k DEFAULT '(a)', b c DEFAULT '(1)', d r DEFAULT '[1,2]', f r[]); CREATE VIEW v AS SELECT '(1)'::c AS x; CREATE VIEW nobodys AS SELECT '(1)'::c AS x, '[1,2]'::r AS y`,
    other: `CREATE TYPE e AS ENUM ('a', 'b'); CREATE TYPE k AS (x e); CREATE TYPE c AS (x int, y int); CREATE TYPE r AS RANGE (SUBTYPE = text); CREATE TABLE t (a k DEFAULT '(b)', b c DEFAULT '(1,2)', d r DEFAULT '[a,b]', f r[] DEFAULT '{"[x,y]"}'); CREATE VIEW v AS SELECT '(1,2)'::c AS x`,
    each: true,
    withoutDrops: true,
  },
  {
    name: "views over several functions' rows, of tables whose columns stand in another order",
    one: `CREATE SCHEMA s; CREATE TABLE s."T t" (c int, a int, d int, "B b" int); CREATE TYPE s.k AS (y int, x int);
      CREATE FUNCTION s."G g"(VARIADIC int[]) RETURNS SETOF s."T t" LANGUAGE sql AS 'SELECT 1, 2, 3, 4'; CREATE FUNCTION s.k() RETURNS SETOF s.k LANGUAGE sql AS 'SELECT 1, 2';
      CREATE FUNCTION s.tb(out p int, out q int) LANGUAGE sql AS 'SELECT 1, 2'; CREATE FUNCTION s.n(text) RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE VIEW v AS SELECT r.a, r.q, r.x, r.n, r.m FROM ROWS FROM (s.k(), s."G g"(1, 2), s.tb(), s.n(')'), json_to_recordset('[]') AS (m int, o text)) WITH ORDINALITY r;
      CREATE VIEW w AS SELECT a, r.generate_series AS g FROM s."T t" t JOIN LATERAL ROWS FROM (s."G g"(t.a), generate_series(1, 2)) r USING (a)`,
    other: `CREATE SCHEMA s; CREATE TABLE s."T t" (a int, "B b" int, c int); CREATE TYPE s.k AS (x int, y int);
      CREATE FUNCTION s."G g"(VARIADIC int[]) RETURNS SETOF s."T t" LANGUAGE sql AS 'SELECT 1, 2, 3'; CREATE FUNCTION s.k() RETURNS SETOF s.k LANGUAGE sql AS 'SELECT 1, 2';
      CREATE FUNCTION s.tb(out p int, out q int) LANGUAGE sql AS 'SELECT 1, 2'; CREATE FUNCTION s.n(text) RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE VIEW v AS SELECT r.a, r.q, r.x, r.n, r.m FROM ROWS FROM (s.k(), s."G g"(1, 2), s.tb(), s.n(')'), json_to_recordset('[]') AS (m int, o text)) WITH ORDINALITY r;
      CREATE VIEW w AS SELECT a, r.generate_series AS g FROM s."T t" t JOIN LATERAL ROWS FROM (s."G g"(t.a), generate_series(1, 2)) r USING (a)`,
    each: true,
    withoutDrops: true,
  },
  {
    name: "a view names the columns of several functions' rows by their place",
    one: `CREATE TABLE t (a int, b int); CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT 1, 2'; CREATE VIEW v AS SELECT r.x FROM ROWS FROM (generate_series(1, 2), f()) WITH ORDINALITY r(n, x, y, o)`,
    other: `CREATE TABLE t (b int, a int); CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT 1, 2'; CREATE VIEW v AS SELECT r.y AS x FROM ROWS FROM (generate_series(1, 2), f()) WITH ORDINALITY r(n, x, y, o)`,
    manual: ["view v"],
  },
  {
    name: "foreign keys are bound to another of two keys on the same columns, which go, come, change or take each other's names",
    one: `CREATE TABLE t (a int, b int, CONSTRAINT ca UNIQUE (a, b)); CREATE UNIQUE INDEX ia ON t (a); CREATE TABLE r (a int REFERENCES t (a), b int, FOREIGN KEY (a, b) REFERENCES t (a, b)); CREATE UNIQUE INDEX ib ON t (a); ALTER TABLE t ADD CONSTRAINT cb UNIQUE (b, a);
      CREATE TABLE u (a int); CREATE UNIQUE INDEX gone ON u (a); CREATE TABLE s (a int REFERENCES u (a)); CREATE UNIQUE INDEX stays ON u (a)`,
    other: `CREATE TABLE t (a int, b int, CONSTRAINT cb UNIQUE (b, a)); CREATE UNIQUE INDEX ib ON t (a); CREATE TABLE r (a int REFERENCES t (a), b int, FOREIGN KEY (a, b) REFERENCES t (a, b)); CREATE UNIQUE INDEX ia ON t (a) WHERE a > 0; ALTER TABLE t ADD CONSTRAINT ca UNIQUE (a, b) DEFERRABLE;
      CREATE TABLE u (a int); CREATE UNIQUE INDEX stays ON u (a); CREATE TABLE s (a int REFERENCES u (a))`,
    each: true,
    withoutDrops: true,
  },
  {
    name: "foreign keys come to be bound to another of two new keys than the source's are, and are taken back",
    one: `CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX i ON t (a); CREATE TABLE r (a int REFERENCES t (a)); CREATE TABLE v (a int, b int); CREATE UNIQUE INDEX va ON v (a); CREATE TABLE w (a int REFERENCES v (a)); CREATE UNIQUE INDEX vb ON v (a) INCLUDE (b);
      CREATE TABLE a (a int, CONSTRAINT k UNIQUE (a)); CREATE TABLE z (a int REFERENCES a (a))`,
    other: `CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX ib ON t (a) INCLUDE (b); CREATE TABLE r (a int REFERENCES t (a)); CREATE UNIQUE INDEX ia ON t (a) WITH (fillfactor = 50); CREATE TABLE v (a int, b int); CREATE UNIQUE INDEX vb ON v (a); CREATE TABLE w (a int REFERENCES v (a)); CREATE UNIQUE INDEX va ON v (a) INCLUDE (b);
      CREATE TABLE a (a int, CONSTRAINT c CHECK (a > 0), CONSTRAINT kb UNIQUE (a) INCLUDE (a)); CREATE TABLE z (a int REFERENCES a (a)); ALTER TABLE a ADD CONSTRAINT ka UNIQUE (a) WITH (fillfactor = 50)`,
  },
  {
    name: "published tables become unlogged, with sequences that are to be otherwise, go, come or change hands",
    from: 15,
    one: `CREATE TABLE t (a serial PRIMARY KEY, b serial, c serial, d int); CREATE UNLOGGED TABLE u (a serial PRIMARY KEY, n int); CREATE TABLE w (a int PRIMARY KEY); CREATE PUBLICATION p FOR TABLE t, w; CREATE PUBLICATION only_t FOR TABLE t`,
    other: `CREATE UNLOGGED TABLE t (a serial PRIMARY KEY, b serial, c int NOT NULL, d serial); ALTER SEQUENCE t_b_seq SET LOGGED; ALTER SEQUENCE t_d_seq SET LOGGED; CREATE TABLE u (a int PRIMARY KEY, n int);
      CREATE UNLOGGED SEQUENCE u_a_seq AS int OWNED BY u.n; CREATE TABLE w (a int PRIMARY KEY); CREATE PUBLICATION p FOR TABLE w`,
    each: true,
  },
];

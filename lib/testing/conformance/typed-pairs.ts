import { since } from "./contested-pairs";
import type { HardPair } from "./hard-pairs";

/** Pairs in which types, or what they are sorted by, change under the tables that are made of them and the columns that are stored in them. */
export const typedPairs: readonly HardPair[] = [
  {
    name: "tables that are taken off their types, and made of others, with columns that only one of the two has",
    old: `CREATE TYPE one AS (a integer, b text); CREATE TYPE two AS (a bigint, b text, c date);
      CREATE TABLE moves OF one (a WITH OPTIONS PRIMARY KEY, b WITH OPTIONS DEFAULT 'x'); CREATE INDEX ON moves (b); CREATE VIEW seen AS SELECT b FROM moves;
      CREATE TABLE comes (a integer, b text, c date); CREATE TABLE goes OF two; CREATE TABLE stays OF one`,
    new: `CREATE TYPE one AS (a integer, b text, z integer); CREATE TYPE two AS (a bigint, b text, c date, d integer);
      CREATE TABLE moves OF two (a WITH OPTIONS PRIMARY KEY, b WITH OPTIONS DEFAULT 'x'); CREATE INDEX ON moves (b); CREATE VIEW seen AS SELECT b FROM moves;
      CREATE TABLE comes OF two; CREATE TABLE goes (a bigint, b text, e integer); CREATE TABLE stays OF one`,
  },
  {
    name: "a table that keeps its columns while the type it was made of changes, or goes",
    old: "CREATE TYPE pair AS (a integer, b text); CREATE TABLE t OF pair; CREATE TYPE gone AS (x integer); CREATE TABLE u OF gone",
    new: "CREATE TYPE pair AS (a bigint, c date); CREATE TABLE t (a integer, b text); CREATE TABLE u (x integer, y text)",
  },
  {
    name: "a table whose columns stand in another order than the attributes of the type that it is to be made of",
    old: "CREATE TYPE pair AS (a integer, b text); CREATE TYPE riap AS (b text, a integer); CREATE TABLE t OF pair",
    new: "CREATE TYPE pair AS (a integer, b text); CREATE TYPE riap AS (b text, a integer); CREATE TABLE t OF riap",
    manual: true,
  },
  {
    name: "a check that is made anew with its column's type while a child leaves it and another one comes",
    old: `CREATE TABLE p (a integer, b text DEFAULT 'x', CHECK (a > 0)); CREATE TABLE q (c integer); CREATE TABLE comes (a integer NOT NULL, b text, c integer, d integer, CHECK (a > 0));
      CREATE INDEX ON comes (a); CREATE TABLE goes () INHERITS (p, q)`,
    new: `CREATE TABLE p (a bigint, b text DEFAULT 'x', e date, CHECK (a > 0)); CREATE TABLE q (c integer NOT NULL DEFAULT 3); CREATE TABLE comes (d integer) INHERITS (p, q);
      CREATE INDEX ON comes (a); CREATE TABLE goes (a integer, b text, c integer)`,
  },
  {
    name: "types whose attributes change places while all that is stored in them leaves them",
    old: `CREATE TYPE one AS (a integer, b text); CREATE TYPE two AS (a integer, b text); CREATE TYPE outside AS (x one, y integer); CREATE TABLE t OF one; CREATE TABLE gone OF one;
      CREATE TABLE u (x one, y two, z two[], g one[], o outside); CREATE FUNCTION f(one) RETURNS integer LANGUAGE sql AS 'SELECT ($1).a'; CREATE VIEW v AS SELECT (x).a AS n FROM u`,
    new: `CREATE TYPE one AS (b text, a integer); CREATE TYPE two AS (a integer, b text); CREATE TYPE outside AS (x one, y integer); CREATE TABLE t OF two; CREATE TABLE w (k outside);
      CREATE TABLE u (x two, y two, z two[]); CREATE FUNCTION f(one) RETURNS integer LANGUAGE sql AS 'SELECT ($1).a'; CREATE VIEW v AS SELECT (x).a AS n FROM u`,
  },
  {
    name: "a table that is to be made of a type which arrays keep as it is",
    manual: true,
    old: "CREATE TYPE one AS (b text, a integer); CREATE TABLE list (l one[]); CREATE TABLE t (a integer, b text)",
    new: "CREATE TYPE one AS (a integer, b text); CREATE TABLE list (l one[]); CREATE TABLE t OF one",
  },
  {
    name: "what names attributes that a type which arrays keep as it is does not get",
    manual: true,
    old: "CREATE TYPE c AS (a integer, b text); CREATE TABLE t (id integer, l c[]); CREATE TABLE u (x integer)",
    new: `CREATE TYPE c AS (b text, d text, a integer); CREATE TABLE t (id integer, l c[], n integer GENERATED ALWAYS AS (length((l[1]).d)) STORED, CHECK ((l[1]).d <> '')); CREATE INDEX ON t (((l[1]).d));
      CREATE TABLE u (x integer, y c DEFAULT ROW('z', 'q', 1)::c); CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW WHEN ((NEW.l[1]).d = 'x') EXECUTE FUNCTION suppress_redundant_updates_trigger();
      CREATE RULE r AS ON DELETE TO u DO ALSO DELETE FROM t WHERE (l[1]).d = ''; CREATE FUNCTION f() RETURNS c LANGUAGE sql BEGIN ATOMIC SELECT ROW('z', 'q', 1)::c; END; CREATE VIEW v AS SELECT (l[1]).d FROM t;
      CREATE FUNCTION g(x c DEFAULT ROW('z', 'q', 1)::c) RETURNS text LANGUAGE sql AS 'SELECT $1.d'; CREATE MATERIALIZED VIEW m AS SELECT g() AS x; CREATE DOMAIN dc AS c CHECK ((VALUE).d <> 'x'); CREATE TABLE uses (v dc)`,
  },
  {
    name: "a collation that changes under domains, their arrays, ranges, composite types, defaults and a key",
    old: `CREATE COLLATION c (provider = icu, locale = 'de'); CREATE COLLATION c2 (provider = icu, locale = 'sv'); CREATE DOMAIN d AS text COLLATE c; CREATE DOMAIN d2 AS d CHECK (VALUE <> ''); CREATE TYPE r AS RANGE (SUBTYPE = text, COLLATION = c);
      CREATE TYPE parts AS (q text COLLATE c); CREATE TABLE t (a text COLLATE c, b d, k text COLLATE c PRIMARY KEY, l d2[], m text DEFAULT ('x' COLLATE c), x r, y parts); CREATE TABLE child (z d2) INHERITS (t); CREATE TABLE s (k text COLLATE c REFERENCES t);
      CREATE INDEX ON t (lower(b)); CREATE VIEW v AS SELECT a, b, l, x FROM t WHERE b > 'x'; CREATE POLICY p ON t USING (a < 'x' COLLATE c); CREATE FUNCTION f(d2, text DEFAULT 'x' COLLATE c) RETURNS d LANGUAGE sql AS 'SELECT $1'`,
    new: `CREATE COLLATION c (provider = icu, locale = 'fr'); CREATE COLLATION c2 (provider = icu, locale = 'de'); CREATE DOMAIN d AS text COLLATE c; CREATE DOMAIN d2 AS d CHECK (VALUE <> ''); CREATE TYPE r AS RANGE (SUBTYPE = text, COLLATION = c2);
      CREATE TYPE parts AS (q text COLLATE c); CREATE TABLE t (a text COLLATE c2, b d, k text COLLATE c PRIMARY KEY, l d2[], m text DEFAULT ('x' COLLATE c), x r, y parts); CREATE TABLE child (z d2) INHERITS (t); CREATE TABLE s (k text COLLATE c REFERENCES t);
      CREATE INDEX ON t (lower(b)); CREATE VIEW v AS SELECT a, b, l, x FROM t WHERE b > 'x'; CREATE POLICY p ON t USING (a < 'x' COLLATE c); CREATE FUNCTION f(d2, text DEFAULT 'x' COLLATE c) RETURNS d LANGUAGE sql AS 'SELECT $1'`,
  },
  {
    name: "columns of one table that change types which take each other's names",
    old: `CREATE TYPE a AS ENUM ('x', 'y'); CREATE TYPE b AS (m a); CREATE DOMAIN c AS integer CHECK (VALUE > 0); CREATE TABLE t (p a, q b, r c, s integer, u varchar(9));
      CREATE FUNCTION f(a, b, c) RETURNS c LANGUAGE sql AS 'SELECT $3'; CREATE VIEW v AS SELECT p, (q).m, r, s FROM t`,
    new: `CREATE TYPE c AS ENUM ('x', 'y'); CREATE TYPE b AS (m c); CREATE TABLE t (p c, q b, r integer, s bigint, u varchar(5));
      CREATE FUNCTION f(b, c) RETURNS c LANGUAGE sql AS 'SELECT $2'; CREATE VIEW v AS SELECT p, (q).m, r, s FROM t`,
  },
  {
    name: "functions and an operator that a domain under rows calls in its default and its checks, made anew for other arguments",
    old: `CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'select a'; CREATE FUNCTION g(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'select a';
      CREATE FUNCTION h(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'select true'; CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = h);
      CREATE DOMAIN d AS integer DEFAULT f(2) CONSTRAINT one CHECK (f(VALUE) > 0) CONSTRAINT two CHECK (g(VALUE) > 0) CONSTRAINT like_that CHECK (VALUE === 1) CONSTRAINT plain CHECK (VALUE < 2000000000);
      COMMENT ON CONSTRAINT one ON DOMAIN d IS 'kept'; CREATE TABLE t (x d); CREATE DOMAIN e AS integer DEFAULT f(3); CREATE TABLE u (y e[])`,
    new: `CREATE FUNCTION f(a integer, b integer DEFAULT 0) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'select 1'; CREATE FUNCTION g(a integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'select 1';
      CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq);
      CREATE DOMAIN d AS integer DEFAULT f(2) CONSTRAINT one CHECK (f(VALUE) > 0) CONSTRAINT two CHECK (g(VALUE) > 0) CONSTRAINT like_that CHECK (VALUE === 1) CONSTRAINT plain CHECK (VALUE < 2000000000);
      COMMENT ON CONSTRAINT one ON DOMAIN d IS 'kept'; CREATE TABLE t (x d); CREATE DOMAIN e AS integer DEFAULT f(3); CREATE TABLE u (y e[])`,
  },
  {
    name: "checks of domains over each other that change with the functions which they call, one of which takes the domain below",
    old: `CREATE FUNCTION f(a integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'select true'; CREATE DOMAIN d AS integer CHECK (f(VALUE));
      CREATE FUNCTION g(d) RETURNS d LANGUAGE sql IMMUTABLE AS 'select $1'; CREATE DOMAIN e AS d DEFAULT 2 CHECK (g(VALUE) > 1); CREATE TABLE t (x e, y d);
      CREATE FUNCTION h() RETURNS integer LANGUAGE sql AS 'select 1'; CREATE DOMAIN k AS integer DEFAULT h() CONSTRAINT own CHECK (f(VALUE)); COMMENT ON DOMAIN k IS 'one'; CREATE TABLE u (z k)`,
    new: `CREATE FUNCTION f(b integer, c integer DEFAULT 2) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'select true'; CREATE DOMAIN d AS integer CHECK (f(VALUE)) CONSTRAINT also CHECK (VALUE < 2000000000);
      CREATE FUNCTION g(d) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'select 2'; CREATE DOMAIN e AS d DEFAULT 3 CHECK (g(VALUE) > 1); CREATE TABLE t (x e, y d);
      CREATE FUNCTION h() RETURNS bigint LANGUAGE sql AS 'select 1'; CREATE DOMAIN k AS integer DEFAULT h() + 1 CONSTRAINT own CHECK (f(VALUE, 3)); COMMENT ON DOMAIN k IS 'two'; CREATE TABLE u (z k)`,
  },
  {
    name: "comments on the NOT NULL constraints of domains that come, go, are renamed and made anew under rows",
    old: `CREATE DOMAIN named AS text CONSTRAINT nn NOT NULL; CREATE DOMAIN made AS text NOT NULL; CREATE DOMAIN comes AS text; CREATE DOMAIN goes AS text NOT NULL; CREATE DOMAIN stays AS text CONSTRAINT a NOT NULL;
      CREATE DOMAIN widens AS integer CONSTRAINT w NOT NULL; CREATE TABLE t (a named, b made, c comes, d goes, e widens);
      ${since(18, "COMMENT ON CONSTRAINT nn ON DOMAIN named IS 'it''s'; COMMENT ON CONSTRAINT goes_not_null ON DOMAIN goes IS 'x'; COMMENT ON CONSTRAINT a ON DOMAIN stays IS '1'; COMMENT ON CONSTRAINT w ON DOMAIN widens IS '1'", "SELECT 1")}`,
    new: `CREATE DOMAIN named AS text CONSTRAINT n2 NOT NULL; CREATE DOMAIN made AS text NOT NULL; CREATE DOMAIN comes AS text NOT NULL; CREATE DOMAIN goes AS text; CREATE DOMAIN stays AS text CONSTRAINT b NOT NULL CHECK (value <> '');
      CREATE DOMAIN widens AS bigint CONSTRAINT v NOT NULL; CREATE TABLE t (a named, b made, c comes, d goes, e widens); CREATE DOMAIN older AS text NOT NULL; ALTER DOMAIN older RENAME TO newer;
      ${since(18, "COMMENT ON CONSTRAINT n2 ON DOMAIN named IS 'it'; COMMENT ON CONSTRAINT made_not_null ON DOMAIN made IS 'x'; COMMENT ON CONSTRAINT comes_not_null ON DOMAIN comes IS 'y'; COMMENT ON CONSTRAINT b ON DOMAIN stays IS '1'; COMMENT ON CONSTRAINT v ON DOMAIN widens IS '2'; COMMENT ON CONSTRAINT older_not_null ON DOMAIN newer IS 'x'", "SELECT 1")}`,
  },
  {
    name: "range types under other names, whose multirange types keep their names, exchange them, or give them to another type",
    old: `CREATE TYPE rng AS RANGE (SUBTYPE = integer); CREATE TABLE t (r rng, n integer, a rng[]); CREATE VIEW v AS SELECT r * r AS x FROM t; CREATE FUNCTION f(rng_multirange) RETURNS rng LANGUAGE sql AS 'SELECT NULL::rng';
      CREATE INDEX ON t (r); CREATE TYPE a AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = ma); CREATE TYPE b AS RANGE (SUBTYPE = text, MULTIRANGE_TYPE_NAME = mb); CREATE TABLE u (a a, b b);
      CREATE TYPE c AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = mc); CREATE TABLE w (a c); CREATE TYPE free AS RANGE (SUBTYPE = text, MULTIRANGE_TYPE_NAME = freed)`,
    new: `CREATE TYPE other AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = rng_multirange); CREATE TABLE t (r other, n integer, a other[]); CREATE VIEW v AS SELECT r * r AS x FROM t; CREATE FUNCTION f(rng_multirange) RETURNS other LANGUAGE sql AS 'SELECT NULL::other';
      CREATE INDEX ON t (r); CREATE TYPE a AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = mb); CREATE TYPE b AS RANGE (SUBTYPE = text, MULTIRANGE_TYPE_NAME = ma); CREATE TABLE u (a a, b b);
      CREATE TYPE c AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = c2); CREATE TABLE w (a c); CREATE TYPE mc AS ENUM ('x'); CREATE TABLE freed (n integer)`,
  },
  {
    name: "a foreign key that gets another name as both its columns get another type",
    old: `CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (a bigint CONSTRAINT was REFERENCES a ON DELETE CASCADE); COMMENT ON CONSTRAINT was ON b IS 'x'`,
    new: `CREATE TABLE a (id text PRIMARY KEY); CREATE TABLE b (a text CONSTRAINT is_now REFERENCES a ON DELETE CASCADE); COMMENT ON CONSTRAINT is_now ON b IS 'x'`,
  },
  {
    name: "typed tables that become a partition and a child of another table, which themselves are made of a type again",
    old: `CREATE TYPE cargo AS (id integer, place text); CREATE TABLE holds (id integer, place text, weight integer) PARTITION BY LIST (place); CREATE TABLE hold OF cargo (PRIMARY KEY (id), CHECK (id > 0));
      CREATE TABLE ports (id integer, place text); CREATE TABLE quay OF cargo; CREATE TABLE pier (extra integer) INHERITS (ports); CREATE VIEW seen AS SELECT id, place FROM quay`,
    new: `CREATE TYPE cargo AS (id integer, place text); CREATE TABLE holds (id integer, place text, weight integer) PARTITION BY LIST (place); CREATE TABLE hold PARTITION OF holds DEFAULT;
      CREATE TABLE ports (id integer, place text); CREATE TABLE quay () INHERITS (ports); CREATE TABLE pier OF cargo; CREATE VIEW seen AS SELECT id, place FROM quay`,
  },
  {
    name: "collations whose versions are old, of which one is made anew and nothing was sorted by another",
    old: `CREATE COLLATION resorted (PROVIDER = icu, LOCALE = 'sv', VERSION = '1'); CREATE COLLATION unused (PROVIDER = icu, LOCALE = 'de', VERSION = '1');
      CREATE TABLE t (a text COLLATE resorted, b text); CREATE INDEX ON t (a)`,
    new: `CREATE COLLATION resorted (PROVIDER = icu, LOCALE = 'fr'); CREATE COLLATION unused (PROVIDER = icu, LOCALE = 'de');
      CREATE TABLE t (a text COLLATE resorted, b text); CREATE INDEX ON t (a)`,
  },
  {
    name: "a foreign server of another type and wrapper whose user mappings hold no password",
    old: `CREATE FOREIGN DATA WRAPPER w; CREATE FOREIGN DATA WRAPPER x; CREATE SERVER s TYPE 'one' FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS ("user" 'guest');
      CREATE FOREIGN TABLE f (a integer) SERVER s; CREATE VIEW seen AS SELECT a FROM f`,
    new: `CREATE FOREIGN DATA WRAPPER w; CREATE FOREIGN DATA WRAPPER x; CREATE SERVER s TYPE 'two' FOREIGN DATA WRAPPER x; CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS ("user" 'visitor');
      CREATE FOREIGN TABLE f (a integer) SERVER s; CREATE VIEW seen AS SELECT a FROM f`,
  },
];

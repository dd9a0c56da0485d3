import type { HardPair } from "./hard-pairs";

/** Pairs in which a routine or operator gives way to another of its name, and what uses it goes over from one to the other. */
const calling = `CREATE FUNCTION h (a text DEFAULT ')(') RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM public.t'; CREATE VIEW v AS SELECT h.n, ordinality FROM t LEFT JOIN LATERAL h (t.k::text) WITH ORDINALITY h ON true;
  CREATE MATERIALIZED VIEW m AS SELECT n FROM h ('x('); CREATE FUNCTION b () RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT n FROM h (); END;
  CREATE POLICY p ON t USING (EXISTS (SELECT FROM h () q WHERE q.n = t.n)); CREATE RULE r AS ON DELETE TO t DO ALSO INSERT INTO t (n) SELECT n FROM h ()`;

export const overloadedPairs: readonly HardPair[] = [
  {
    name: "an aggregate whose functions all give way to ones for another type of state",
    old: `CREATE FUNCTION adds(bigint, integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2'; CREATE FUNCTION says(bigint) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
      CREATE AGGREGATE total(integer) (SFUNC = adds, STYPE = bigint, FINALFUNC = says, INITCOND = '0'); CREATE TABLE t (a integer); CREATE VIEW v AS SELECT total(a) FROM t;
      CREATE FUNCTION uses() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT total(a) FROM t; END; CREATE MATERIALIZED VIEW m AS SELECT total(a) OVER () AS w FROM t`,
    new: `CREATE FUNCTION adds(numeric, integer) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2'; CREATE FUNCTION says(numeric) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
      CREATE AGGREGATE total(integer) (SFUNC = adds, STYPE = numeric, FINALFUNC = says, INITCOND = '0', PARALLEL = SAFE); CREATE TABLE t (a integer); CREATE VIEW v AS SELECT total(a) FROM t;
      CREATE FUNCTION uses() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT total(a) FROM t; END; CREATE MATERIALIZED VIEW m AS SELECT total(a) OVER () AS w FROM t`,
  },
  {
    name: "aggregates whose functions are others of the same name and result",
    old: `CREATE DOMAIN pos AS integer; CREATE FUNCTION adds(integer, integer) RETURNS integer LANGUAGE sql AS 'SELECT $1 + $2'; CREATE FUNCTION joins(text, varchar) RETURNS text LANGUAGE sql AS 'SELECT $1 || $2';
      CREATE AGGREGATE total(pos) (SFUNC = adds, STYPE = integer, INITCOND = '0'); CREATE AGGREGATE joined(varchar) (SFUNC = joins, STYPE = text); CREATE VIEW v AS SELECT total(1::pos), joined('a'::varchar)`,
    new: `CREATE DOMAIN pos AS integer; CREATE FUNCTION adds(integer, integer) RETURNS integer LANGUAGE sql AS 'SELECT $1 + $2'; CREATE FUNCTION joins(text, text) RETURNS text LANGUAGE sql AS 'SELECT $1 || $2';
      CREATE FUNCTION adds(integer, pos) RETURNS integer LANGUAGE sql AS 'SELECT $1 + $2 + 1';
      CREATE AGGREGATE total(pos) (SFUNC = adds, STYPE = integer, INITCOND = '0'); CREATE AGGREGATE joined(varchar) (SFUNC = joins, STYPE = text); CREATE VIEW v AS SELECT total(1::pos), joined('a'::varchar)`,
  },
  {
    name: "everything that calls a function which takes another type of number",
    old: `CREATE FUNCTION f(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0'; CREATE TABLE t (a integer, d boolean DEFAULT f(1), CHECK (f(a)), g boolean GENERATED ALWAYS AS (f(a)) STORED);
      CREATE INDEX ON t (f(a)); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (f(a)); CREATE VIEW v AS SELECT f(a) AS x FROM t; CREATE VIEW w AS SELECT x FROM v;
      CREATE RULE r AS ON DELETE TO t WHERE f(OLD.a) DO INSTEAD NOTHING; CREATE DOMAIN d AS integer CHECK (f(VALUE)); CREATE PROCEDURE defaulted(x boolean DEFAULT f(2)) LANGUAGE sql AS 'SELECT 1'`,
    new: `CREATE FUNCTION f(bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 1'; CREATE TABLE t (a integer, d boolean DEFAULT f(1), CHECK (f(a)), g boolean GENERATED ALWAYS AS (f(a)) STORED);
      CREATE INDEX ON t (f(a)); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (f(a)); CREATE VIEW v AS SELECT f(a) AS x FROM t; CREATE VIEW w AS SELECT x FROM v;
      CREATE RULE r AS ON DELETE TO t WHERE f(OLD.a) DO INSTEAD NOTHING; CREATE DOMAIN d AS integer CHECK (f(VALUE)); CREATE PROCEDURE defaulted(x boolean DEFAULT f(2)) LANGUAGE sql AS 'SELECT 1'`,
  },
  {
    name: "views, defaults and policies that go over to a function whose defaults or VARIADIC fit the calls of the old one",
    old: `CREATE FUNCTION f(VARIADIC integer[]) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1[1]'; CREATE FUNCTION g(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
      CREATE TABLE t (a integer DEFAULT g(1), b integer DEFAULT f(1, 2)); CREATE VIEW v AS SELECT f(a, a) AS x, g(a) AS y FROM t; CREATE VIEW w AS SELECT x FROM v; GRANT SELECT ON v TO PUBLIC;
      CREATE POLICY p ON t USING (g(a) > 0)`,
    new: `CREATE FUNCTION f(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1'; CREATE FUNCTION g(integer, integer DEFAULT 0) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
      CREATE TABLE t (a integer DEFAULT g(1), b integer DEFAULT f(1, 2)); CREATE VIEW v AS SELECT f(a, a) AS x, g(a) AS y FROM t; CREATE VIEW w AS SELECT x FROM v; GRANT SELECT ON v TO PUBLIC;
      CREATE POLICY p ON t USING (g(a) > 0)`,
  },
  {
    name: "an operator and its function for other numbers, in a default, a check, a view and an index",
    old: `CREATE FUNCTION p(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2'; CREATE OPERATOR +# (LEFTARG = integer, RIGHTARG = integer, FUNCTION = p, COMMUTATOR = +#);
      CREATE TABLE t (a integer, b integer DEFAULT 1 +# 2, CHECK ((a +# b) > 0)); CREATE VIEW v AS SELECT a +# b AS s FROM t; CREATE INDEX ON t ((a +# b))`,
    new: `CREATE FUNCTION p(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2'; CREATE OPERATOR +# (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = p, COMMUTATOR = +#);
      CREATE TABLE t (a integer, b integer DEFAULT 1 +# 2, CHECK ((a +# b) > 0)); CREATE VIEW v AS SELECT a +# b AS s FROM t; CREATE INDEX ON t ((a +# b))`,
  },
  {
    name: "a range type over another subtype, whose difference function gives way to one of the same name",
    old: `CREATE FUNCTION apart(integer, integer) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT ($1 - $2)::float8'; CREATE TYPE span AS RANGE (SUBTYPE = integer, SUBTYPE_DIFF = apart);
      CREATE TABLE t (a span, EXCLUDE USING gist (a WITH &&)); CREATE VIEW v AS SELECT lower(a) FROM t`,
    new: `CREATE FUNCTION apart(bigint, bigint) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT ($1 - $2)::float8'; CREATE TYPE span AS RANGE (SUBTYPE = bigint, SUBTYPE_DIFF = apart);
      CREATE TABLE t (a span, EXCLUDE USING gist (a WITH &&)); CREATE VIEW v AS SELECT lower(a) FROM t`,
  },
  {
    name: "operators that were only announced, over types and tables that change or go, and in a schema that goes",
    old: `CREATE SCHEMA s; CREATE TYPE pair AS (x integer); CREATE TYPE mood AS ENUM ('a', 'b', 'c'); CREATE TABLE r (a integer);
      CREATE FUNCTION same(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).x = ($2).x'; CREATE OPERATOR =~= (LEFTARG = pair, RIGHTARG = pair, FUNCTION = same, COMMUTATOR = =~=, NEGATOR = !~=);
      CREATE FUNCTION same(mood, mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2'; CREATE OPERATOR =~= (LEFTARG = mood, RIGHTARG = mood, FUNCTION = same, NEGATOR = OPERATOR(s.!~=));
      CREATE FUNCTION same(r, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a = $2'; CREATE OPERATOR =~= (LEFTARG = r, RIGHTARG = integer, FUNCTION = same, COMMUTATOR = ~=);
      CREATE TABLE t (a mood); CREATE VIEW v AS SELECT a FROM t WHERE a =~= 'a'`,
    new: `CREATE TYPE pair AS (y text, x integer); CREATE TYPE mood AS ENUM ('c', 'a');
      CREATE FUNCTION same(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).x = ($2).x'; CREATE OPERATOR =~= (LEFTARG = pair, RIGHTARG = pair, FUNCTION = same, COMMUTATOR = =~=);
      CREATE OPERATOR !~= (LEFTARG = pair, RIGHTARG = pair, FUNCTION = same);
      CREATE FUNCTION same(mood, mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2'; CREATE OPERATOR =~= (LEFTARG = mood, RIGHTARG = mood, FUNCTION = same, NEGATOR = !~=);
      CREATE TABLE t (a mood); CREATE VIEW v AS SELECT a FROM t WHERE a =~= 'a'`,
  },
  {
    name: "what calls functions that return rows of a table whose columns stand in another order",
    old: `CREATE TABLE t (k integer, n integer, "S x" integer); ${calling}; CREATE VIEW w AS SELECT q.n FROM h () q`,
    new: `CREATE TABLE t (k integer, m integer, "S x" integer, n integer); ${calling}; CREATE VIEW w AS SELECT q.m, q.n FROM h () q`,
  },
];

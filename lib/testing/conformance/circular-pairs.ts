import type { HardPair } from "./hard-pairs";

/** A view that calls a function whose parsed body reads the view. */
const mutual = (view: string, name: string, table: string, type: string): string =>
  `CREATE VIEW ${view} AS SELECT a, NULL::bigint AS b FROM ${table}; CREATE FUNCTION ${name}(i ${type}) RETURNS bigint STABLE LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM ${view} WHERE a = i; END;
   CREATE OR REPLACE VIEW ${view} AS SELECT a, ${name}(a) AS b FROM ${table}; CREATE VIEW on_${view} AS SELECT ${name}(1), b FROM ${view}`;

/** Pairs in which objects rest on each other: what calls a function that reads it, or takes it, waits or goes first. */
export const circularPairs: readonly HardPair[] = [
  {
    name: "a domain whose check calls a function that reads a column of the domain, and one that calls one which takes it",
    old: `CREATE DOMAIN d AS integer; CREATE TABLE list (a d); CREATE FUNCTION ok(integer) RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT $1 > 0 OR EXISTS (SELECT FROM list WHERE a = $1); END;
      ALTER DOMAIN d ADD CONSTRAINT c CHECK (ok(VALUE)); CREATE DOMAIN e AS integer; CREATE FUNCTION fits(integer, e[]) RETURNS boolean LANGUAGE sql AS 'SELECT $1 > 0';
      ALTER DOMAIN e ADD CONSTRAINT c CHECK (fits(VALUE, '{}')); CREATE TABLE t (a e); GRANT USAGE ON TYPE e TO PUBLIC`,
    new: `CREATE DOMAIN d AS integer; CREATE TABLE list (a d, b text); CREATE FUNCTION ok(integer, text DEFAULT '') RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT $1 > 0 OR EXISTS (SELECT FROM list WHERE a = $1 AND b = $2); END;
      ALTER DOMAIN d ADD CONSTRAINT c CHECK (ok(VALUE, 'x')); CREATE DOMAIN e AS bigint; CREATE FUNCTION fits(bigint, e[]) RETURNS boolean LANGUAGE sql AS 'SELECT $1 > 1';
      ALTER DOMAIN e ADD CONSTRAINT c CHECK (fits(VALUE, '{}')); ALTER DOMAIN e ADD CONSTRAINT more CHECK (VALUE <> 7); CREATE TABLE t (a e); COMMENT ON CONSTRAINT c ON DOMAIN e IS 'fits'`,
  },
  {
    name: "a domain, a table and a view that come and go with the functions which they call and which rest on them",
    old: "CREATE TABLE other (x integer)",
    new: `CREATE TABLE other (x integer); CREATE DOMAIN d AS integer; CREATE TABLE list (a d, b text); CREATE FUNCTION ok(integer) RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT EXISTS (SELECT FROM list WHERE a = $1); END;
      ALTER DOMAIN d ADD CONSTRAINT c CHECK (ok(VALUE)); COMMENT ON CONSTRAINT c ON DOMAIN d IS 'is listed'; CREATE TABLE t (a integer, b integer);
      CREATE FUNCTION n() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT count(a)::integer FROM t; END; ALTER TABLE t ALTER a SET DEFAULT n(), ALTER b SET DEFAULT n() + 1; ALTER TABLE other ADD y integer DEFAULT n();
      CREATE VIEW v AS SELECT a, b FROM t; CREATE FUNCTION most() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT max(b) FROM v; END; ALTER VIEW v ALTER a SET DEFAULT most()`,
  },
  {
    name: "defaults of a table and a view whose functions read their changing columns",
    old: `CREATE TABLE t (a integer, c integer); CREATE FUNCTION n() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT count(c)::integer FROM t; END; ALTER TABLE t ALTER a SET DEFAULT n() + 1;
      CREATE TABLE u (a integer DEFAULT 1, b text); CREATE FUNCTION m() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT max(a) FROM u; END; ALTER TABLE u ALTER a SET DEFAULT m();
      CREATE VIEW v AS SELECT a, b FROM u; CREATE FUNCTION most() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT max(a) FROM v; END; ALTER VIEW v ALTER a SET DEFAULT most()`,
    new: `CREATE TABLE t (a bigint, c integer); CREATE FUNCTION n() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(c) + max(a) FROM t; END; ALTER TABLE t ALTER a SET DEFAULT n() + 2, ALTER c SET DEFAULT 1 + n();
      CREATE TABLE u (a bigint DEFAULT 1, b text, c integer); CREATE FUNCTION m() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT max(a + c) FROM u; END; ALTER TABLE u ALTER a SET DEFAULT m(), ALTER c SET DEFAULT m();
      CREATE VIEW v AS SELECT a, b FROM u; CREATE FUNCTION most() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT max(a) FROM v; END; ALTER VIEW v ALTER a SET DEFAULT most()`,
  },
  {
    name: "a base type that gets functions which receive and send it",
    old: `CREATE TYPE b; CREATE FUNCTION b_in(cstring) RETURNS b LANGUAGE internal IMMUTABLE STRICT AS 'textin'; CREATE FUNCTION b_out(b) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
      CREATE TYPE b (INPUT = b_in, OUTPUT = b_out); CREATE TABLE t (x b)`,
    new: `CREATE TYPE b; CREATE FUNCTION b_in(cstring) RETURNS b LANGUAGE internal IMMUTABLE STRICT AS 'textin'; CREATE FUNCTION b_out(b) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
      CREATE FUNCTION b_receive(internal) RETURNS b LANGUAGE internal STABLE STRICT AS 'textrecv'; CREATE FUNCTION b_send(b) RETURNS bytea LANGUAGE internal STABLE STRICT AS 'textsend';
      CREATE TYPE b (INPUT = b_in, OUTPUT = b_out, RECEIVE = b_receive, SEND = b_send); CREATE TABLE t (x b, y integer)`,
  },
  {
    name: "a view and a function that read each other, which come, go and follow a change of type",
    old: `CREATE TABLE t (a integer, c text); CREATE TABLE u (a integer); ${mutual("v", "f", "t", "integer")}; CREATE VIEW x AS SELECT a FROM u; CREATE FUNCTION k(i integer) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM u WHERE a = i; END`,
    new: `CREATE TABLE t (a bigint, c text); CREATE TABLE u (a integer); ${mutual("v", "f", "t", "bigint")}; ${mutual("w", "g", "u", "integer")}; COMMENT ON FUNCTION g IS 'reads what calls it'; REVOKE EXECUTE ON FUNCTION g FROM PUBLIC; ${mutual("x", "h", "u", "integer")}; ${mutual("y", "k", "u", "integer")}`,
  },
  {
    name: "a view and a function with a parsed body that takes its rows, and that it calls",
    manual: true,
    old: "CREATE TABLE t (a integer)",
    new: `CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a, 0 AS b FROM t; CREATE FUNCTION f(r v) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT r.a; END;
      CREATE OR REPLACE VIEW v AS SELECT a, f(ROW(a, 1)::v) AS b FROM t`,
  },
  {
    name: "views that read themselves",
    old: `CREATE VIEW one AS SELECT 1 AS a; CREATE OR REPLACE VIEW one AS SELECT a FROM one; CREATE VIEW "two" AS SELECT 'FROM public.two' AS a; CREATE VIEW read AS SELECT a FROM one`,
    new: `CREATE VIEW "Odd ""one" AS SELECT 1 AS a; CREATE OR REPLACE VIEW "Odd ""one" AS SELECT x.a FROM (VALUES (1)) x(a) JOIN "Odd ""one" y USING (a)`,
    manual: true,
  },
];

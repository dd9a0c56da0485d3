import type { Session } from "../../postgres/connect";
import type { KindFixture } from "../../testing/kind-laboratory";

/** A schema in which each kind that stands around tables (types, operators, text search, foreign data, replication …) uses every attribute it has. */
export interface FixtureNames {
  readonly owner: string;
  readonly reader: string;
}

export const fixture = ({ owner, reader }: FixtureNames, major: number): string => `
CREATE SCHEMA "App";
CREATE SCHEMA shared;

-- collations
CREATE COLLATION "App".plain (PROVIDER = libc, LOCALE = 'C');
CREATE COLLATION "App"."Mixed" (PROVIDER = libc, LC_COLLATE = 'C', LC_CTYPE = 'POSIX');
CREATE COLLATION "App".phonebook (PROVIDER = icu, LOCALE = 'de-u-co-phonebk', DETERMINISTIC = false);
${major >= 16 ? `CREATE COLLATION "App".ruled (PROVIDER = icu, LOCALE = 'und', RULES = '&V << w <<< W');` : ""}
${major >= 17 ? `CREATE COLLATION "App".built_in (PROVIDER = builtin, LOCALE = 'C.UTF-8');` : ""}
ALTER COLLATION "App".phonebook OWNER TO ${owner};
COMMENT ON COLLATION "App".phonebook IS 'the telephone book''s';

-- domains
CREATE DOMAIN "App".email AS character varying(120) COLLATE "App".plain DEFAULT 'nobody@example.org' NOT NULL
  CONSTRAINT has_at CHECK (VALUE ~ '@') CONSTRAINT "Short" CHECK (length(VALUE) < 100);
ALTER DOMAIN "App".email ADD CONSTRAINT no_space CHECK (VALUE !~ ' ') NOT VALID;
ALTER DOMAIN "App".email OWNER TO ${owner};
COMMENT ON DOMAIN "App".email IS 'an address';
COMMENT ON CONSTRAINT has_at ON DOMAIN "App".email IS 'loose on purpose';
COMMENT ON CONSTRAINT no_space ON DOMAIN "App".email IS 'old rows have some';
${major >= 17 ? `COMMENT ON CONSTRAINT email_not_null ON DOMAIN "App".email IS 'everybody has one';` : ""}
REVOKE USAGE ON DOMAIN "App".email FROM PUBLIC;
GRANT USAGE ON DOMAIN "App".email TO ${reader} WITH GRANT OPTION;
CREATE DOMAIN shared.scores AS integer[];

-- composite types
CREATE TYPE "App".address AS ("Street" text COLLATE "App".plain, zip character varying(10), mail "App".email, places numeric(10,2)[]);
ALTER TYPE "App".address OWNER TO ${owner};
COMMENT ON TYPE "App".address IS 'where';
COMMENT ON COLUMN "App".address."Street" IS 'with number';
GRANT USAGE ON TYPE "App".address TO ${reader};
CREATE TYPE shared.nothing AS ();
CREATE TYPE shared.row_type AS (id integer, note text);
CREATE TABLE shared.typed OF shared.row_type (PRIMARY KEY (id));

-- range types
CREATE FUNCTION "App".distance(double precision, double precision) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE TYPE "App".span AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = "App".distance, MULTIRANGE_TYPE_NAME = shared."Spans");
CREATE TYPE "App".words AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops, COLLATION = "App".plain);
CREATE TYPE "App".whole;
CREATE FUNCTION "App".canonical("App".whole) RETURNS "App".whole LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE "App".whole AS RANGE (SUBTYPE = integer, CANONICAL = "App".canonical);
ALTER TYPE "App".span OWNER TO ${owner};
COMMENT ON TYPE "App".span IS 'from and to';
GRANT USAGE ON TYPE "App".span TO ${reader};

-- base types and access methods; the functions are others' by other names
CREATE TYPE "App".code;
CREATE FUNCTION "App".code_in(cstring) RETURNS "App".code LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION "App".code_out("App".code) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION "App".code_send("App".code) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'int4send';
CREATE TYPE "App".code (INPUT = "App".code_in, OUTPUT = "App".code_out, LIKE = integer, CATEGORY = 'N', DEFAULT = '7', DELIMITER = ';');
CREATE TABLE "App".coded (code "App".code, codes "App".code[]);
ALTER TYPE "App".code OWNER TO ${owner};
COMMENT ON TYPE "App".code IS 'a number that nothing adds to';
GRANT USAGE ON TYPE "App".code TO ${reader};
CREATE TYPE "App".told;
CREATE FUNCTION "App".take("App".told) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
ALTER TYPE "App".told OWNER TO ${owner};
COMMENT ON TYPE "App".told IS 'only announced';
${major >= 18 ? `GRANT USAGE ON TYPE "App".told TO ${reader};` : "-- no grants yet on a type that is only announced"}
CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler;
COMMENT ON ACCESS METHOD heap_too IS 'like the other';

-- operators and their families and classes
CREATE FUNCTION "App".same("App".address, "App".address) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).zip = ($2).zip';
CREATE FUNCTION "App".other("App".address, "App".address) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).zip <> ($2).zip';
CREATE FUNCTION "App".number("App".address) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT pg_catalog.length(($1).zip)';
CREATE FUNCTION "App".number_too("App".address) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION "App".order_of("App".address, "App".address) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 0';
CREATE FUNCTION "App".order_by_number("App".address, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 0';
CREATE FUNCTION "App".same_number("App".address, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION "App".is_number(integer, "App".address) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR "App".=== (FUNCTION = "App".same, LEFTARG = "App".address, RIGHTARG = "App".address, COMMUTATOR = OPERATOR("App".===),
  NEGATOR = OPERATOR("App".!==), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR "App".!== (FUNCTION = "App".other, LEFTARG = "App".address, RIGHTARG = "App".address, COMMUTATOR = OPERATOR("App".!==),
  NEGATOR = OPERATOR("App".===), RESTRICT = neqsel, JOIN = neqjoinsel);
CREATE OPERATOR "App".=== (FUNCTION = "App".same_number, LEFTARG = "App".address, RIGHTARG = integer, COMMUTATOR = OPERATOR(shared.===), NEGATOR = OPERATOR("App".!==));
CREATE OPERATOR shared.=== (FUNCTION = "App".is_number, LEFTARG = integer, RIGHTARG = "App".address, COMMUTATOR = OPERATOR("App".===));
CREATE OPERATOR "App".@#@ (FUNCTION = "App".number, RIGHTARG = "App".address);
ALTER OPERATOR "App".=== ("App".address, "App".address) OWNER TO ${owner};
COMMENT ON OPERATOR "App".=== ("App".address, "App".address) IS 'same zip';
CREATE OPERATOR FAMILY "App".zips USING btree;
CREATE OPERATOR CLASS "App".zip_ops DEFAULT FOR TYPE "App".address USING btree FAMILY "App".zips AS
  OPERATOR 3 "App".===, FUNCTION 1 "App".order_of("App".address, "App".address);
ALTER OPERATOR FAMILY "App".zips USING btree ADD OPERATOR 3 "App".=== ("App".address, integer), FUNCTION 1 ("App".address, integer) "App".order_by_number("App".address, integer);
ALTER OPERATOR FAMILY "App".zips USING btree OWNER TO ${owner};
COMMENT ON OPERATOR FAMILY "App".zips USING btree IS 'by zip';
ALTER OPERATOR CLASS "App".zip_ops USING btree OWNER TO ${owner};
COMMENT ON OPERATOR CLASS "App".zip_ops USING btree IS 'by zip only';
CREATE OPERATOR CLASS shared.point_ops FOR TYPE circle USING gist AS
  OPERATOR 15 <-> (circle, point) FOR ORDER BY float_ops, FUNCTION 1 gist_circle_consistent, FUNCTION 5 gist_box_penalty, STORAGE box;

-- casts, transforms, conversions, languages
CREATE FUNCTION "App".as_text("App".address) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ($1).zip::text';
CREATE CAST ("App".address AS text) WITH FUNCTION "App".as_text("App".address) AS ASSIGNMENT;
CREATE CAST ("App".address AS json) WITH INOUT;
CREATE CAST (integer AS oidvector) WITH INOUT AS IMPLICIT;
CREATE CAST (json AS bytea) WITHOUT FUNCTION;
COMMENT ON CAST ("App".address AS text) IS 'the zip';
CREATE FUNCTION "App".language_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION "App".inline_handler(internal) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION "App".language_validator(oid) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE TRUSTED LANGUAGE "plTwo" HANDLER "App".language_handler INLINE "App".inline_handler VALIDATOR "App".language_validator;
ALTER LANGUAGE "plTwo" OWNER TO ${owner};
COMMENT ON LANGUAGE "plTwo" IS 'plpgsql by another name';
REVOKE USAGE ON LANGUAGE "plTwo" FROM PUBLIC;
GRANT USAGE ON LANGUAGE "plTwo" TO ${reader};
CREATE LANGUAGE pl_bare HANDLER "App".language_handler;
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
CREATE TRANSFORM FOR "App".address LANGUAGE "plTwo" (FROM SQL WITH FUNCTION prsd_lextype(internal));
COMMENT ON TRANSFORM FOR integer LANGUAGE sql IS 'for nothing';
CREATE DEFAULT CONVERSION "App".latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION "App".back FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
ALTER CONVERSION "App".latin OWNER TO ${owner};
COMMENT ON CONVERSION "App".latin IS 'from the old system';

-- text search; the functions are the same by other names
CREATE FUNCTION "App".parse_start(internal, integer) RETURNS internal LANGUAGE internal STRICT AS 'prsd_start';
CREATE FUNCTION "App".parse_next(internal, internal, internal) RETURNS internal LANGUAGE internal STRICT AS 'prsd_nexttoken';
CREATE FUNCTION "App".parse_end(internal) RETURNS void LANGUAGE internal STRICT AS 'prsd_end';
CREATE FUNCTION "App".parse_types(internal) RETURNS internal LANGUAGE internal STRICT AS 'prsd_lextype';
CREATE FUNCTION "App".lexize(internal, internal, internal, internal) RETURNS internal LANGUAGE internal STRICT AS 'dsimple_lexize';
CREATE TEXT SEARCH PARSER "App".parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
COMMENT ON TEXT SEARCH PARSER "App".parser IS 'the default one';
CREATE TEXT SEARCH TEMPLATE "App".template (INIT = dsimple_init, LEXIZE = dsimple_lexize);
COMMENT ON TEXT SEARCH TEMPLATE "App".template IS 'the simple one';
CREATE TEXT SEARCH DICTIONARY "App".words (TEMPLATE = "App".template, STOPWORDS = german, ACCEPT = false);
CREATE TEXT SEARCH DICTIONARY "App"."Plain" (TEMPLATE = "App".template);
CREATE TEXT SEARCH DICTIONARY shared.stems (TEMPLATE = snowball, LANGUAGE = 'german');
ALTER TEXT SEARCH DICTIONARY "App".words OWNER TO ${owner};
COMMENT ON TEXT SEARCH DICTIONARY "App".words IS 'no stop words';
CREATE TEXT SEARCH CONFIGURATION "App".search (PARSER = "App".parser);
ALTER TEXT SEARCH CONFIGURATION "App".search ADD MAPPING FOR asciiword, word WITH "App".words, shared.stems;
ALTER TEXT SEARCH CONFIGURATION "App".search ADD MAPPING FOR email WITH simple;
ALTER TEXT SEARCH CONFIGURATION "App".search OWNER TO ${owner};
COMMENT ON TEXT SEARCH CONFIGURATION "App".search IS 'for documents';

-- foreign data
CREATE FUNCTION "App".wrap() RETURNS fdw_handler LANGUAGE internal AS 'fdw_handler_in';
CREATE FOREIGN DATA WRAPPER "Wrap" HANDLER "App".wrap OPTIONS (host 'h', "password" 'never seen');
COMMENT ON FOREIGN DATA WRAPPER "Wrap" IS 'not a real one';
GRANT USAGE ON FOREIGN DATA WRAPPER "Wrap" TO ${reader};
CREATE FOREIGN DATA WRAPPER bare;
CREATE FOREIGN DATA WRAPPER checked VALIDATOR postgresql_fdw_validator;
CREATE SERVER archive TYPE 'postgres' VERSION '9.6' FOREIGN DATA WRAPPER bare OPTIONS (host 'it''s', "Port" '5433');
ALTER SERVER archive OWNER TO ${owner};
COMMENT ON SERVER archive IS 'the old system';
GRANT USAGE ON FOREIGN SERVER archive TO ${reader} WITH GRANT OPTION;
CREATE SERVER second FOREIGN DATA WRAPPER bare;
CREATE USER MAPPING FOR PUBLIC SERVER second;
CREATE USER MAPPING FOR ${reader} SERVER archive OPTIONS (user 'ro');
CREATE TABLE "App".stored (id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE "App".base (id integer NOT NULL, note text);
CREATE FOREIGN TABLE "App"."Past" (
  id integer OPTIONS (column_name 'i d') NOT NULL, mail "App".email COLLATE "App"."Mixed" DEFAULT 'none@x', CONSTRAINT positive CHECK (id > 0)
) SERVER archive OPTIONS (table_name 'p''ast', "Updatable" 'false');
ALTER FOREIGN TABLE "App"."Past" OWNER TO ${owner};
COMMENT ON FOREIGN TABLE "App"."Past" IS 'read only';
COMMENT ON COLUMN "App"."Past".id IS 'old number';
GRANT SELECT ON "App"."Past" TO ${reader};
GRANT UPDATE (mail) ON "App"."Past" TO ${reader};
GRANT SELECT (tableoid) ON "App"."Past" TO ${reader};
CREATE FOREIGN TABLE "App".past_year PARTITION OF "App".stored FOR VALUES FROM ('2020-01-01') TO ('2021-01-01') SERVER archive;
CREATE FOREIGN TABLE "App".heir (more text) INHERITS ("App".base) SERVER second;

-- statistics
CREATE TABLE "App".deal (id integer PRIMARY KEY, stage text, "Region" text, amount numeric, touched date);
CREATE STATISTICS "App".by_stage (dependencies, mcv) ON stage, "Region" FROM "App".deal;
CREATE STATISTICS shared.by_month ON (date_trunc('month', touched::timestamp)), amount FROM "App".deal;
ALTER STATISTICS "App".by_stage SET STATISTICS 500;
ALTER STATISTICS "App".by_stage OWNER TO ${owner};
COMMENT ON STATISTICS "App".by_stage IS 'go together';

-- publications and a subscription
CREATE PUBLICATION "News" FOR TABLE "App".deal${major >= 15 ? " WHERE (id > 10), TABLES IN SCHEMA shared" : ""}
  WITH (publish = 'insert, update', publish_via_partition_root = true${major >= 18 ? ", publish_generated_columns = stored" : ""});
ALTER PUBLICATION "News" OWNER TO ${owner};
COMMENT ON PUBLICATION "News" IS 'for the warehouse';
CREATE PUBLICATION listed FOR TABLE "App".deal${major >= 15 ? " (id, stage)" : ""}, ONLY "App".base;
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE SUBSCRIPTION "Feed" CONNECTION 'host=nowhere password=secret' PUBLICATION one, "Two"
  WITH (connect = false, slot_name = 'feed', binary = true, streaming = true, synchronous_commit = 'local'${major >= 15 ? ", two_phase = true, disable_on_error = true" : ""}${
    major >= 16 ? ", origin = none, run_as_owner = true" : ""
  }${major >= 17 ? ", failover = true" : ""});
COMMENT ON SUBSCRIPTION "Feed" IS 'from upstream';

-- default privileges
ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA "App" GRANT SELECT, INSERT ON TABLES TO ${reader};
ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA "App" GRANT ALL ON SEQUENCES TO ${owner};
ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} GRANT USAGE ON TYPES TO ${reader} WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO ${reader};
ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} REVOKE DELETE ON TABLES FROM ${owner};
`;

/** What the fixture needs of a server. */
export const surroundingFixture: KindFixture<FixtureNames> = {
  prefix: "around",
  names: (suffix) => ({ owner: `around_owner_${suffix}`, reader: `around_reader_${suffix}` }),
  setUp: ({ owner, reader }) => [`CREATE ROLE ${owner} SUPERUSER`, `CREATE ROLE ${reader}`],
  tearDown: ({ owner, reader }) => [`DROP ROLE ${owner}, ${reader}`],
  schema: fixture,
  withoutRows: true,
  empty: dropSubscriptions,
};

/** A database cannot be dropped while it has one. */
async function dropSubscriptions(session: Session): Promise<void> {
  const left = await session.query<{ name: string }>(
    "SELECT subname AS name FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d ON d.oid = s.subdbid WHERE d.datname = current_database()",
  );
  for (const { name } of left)
    await session.script(
      `ALTER SUBSCRIPTION "${name}" DISABLE; ALTER SUBSCRIPTION "${name}" SET (slot_name = NONE); DROP SUBSCRIPTION "${name}"`,
    );
}

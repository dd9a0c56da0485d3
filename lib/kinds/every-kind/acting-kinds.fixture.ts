import type { KindFixture } from "../../testing/kind-laboratory";

/** A schema in which each kind that acts (routines, triggers, rules, policies, materialized views) uses every attribute it has. */
export interface FixtureNames {
  readonly owner: string;
  readonly reader: string;
  /** A role that the schema never names. */
  readonly stranger: string;
  readonly tablespace: string;
}

export const fixture = ({ owner, reader, tablespace }: FixtureNames): string => `
CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler;
CREATE SCHEMA "App";
CREATE TABLE "App".deal (id integer PRIMARY KEY, "Stage" text, amount numeric, note text, touched timestamptz, owner_name text);
CREATE TABLE "App".log (id integer, what text);
CREATE VIEW "App".deal_view AS SELECT id, "Stage" FROM "App".deal;
-- REFRESH reads with the rights of the materialized view's owner
GRANT USAGE ON SCHEMA "App" TO ${owner};
GRANT SELECT ON "App".deal TO ${owner};

-- functions
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
CREATE FUNCTION "App".area(width integer, height integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 7
  AS 'SELECT $1 * $2 -- it''s $body$ and $body1$';
CREATE FUNCTION "App".area(text) RETURNS integer LANGUAGE sql AS 'SELECT pg_catalog.length($1)';
CREATE FUNCTION "App".series(from_ integer, to_ integer) RETURNS SETOF integer LANGUAGE internal STRICT ROWS 50
  SUPPORT pg_catalog.generate_series_int4_support AS 'generate_series_int4';
CREATE FUNCTION "App".pairs(INOUT a integer, OUT b text, VARIADIC rest text[] DEFAULT '{}') RETURNS SETOF record LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
  AS $$ BEGIN RETURN; END $$;
CREATE FUNCTION "App".listing("The id" integer) RETURNS TABLE (id integer, "Stage" text) LANGUAGE sql SECURITY DEFINER
  SET search_path = "App", 'odd, "name"', pg_temp SET work_mem = '8MB' SET "App.User" = 'it''s \\ me' SET datestyle = 'ISO, DMY'
  AS 'SELECT id, "Stage" FROM "App".deal WHERE id = $1';
CREATE FUNCTION "App".guarded() RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1';
CREATE FUNCTION "App".total(since date DEFAULT '2024-01-01') RETURNS numeric LANGUAGE sql STABLE
  BEGIN ATOMIC SELECT sum(amount) FROM "App".deal WHERE touched >= since; END;
CREATE FUNCTION "App".twice(x integer) RETURNS integer LANGUAGE sql TRANSFORM FOR TYPE integer RETURN x * 2;
CREATE FUNCTION "App".handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION "App".place() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE AS 'window_row_number';
CREATE FUNCTION "App".touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION "App".touch_too() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE FUNCTION "App".watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE FUNCTION "App"."Audit ddl"() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
ALTER FUNCTION "App".area(integer, integer) OWNER TO ${owner};
COMMENT ON FUNCTION "App".area(integer, integer) IS 'width by height';
REVOKE ALL ON FUNCTION "App".area(integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "App".area(integer, integer) TO ${reader} WITH GRANT OPTION;

-- procedures
CREATE PROCEDURE "App".move(OUT done boolean, IN deal integer, "To stage" text DEFAULT 'won', INOUT tries integer DEFAULT 0)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ BEGIN done := true; END $$;
CREATE PROCEDURE "App".clear() LANGUAGE sql BEGIN ATOMIC DELETE FROM "App".log; INSERT INTO "App".log VALUES (1, 'cleared'); END;
CREATE PROCEDURE "App".compiled() LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE PROCEDURE "App".turned(x integer) LANGUAGE sql TRANSFORM FOR TYPE integer AS 'SELECT 1';
ALTER PROCEDURE "App".move(integer, text, integer) OWNER TO ${owner};
COMMENT ON PROCEDURE "App".move(integer, text, integer) IS 'moves a deal';
GRANT EXECUTE ON PROCEDURE "App".move(integer, text, integer) TO ${reader};
REVOKE EXECUTE ON PROCEDURE "App".move(integer, text, integer) FROM PUBLIC;

-- aggregates
CREATE FUNCTION "App".add(numeric, numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE FUNCTION "App".take(numeric, numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE FUNCTION "App".finish(numeric, numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION "App".finish(numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION "App".add_too(numeric, numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE FUNCTION "App".take_too(numeric, numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE FUNCTION "App".finish_too(numeric, numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION "App".add(bigint, numeric) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2::bigint';
CREATE FUNCTION "App".take(bigint, numeric) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2::bigint';
CREATE FUNCTION "App".words(numeric) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
CREATE FUNCTION "App".words(bigint) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
CREATE AGGREGATE "App".flex(numeric) (SFUNC = "App".add, STYPE = numeric, FINALFUNC = "App".words,
  MSFUNC = "App".add, MINVFUNC = "App".take, MSTYPE = numeric, MFINALFUNC = "App".words);
CREATE AGGREGATE "App".plus(value numeric) (SFUNC = "App".add, STYPE = numeric, SSPACE = 64, FINALFUNC = "App".finish, FINALFUNC_EXTRA,
  FINALFUNC_MODIFY = SHAREABLE, COMBINEFUNC = "App".add, INITCOND = '0', MSFUNC = "App".add, MINVFUNC = "App".take, MSTYPE = numeric,
  MSSPACE = 32, MFINALFUNC = "App".finish, MFINALFUNC_EXTRA, MFINALFUNC_MODIFY = READ_WRITE, MINITCOND = '1', PARALLEL = SAFE);
CREATE AGGREGATE "App".average(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg,
  COMBINEFUNC = numeric_avg_combine, SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = numeric_avg_deserialize, PARALLEL = RESTRICTED);
CREATE AGGREGATE "App".least_of(integer) (SFUNC = int4smaller, STYPE = integer, SORTOP = OPERATOR(pg_catalog.<));
CREATE AGGREGATE "App".rows(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
CREATE AGGREGATE "App".middle(double precision ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal,
  FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE "App".place_of(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal,
  FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
ALTER AGGREGATE "App".plus(numeric) OWNER TO ${owner};
COMMENT ON AGGREGATE "App".plus(numeric) IS 'adds up';
GRANT EXECUTE ON FUNCTION "App".plus(numeric) TO ${reader};
REVOKE EXECUTE ON FUNCTION "App".rows() FROM PUBLIC;

-- materialized views
CREATE MATERIALIZED VIEW "App"."Totals" ("Stage", amount, note) USING heap_too WITH (fillfactor = 80, toast.autovacuum_enabled = false)
  TABLESPACE ${tablespace} AS SELECT "Stage", sum(amount), max(note) FROM "App".deal GROUP BY 1;
CREATE UNIQUE INDEX totals_stage ON "App"."Totals" ("Stage");
ALTER MATERIALIZED VIEW "App"."Totals" CLUSTER ON totals_stage;
ALTER MATERIALIZED VIEW "App"."Totals" ALTER COLUMN amount SET STATISTICS 500;
ALTER MATERIALIZED VIEW "App"."Totals" ALTER COLUMN amount SET (n_distinct = 5, n_distinct_inherited = 7);
ALTER MATERIALIZED VIEW "App"."Totals" ALTER COLUMN note SET STORAGE EXTERNAL;
ALTER MATERIALIZED VIEW "App"."Totals" ALTER COLUMN note SET COMPRESSION pglz;
COMMENT ON MATERIALIZED VIEW "App"."Totals" IS 'sums';
COMMENT ON COLUMN "App"."Totals".amount IS 'a sum';
GRANT SELECT ON "App"."Totals" TO ${reader};
GRANT SELECT ("Stage") ON "App"."Totals" TO ${reader} WITH GRANT OPTION;
ALTER MATERIALIZED VIEW "App"."Totals" OWNER TO ${owner};
CREATE MATERIALIZED VIEW "App".later AS SELECT id FROM "App".deal WITH NO DATA;

-- triggers; the last name is what a careless cut of the definition would take for the condition
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE OF "Stage", note ON "App".deal FOR EACH ROW
  WHEN (NEW.note IS NOT NULL AND NEW."Stage" <> ') EXECUTE FUNCTION x(') EXECUTE FUNCTION "App".touch('it''s', 'a\\b', '', 'ü');
COMMENT ON TRIGGER stamp ON "App".deal IS 'stamps';
CREATE TRIGGER sums AFTER UPDATE ON "App".deal REFERENCING OLD TABLE AS "Old rows" NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "App".touch();
CREATE TRIGGER emptied BEFORE TRUNCATE ON "App".deal EXECUTE FUNCTION "App".touch();
ALTER TABLE "App".deal ENABLE ALWAYS TRIGGER emptied;
CREATE CONSTRAINT TRIGGER checked AFTER INSERT OR DELETE ON "App".deal FROM "App".log DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (true) EXECUTE FUNCTION "App".touch();
CREATE CONSTRAINT TRIGGER firm AFTER UPDATE ON "App".deal FOR EACH ROW WHEN (OLD.id > 0) EXECUTE FUNCTION "App".touch();
CREATE TRIGGER once AFTER INSERT ON "App".log EXECUTE FUNCTION "App".touch();
CREATE TRIGGER instead INSTEAD OF UPDATE ON "App".deal_view FOR EACH ROW EXECUTE FUNCTION "App".touch();
CREATE TABLE "App"."FOR EACH ROW WHEN (" (a integer);
CREATE TRIGGER "x ON y WHEN (" AFTER UPDATE OF a ON "App"."FOR EACH ROW WHEN (" FOR EACH ROW WHEN (OLD.a IS DISTINCT FROM NEW.a)
  EXECUTE FUNCTION "App".touch('WHEN (');
CREATE TABLE "App".event (at date NOT NULL, what text) PARTITION BY RANGE (at);
CREATE TABLE "App".event_2024 PARTITION OF "App".event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY RANGE (at);
CREATE TABLE "App".event_2024_1 PARTITION OF "App".event_2024 FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE "App".event_2025 PARTITION OF "App".event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TRIGGER spread AFTER INSERT ON "App".event FOR EACH ROW EXECUTE FUNCTION "App".touch();
ALTER TABLE "App".event_2025 DISABLE TRIGGER spread;
COMMENT ON TRIGGER spread ON "App".event_2024_1 IS 'a part''s, further down';

-- event triggers
CREATE EVENT TRIGGER "Audit" ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION "App"."Audit ddl"();
ALTER EVENT TRIGGER "Audit" DISABLE;
COMMENT ON EVENT TRIGGER "Audit" IS 'records';

-- rules
CREATE RULE "keep ON x TO y" AS ON DELETE TO "App".deal WHERE OLD.id > 5 DO INSTEAD (INSERT INTO "App".log VALUES (OLD.id, 'kept;'); UPDATE "App".deal SET note = 'x' WHERE id = OLD.id);
COMMENT ON RULE "keep ON x TO y" ON "App".deal IS 'keeps';
ALTER TABLE "App".deal DISABLE RULE "keep ON x TO y";
CREATE RULE forward AS ON INSERT TO "App".deal_view DO INSTEAD INSERT INTO "App".deal (id) VALUES (NEW.id);
CREATE RULE silent AS ON UPDATE TO "App".log DO ALSO NOTHING;

-- policies
ALTER TABLE "App".deal ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own deals" ON "App".deal AS PERMISSIVE FOR ALL TO ${reader}, ${owner} USING (owner_name = CURRENT_USER) WITH CHECK (note IS NOT NULL);
COMMENT ON POLICY "own deals" ON "App".deal IS 'mine';
CREATE POLICY never ON "App".deal AS RESTRICTIVE FOR DELETE USING (id IN (SELECT l.id FROM "App".log l));
CREATE POLICY entry ON "App".log FOR INSERT WITH CHECK (true);
`;

/** What the fixture needs of a server. */
export const actingFixture: KindFixture<FixtureNames> = {
  prefix: "acting",
  names: (suffix) => ({
    owner: `acting_owner_${suffix}`,
    reader: `acting_reader_${suffix}`,
    stranger: `acting_stranger_${suffix}`,
    tablespace: `acting_space_${suffix}`,
  }),
  setUp: ({ owner, reader, stranger, tablespace }) => [
    `CREATE ROLE ${owner}`,
    `CREATE ROLE ${reader}`,
    `CREATE ROLE ${stranger}`,
    "SET allow_in_place_tablespaces = on",
    `CREATE TABLESPACE ${tablespace} LOCATION ''`,
  ],
  tearDown: ({ owner, reader, stranger, tablespace }) => [
    `DROP TABLESPACE ${tablespace}`,
    `DROP ROLE ${owner}, ${reader}, ${stranger}`,
  ],
  schema: fixture,
};

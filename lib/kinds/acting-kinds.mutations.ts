/** One change by hand for each attribute of each kind that acts, made to the schema of acting-kinds.fixture.ts. */
import type { Identity } from "../postgres/identity";
import type { FixtureNames } from "./acting-kinds.fixture";

export interface Mutation {
  readonly object: Identity;
  /** The attributes that differ afterwards, by name; or how the object differs as a whole. */
  readonly attributes: readonly string[] | "missing" | "unexpected";
  readonly sql: (names: FixtureNames) => string;
  /** Whether mending it must drop something; where absent, either is right. */
  readonly recreates?: boolean;
}

const change = (
  object: Identity,
  attributes: Mutation["attributes"],
  sql: string | ((names: FixtureNames) => string),
  recreates?: boolean,
): Mutation => ({
  object,
  attributes,
  sql: typeof sql === "string" ? () => sql : sql,
  ...(recreates === undefined ? {} : { recreates }),
});

const inApp = (kind: string, name: string, args?: string): Identity => ({
  kind,
  schema: "App",
  name,
  ...(args === undefined ? {} : { arguments: args }),
});

const on = (kind: string, table: string, name: string): Identity => ({ kind, schema: "App", table, name });

/** CREATE OR REPLACE of a routine with one piece of its text exchanged. */
const edit = (signature: string, from: string, to: string): string => `
  SET check_function_bodies = off;
  DO $do$ BEGIN EXECUTE replace(pg_get_functiondef('${signature}'::regprocedure), $from$${from}$from$, $to$${to}$to$); END $do$;
  RESET check_function_bodies`;

const area = inApp("function", "area", "integer, integer");
const length = inApp("function", "area", "text");
const listing = inApp("function", "listing", "integer");
const guarded = inApp("function", "guarded", "");
const alterArea = (action: string): string => `ALTER FUNCTION "App".area(integer, integer) ${action}`;

const functions: readonly Mutation[] = [
  change(area, ["parameters"], edit('"App".area(integer, integer)', "DEFAULT 1", "DEFAULT 2"), false),
  change(length, ["parameters"], edit('"App".area(text)', "area(text)", "area(words text)"), true),
  change(length, ["parameters"], edit('"App".area(text)', "area(text)", "area(text DEFAULT 'x')"), true),
  change(
    length,
    ["returns"],
    `DROP FUNCTION "App".area(text); CREATE FUNCTION "App".area(text) RETURNS bigint LANGUAGE sql AS 'SELECT pg_catalog.length($1)'`,
    true,
  ),
  change(length, ["language"], edit('"App".area(text)', "LANGUAGE sql", "LANGUAGE plpgsql"), false),
  change(length, ["body"], edit('"App".area(text)', "length", "octet_length"), false),
  change(
    length,
    ["body", "volatility"],
    `CREATE OR REPLACE FUNCTION "App".area(text) RETURNS integer LANGUAGE sql STABLE AS 'SELECT 5'`,
    false,
  ),
  change(
    inApp("function", "total", "date"),
    ["body", "standardBody"],
    `CREATE OR REPLACE FUNCTION "App".total(since date DEFAULT '2024-01-01') RETURNS numeric LANGUAGE sql STABLE AS 'SELECT 1.0'`,
    false,
  ),
  change(
    inApp("function", "handler", ""),
    ["library"],
    `CREATE OR REPLACE FUNCTION "App".handler() RETURNS language_handler LANGUAGE c AS 'plpgsql', 'plpgsql_call_handler'`,
    false,
  ),
  change(
    inApp("function", "series", "integer, integer"),
    ["support"],
    `CREATE OR REPLACE FUNCTION "App".series(from_ integer, to_ integer) RETURNS SETOF integer LANGUAGE internal STRICT ROWS 50 AS 'generate_series_int4'`,
    false,
  ),
  change(
    inApp("function", "series", "integer, integer"),
    ["rows"],
    `ALTER FUNCTION "App".series(integer, integer) ROWS 60`,
    false,
  ),
  change(
    inApp("function", "twice", "integer"),
    ["transforms"],
    edit('"App".twice(integer)', "TRANSFORM FOR TYPE integer", ""),
    false,
  ),
  change(
    inApp("function", "place", ""),
    ["window"],
    `DROP FUNCTION "App".place(); CREATE FUNCTION "App".place() RETURNS bigint LANGUAGE internal IMMUTABLE AS 'window_row_number'`,
    true,
  ),
  change(guarded, ["securityDefiner"], `ALTER FUNCTION "App".guarded() SECURITY INVOKER`, false),
  change(guarded, ["configuration"], `ALTER FUNCTION "App".guarded() RESET search_path`, false),
  change(guarded, ["configuration"], `ALTER FUNCTION "App".guarded() SET work_mem = '1MB'`, false),
  change(listing, ["configuration"], `ALTER FUNCTION "App".listing(integer) SET search_path = "App"`, false),
  change(listing, ["configuration"], `ALTER FUNCTION "App".listing(integer) RESET ALL`, false),
  change(area, ["volatility"], alterArea("STABLE"), false),
  change(area, ["strict"], alterArea("CALLED ON NULL INPUT"), false),
  change(area, ["leakproof"], alterArea("NOT LEAKPROOF"), false),
  change(area, ["parallel"], alterArea("PARALLEL RESTRICTED"), false),
  change(area, ["cost"], alterArea("COST 0.5"), false),
  change(area, ["owner"], ({ stranger }) => alterArea(`OWNER TO ${stranger}`), false),
  // Postgres takes the new owner's grants for its own, and does not give them back.
  change(area, ["owner", "privileges"], ({ reader }) => alterArea(`OWNER TO ${reader}`), false),
  change(area, ["comment"], `COMMENT ON FUNCTION "App".area(integer, integer) IS NULL`, false),
  change(area, ["privileges"], `GRANT EXECUTE ON FUNCTION "App".area(integer, integer) TO PUBLIC`, false),
  change(
    guarded,
    ["privileges"],
    `REVOKE EXECUTE ON FUNCTION "App".guarded() FROM PUBLIC, CURRENT_USER`,
    false,
  ),
  change(guarded, "missing", `DROP FUNCTION "App".guarded()`),
  change(
    inApp("function", "area", "numeric[]"),
    "unexpected",
    `CREATE FUNCTION "App".area(VARIADIC numeric[]) RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
  ),
];

const move = inApp("procedure", "move", "integer, text, integer");
const moveSignature = '"App".move(integer, text, integer)';

const procedures: readonly Mutation[] = [
  change(move, ["parameters"], edit(moveSignature, "'won'", "'lost'"), false),
  change(move, ["language"], edit(moveSignature, "LANGUAGE plpgsql", "LANGUAGE sql"), false),
  change(move, ["body"], edit(moveSignature, "done := true", "done := false"), false),
  change(
    inApp("procedure", "clear", ""),
    ["body", "standardBody"],
    `CREATE OR REPLACE PROCEDURE "App".clear() LANGUAGE sql AS 'SELECT 1'`,
    false,
  ),
  change(
    inApp("procedure", "compiled", ""),
    ["library"],
    `CREATE OR REPLACE PROCEDURE "App".compiled() LANGUAGE c AS 'plpgsql', 'plpgsql_call_handler'`,
    false,
  ),
  change(
    inApp("procedure", "turned", "integer"),
    ["transforms"],
    edit('"App".turned(integer)', "TRANSFORM FOR TYPE integer", ""),
    false,
  ),
  change(
    inApp("procedure", "turned", "integer"),
    ["parameters"],
    `DROP PROCEDURE "App".turned; CREATE PROCEDURE "App".turned(y integer) LANGUAGE sql TRANSFORM FOR TYPE integer AS 'SELECT 1'`,
    true,
  ),
  change(move, ["securityDefiner"], `ALTER PROCEDURE ${moveSignature} SECURITY INVOKER`, false),
  change(move, ["configuration"], `ALTER PROCEDURE ${moveSignature} SET search_path = public`, false),
  change(move, ["owner"], ({ stranger }) => `ALTER PROCEDURE ${moveSignature} OWNER TO ${stranger}`, false),
  change(move, ["privileges"], `GRANT EXECUTE ON PROCEDURE ${moveSignature} TO PUBLIC`, false),
  change(move, ["comment"], `COMMENT ON PROCEDURE ${moveSignature} IS 'other'`, false),
  change(inApp("procedure", "clear", ""), "missing", `DROP PROCEDURE "App".clear()`),
  change(
    inApp("procedure", "extra", "text"),
    "unexpected",
    `CREATE PROCEDURE "App".extra(OUT a integer, INOUT b text) LANGUAGE sql AS $$ SELECT 1, 'x' $$`,
  ),
];

const plusClauses: { readonly [clause: string]: string } = {
  SFUNC: '"App".add',
  STYPE: "numeric",
  SSPACE: "64",
  FINALFUNC: '"App".finish',
  FINALFUNC_EXTRA: "true",
  FINALFUNC_MODIFY: "SHAREABLE",
  COMBINEFUNC: '"App".add',
  INITCOND: "'0'",
  MSFUNC: '"App".add',
  MINVFUNC: '"App".take',
  MSTYPE: "numeric",
  MSSPACE: "32",
  MFINALFUNC: '"App".finish',
  MFINALFUNC_EXTRA: "true",
  MFINALFUNC_MODIFY: "READ_WRITE",
  MINITCOND: "'1'",
  PARALLEL: "SAFE",
};

const plus = (attribute: string, clause: string, value: string): Mutation =>
  change(
    inApp("aggregate", "plus", "numeric"),
    [attribute],
    `CREATE OR REPLACE AGGREGATE "App".plus(value numeric) (${Object.entries({
      ...plusClauses,
      [clause]: value,
    })
      .map(([name, text]) => `${name} = ${text}`)
      .join(", ")})`,
    false,
  );

const flex = inApp("aggregate", "flex", "numeric");
const leastOf = inApp("aggregate", "least_of", "integer");
const average = (attribute: string, serialize: string, deserialize: string, parallel: string): Mutation =>
  change(
    inApp("aggregate", "average", "numeric"),
    [attribute],
    `CREATE OR REPLACE AGGREGATE "App".average(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg,
       COMBINEFUNC = numeric_avg_combine, SERIALFUNC = ${serialize}, DESERIALFUNC = ${deserialize}, PARALLEL = ${parallel})`,
    false,
  );

const aggregates: readonly Mutation[] = [
  plus("stateFunction", "SFUNC", '"App".add_too'),
  plus("stateSpace", "SSPACE", "128"),
  plus("initialState", "INITCOND", "'5'"),
  plus("finalFunction", "FINALFUNC", '"App".finish_too'),
  plus("finalExtra", "FINALFUNC_EXTRA", "false"),
  plus("finalModify", "FINALFUNC_MODIFY", "READ_ONLY"),
  plus("combineFunction", "COMBINEFUNC", '"App".add_too'),
  plus("movingStateFunction", "MSFUNC", '"App".add_too'),
  plus("movingInverseFunction", "MINVFUNC", '"App".take_too'),
  plus("movingStateSpace", "MSSPACE", "16"),
  plus("movingInitialState", "MINITCOND", "'2'"),
  plus("movingFinalFunction", "MFINALFUNC", '"App".finish_too'),
  plus("movingFinalExtra", "MFINALFUNC_EXTRA", "false"),
  plus("movingFinalModify", "MFINALFUNC_MODIFY", "SHAREABLE"),
  plus("parallel", "PARALLEL", "UNSAFE"),
  average("serializeFunction", "numeric_serialize", "numeric_avg_deserialize", "RESTRICTED"),
  average("deserializeFunction", "numeric_avg_serialize", "numeric_deserialize", "RESTRICTED"),
  change(
    flex,
    ["stateType"],
    `CREATE OR REPLACE AGGREGATE "App".flex(numeric) (SFUNC = "App".add, STYPE = bigint, FINALFUNC = "App".words,
       MSFUNC = "App".add, MINVFUNC = "App".take, MSTYPE = numeric, MFINALFUNC = "App".words)`,
    false,
  ),
  change(
    flex,
    ["movingStateType"],
    `CREATE OR REPLACE AGGREGATE "App".flex(numeric) (SFUNC = "App".add, STYPE = numeric, FINALFUNC = "App".words,
       MSFUNC = "App".add, MINVFUNC = "App".take, MSTYPE = bigint, MFINALFUNC = "App".words)`,
    false,
  ),
  change(
    leastOf,
    ["sortOperator"],
    `CREATE OR REPLACE AGGREGATE "App".least_of(integer) (SFUNC = int4smaller, STYPE = integer)`,
    false,
  ),
  change(
    leastOf,
    ["parameters"],
    `DROP AGGREGATE "App".least_of(integer);
     CREATE AGGREGATE "App".least_of(n integer) (SFUNC = int4smaller, STYPE = integer, SORTOP = OPERATOR(pg_catalog.<))`,
    true,
  ),
  change(
    leastOf,
    ["finalFunction", "returns"],
    `DROP AGGREGATE "App".least_of(integer);
     CREATE AGGREGATE "App".least_of(integer) (SFUNC = int4smaller, STYPE = integer, FINALFUNC = pg_catalog.to_hex, SORTOP = OPERATOR(pg_catalog.<))`,
    true,
  ),
  change(
    inApp("aggregate", "place_of", '"any"'),
    ["type"],
    `DROP AGGREGATE "App".place_of(VARIADIC "any" ORDER BY VARIADIC "any");
     CREATE AGGREGATE "App".place_of(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal,
       FINALFUNC = rank_final, FINALFUNC_EXTRA)`,
    true,
  ),
  change(
    inApp("aggregate", "plus", "numeric"),
    ["owner"],
    ({ stranger }) => `ALTER AGGREGATE "App".plus(numeric) OWNER TO ${stranger}`,
    false,
  ),
  change(
    inApp("aggregate", "rows", ""),
    ["privileges"],
    ({ reader }) => `GRANT EXECUTE ON FUNCTION "App".rows() TO ${reader}`,
    false,
  ),
  change(
    inApp("aggregate", "plus", "numeric"),
    ["comment"],
    `COMMENT ON AGGREGATE "App".plus(numeric) IS 'more'`,
    false,
  ),
  change(inApp("aggregate", "rows", ""), "missing", `DROP AGGREGATE "App".rows(*)`),
  change(
    inApp("aggregate", "middle", "double precision, anyelement"),
    "missing",
    `DROP AGGREGATE "App".middle(double precision ORDER BY anyelement)`,
  ),
  change(
    inApp("aggregate", "plus", "integer"),
    "unexpected",
    `CREATE AGGREGATE "App".plus(integer) (SFUNC = int4pl, STYPE = integer)`,
  ),
];

const totals = inApp("materialized view", "Totals");
const later = inApp("materialized view", "later");
const alterTotals = (action: string): string => `ALTER MATERIALIZED VIEW "App"."Totals" ${action}`;

const materializedViews: readonly Mutation[] = [
  change(
    later,
    ["definition"],
    `DROP MATERIALIZED VIEW "App".later; CREATE MATERIALIZED VIEW "App".later AS SELECT id FROM "App".deal WHERE id > 0 WITH NO DATA`,
    true,
  ),
  change(
    later,
    ["columns", "definition"],
    `DROP MATERIALIZED VIEW "App".later; CREATE MATERIALIZED VIEW "App".later AS SELECT id::bigint AS id FROM "App".deal WITH NO DATA`,
    true,
  ),
  change(totals, ["populated"], `REFRESH MATERIALIZED VIEW "App"."Totals" WITH NO DATA`, false),
  change(totals, ["options"], alterTotals("SET (fillfactor = 90, autovacuum_enabled = off)"), false),
  change(totals, ["toastOptions"], alterTotals("RESET (toast.autovacuum_enabled)"), false),
  change(totals, ["tablespace"], alterTotals("SET TABLESPACE pg_default"), false),
  change(totals, ["accessMethod"], alterTotals("SET ACCESS METHOD heap"), false),
  change(totals, ["clusteredIndex"], alterTotals("SET WITHOUT CLUSTER"), false),
  change(totals, ["columnStatistics"], alterTotals("ALTER COLUMN amount SET STATISTICS -1"), false),
  change(totals, ["columnOptions"], alterTotals("ALTER COLUMN amount RESET (n_distinct)"), false),
  change(totals, ["columnStorage"], alterTotals("ALTER COLUMN note SET STORAGE MAIN"), false),
  change(totals, ["columnStorage"], alterTotals("ALTER COLUMN amount SET STORAGE EXTERNAL")),
  change(totals, ["columnCompression"], alterTotals("ALTER COLUMN note SET COMPRESSION default"), false),
  change(totals, ["columnComments"], `COMMENT ON COLUMN "App"."Totals".note IS 'no'`, false),
  change(
    totals,
    ["columnPrivileges"],
    ({ reader }) => `REVOKE GRANT OPTION FOR SELECT ("Stage") ON "App"."Totals" FROM ${reader}`,
    false,
  ),
  change(totals, ["owner"], ({ stranger }) => alterTotals(`OWNER TO ${stranger}`), false),
  change(totals, ["privileges"], `GRANT SELECT ON "App"."Totals" TO PUBLIC`, false),
  change(totals, ["comment"], `COMMENT ON MATERIALIZED VIEW "App"."Totals" IS NULL`, false),
  change(totals, "missing", `DROP MATERIALIZED VIEW "App"."Totals"`),
  change(
    inApp("materialized view", "extra"),
    "unexpected",
    `CREATE MATERIALIZED VIEW "App".extra AS SELECT 1 AS a; CREATE INDEX ON "App".extra (a)`,
  ),
];

const stamp = on("trigger", "deal", "stamp");
const sums = on("trigger", "deal", "sums");
const checked = on("trigger", "deal", "checked");
const firm = on("trigger", "deal", "firm");
const spread = on("trigger", "event", "spread");

const replaceStamp = (pieces: { timing?: string; of?: string; when?: string; call?: string }): string => `
  CREATE OR REPLACE TRIGGER stamp ${pieces.timing ?? "BEFORE"} INSERT OR UPDATE${pieces.of ?? ' OF "Stage", note'} ON "App".deal FOR EACH ROW
  ${pieces.when ?? `WHEN (NEW.note IS NOT NULL AND NEW."Stage" <> ') EXECUTE FUNCTION x(')`}
  EXECUTE FUNCTION "App".${pieces.call ?? "touch('it''s', 'a\\b', '', 'ü')"}`;

const makeChecked = (pieces: { from?: string; timing?: string }): string => `
  DROP TRIGGER checked ON "App".deal;
  CREATE CONSTRAINT TRIGGER checked AFTER INSERT OR DELETE ON "App".deal FROM "App".${pieces.from ?? "log"}
  DEFERRABLE INITIALLY ${pieces.timing ?? "DEFERRED"} FOR EACH ROW WHEN (true) EXECUTE FUNCTION "App".touch()`;

const triggers: readonly Mutation[] = [
  change(stamp, ["timing"], replaceStamp({ timing: "AFTER" }), false),
  change(stamp, ["updateColumns"], replaceStamp({ of: " OF note" }), false),
  change(stamp, ["updateColumns"], replaceStamp({ of: "" }), false),
  change(stamp, ["condition"], replaceStamp({ when: "WHEN (NEW.note IS NULL)" }), false),
  change(stamp, ["condition"], replaceStamp({ when: "" }), false),
  change(stamp, ["functionArguments"], replaceStamp({ call: "touch('it''s', 'a\\b', '')" }), false),
  change(stamp, ["function"], replaceStamp({ call: "touch_too('it''s', 'a\\b', '', 'ü')" }), false),
  change(stamp, ["enabled"], `ALTER TABLE "App".deal DISABLE TRIGGER stamp`, false),
  change(stamp, ["comment"], `COMMENT ON TRIGGER stamp ON "App".deal IS NULL`, false),
  change(
    on("trigger", "deal", "emptied"),
    ["enabled"],
    `ALTER TABLE "App".deal ENABLE REPLICA TRIGGER emptied`,
    false,
  ),
  change(
    on("trigger", "deal", "emptied"),
    ["enabled", "function"],
    `CREATE OR REPLACE TRIGGER emptied BEFORE TRUNCATE ON "App".deal EXECUTE FUNCTION "App".touch_too()`,
    false,
  ),
  change(
    on("trigger", "deal_view", "instead"),
    ["events"],
    `CREATE OR REPLACE TRIGGER instead INSTEAD OF UPDATE OR INSERT OR DELETE ON "App".deal_view FOR EACH ROW EXECUTE FUNCTION "App".touch()`,
    false,
  ),
  change(
    on("trigger", "log", "once"),
    ["level"],
    `CREATE OR REPLACE TRIGGER once AFTER INSERT ON "App".log FOR EACH ROW EXECUTE FUNCTION "App".touch()`,
    false,
  ),
  change(
    sums,
    ["oldTable"],
    `CREATE OR REPLACE TRIGGER sums AFTER UPDATE ON "App".deal REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION "App".touch()`,
    false,
  ),
  change(
    sums,
    ["newTable"],
    `CREATE OR REPLACE TRIGGER sums AFTER UPDATE ON "App".deal REFERENCING OLD TABLE AS "Old rows" NEW TABLE AS n EXECUTE FUNCTION "App".touch()`,
    false,
  ),
  change(
    firm,
    ["constraint"],
    `DROP TRIGGER firm ON "App".deal;
     CREATE TRIGGER firm AFTER UPDATE ON "App".deal FOR EACH ROW WHEN (OLD.id > 0) EXECUTE FUNCTION "App".touch()`,
    true,
  ),
  change(
    firm,
    ["deferrable"],
    `DROP TRIGGER firm ON "App".deal;
     CREATE CONSTRAINT TRIGGER firm AFTER UPDATE ON "App".deal DEFERRABLE FOR EACH ROW WHEN (OLD.id > 0) EXECUTE FUNCTION "App".touch()`,
    true,
  ),
  change(
    firm,
    ["condition"],
    `DROP TRIGGER firm ON "App".deal;
     CREATE CONSTRAINT TRIGGER firm AFTER UPDATE ON "App".deal FOR EACH ROW WHEN (OLD.id > 1) EXECUTE FUNCTION "App".touch()`,
    true,
  ),
  change(checked, ["initiallyDeferred"], makeChecked({ timing: "IMMEDIATE" }), true),
  change(checked, ["references"], makeChecked({ from: "event_2025" }), true),
  change(checked, ["enabled"], `ALTER TABLE "App".deal DISABLE TRIGGER checked`, false),
  change(spread, ["partitionStates"], `ALTER TABLE "App".event_2025 ENABLE TRIGGER spread`, false),
  change(spread, ["partitionStates"], `ALTER TABLE "App".event_2024_1 ENABLE ALWAYS TRIGGER spread`, false),
  change(spread, ["enabled", "partitionStates"], `ALTER TABLE "App".event DISABLE TRIGGER spread`, false),
  change(spread, "missing", `DROP TRIGGER spread ON "App".event`),
  change(checked, "missing", `DROP TRIGGER checked ON "App".deal`),
  change(
    on("trigger", "log", "extra"),
    "unexpected",
    `CREATE TRIGGER extra AFTER INSERT ON "App".log EXECUTE FUNCTION "App".touch()`,
  ),
];

const audit: Identity = { kind: "event trigger", name: "Audit" };
const makeAudit = (event: string, tags: string, call: string): string => `
  DROP EVENT TRIGGER "Audit";
  CREATE EVENT TRIGGER "Audit" ON ${event} WHEN TAG IN (${tags}) EXECUTE FUNCTION "App".${call}();
  ALTER EVENT TRIGGER "Audit" DISABLE; COMMENT ON EVENT TRIGGER "Audit" IS 'records'`;

const eventTriggers: readonly Mutation[] = [
  change(
    audit,
    ["event"],
    makeAudit("ddl_command_start", "'CREATE TABLE', 'DROP TABLE'", '"Audit ddl"'),
    true,
  ),
  change(audit, ["tags"], makeAudit("ddl_command_end", "'CREATE TABLE'", '"Audit ddl"'), true),
  change(audit, ["function"], makeAudit("ddl_command_end", "'CREATE TABLE', 'DROP TABLE'", "watch"), true),
  change(audit, ["enabled"], `ALTER EVENT TRIGGER "Audit" ENABLE ALWAYS`, false),
  change(
    audit,
    ["owner"],
    ({ owner }) =>
      `ALTER ROLE ${owner} SUPERUSER; ALTER EVENT TRIGGER "Audit" OWNER TO ${owner}; ALTER ROLE ${owner} NOSUPERUSER`,
    false,
  ),
  change(audit, ["comment"], `COMMENT ON EVENT TRIGGER "Audit" IS NULL`, false),
  change(audit, "missing", `DROP EVENT TRIGGER "Audit"`),
  change(
    { kind: "event trigger", name: "extra" },
    "unexpected",
    `CREATE EVENT TRIGGER extra ON sql_drop EXECUTE FUNCTION "App".watch()`,
  ),
];

const keep = on("rule", "deal", "keep ON x TO y");
const silent = on("rule", "log", "silent");

const rules: readonly Mutation[] = [
  change(silent, ["event"], `CREATE OR REPLACE RULE silent AS ON DELETE TO "App".log DO ALSO NOTHING`, false),
  change(
    silent,
    ["definition"],
    `CREATE OR REPLACE RULE silent AS ON UPDATE TO "App".log DO INSTEAD NOTHING`,
    false,
  ),
  change(
    keep,
    ["definition"],
    `CREATE OR REPLACE RULE "keep ON x TO y" AS ON DELETE TO "App".deal WHERE OLD.id > 6 DO INSTEAD NOTHING`,
    false,
  ),
  change(keep, ["enabled"], `ALTER TABLE "App".deal ENABLE REPLICA RULE "keep ON x TO y"`, false),
  change(keep, ["comment"], `COMMENT ON RULE "keep ON x TO y" ON "App".deal IS 'no'`, false),
  change(keep, "missing", `DROP RULE "keep ON x TO y" ON "App".deal`),
  change(on("rule", "deal_view", "forward"), "missing", `DROP RULE forward ON "App".deal_view`),
  change(
    on("rule", "log", "extra"),
    "unexpected",
    `CREATE RULE extra AS ON INSERT TO "App".log DO ALSO UPDATE "App".deal SET note = NEW.what`,
  ),
];

const own = on("policy", "deal", "own deals");
const never = on("policy", "deal", "never");
const entry = on("policy", "log", "entry");

const policies: readonly Mutation[] = [
  change(
    never,
    ["permissive"],
    `DROP POLICY never ON "App".deal; CREATE POLICY never ON "App".deal FOR DELETE USING (id IN (SELECT l.id FROM "App".log l))`,
    true,
  ),
  change(
    never,
    ["command"],
    `DROP POLICY never ON "App".deal;
     CREATE POLICY never ON "App".deal AS RESTRICTIVE FOR SELECT USING (id IN (SELECT l.id FROM "App".log l))`,
    true,
  ),
  change(own, ["roles"], `ALTER POLICY "own deals" ON "App".deal TO PUBLIC`, false),
  change(own, ["using"], `ALTER POLICY "own deals" ON "App".deal USING (true)`, false),
  change(own, ["withCheck"], `ALTER POLICY "own deals" ON "App".deal WITH CHECK (true)`, false),
  change(
    entry,
    ["command", "using"],
    `DROP POLICY entry ON "App".log; CREATE POLICY entry ON "App".log USING (false) WITH CHECK (true)`,
    true,
  ),
  change(own, ["comment"], `COMMENT ON POLICY "own deals" ON "App".deal IS NULL`, false),
  change(own, "missing", `DROP POLICY "own deals" ON "App".deal`),
  change(on("policy", "log", "extra"), "unexpected", `CREATE POLICY extra ON "App".log USING (true)`),
];

export const mutations: readonly Mutation[] = [
  ...functions,
  ...procedures,
  ...aggregates,
  ...materializedViews,
  ...triggers,
  ...eventTriggers,
  ...rules,
  ...policies,
];

/** One change by hand for each attribute of functions, procedures and aggregates. */
import { change, inApp, type Mutation } from "./acting-kinds.mutation";

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

/** `also`: what an overload is taken for instead. */
const plus = (attribute: string, clause: string, value: string, ...also: readonly string[]): Mutation =>
  change(
    inApp("aggregate", "plus", "numeric"),
    [attribute, ...also].toSorted(),
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
  plus("finalExtra", "FINALFUNC_EXTRA", "false", "finalFunction"),
  plus("finalModify", "FINALFUNC_MODIFY", "READ_ONLY"),
  plus("combineFunction", "COMBINEFUNC", '"App".add_too'),
  plus("movingStateFunction", "MSFUNC", '"App".add_too'),
  plus("movingInverseFunction", "MINVFUNC", '"App".take_too'),
  plus("movingStateSpace", "MSSPACE", "16"),
  plus("movingInitialState", "MINITCOND", "'2'"),
  plus("movingFinalFunction", "MFINALFUNC", '"App".finish_too'),
  plus("movingFinalExtra", "MFINALFUNC_EXTRA", "false", "movingFinalFunction"),
  plus("movingFinalModify", "MFINALFUNC_MODIFY", "SHAREABLE"),
  plus("parallel", "PARALLEL", "UNSAFE"),
  average("serializeFunction", "numeric_serialize", "numeric_avg_deserialize", "RESTRICTED"),
  average("deserializeFunction", "numeric_avg_serialize", "numeric_deserialize", "RESTRICTED"),
  change(
    flex,
    ["finalFunction", "stateFunction", "stateType"],
    `CREATE OR REPLACE AGGREGATE "App".flex(numeric) (SFUNC = "App".add, STYPE = bigint, FINALFUNC = "App".words,
       MSFUNC = "App".add, MINVFUNC = "App".take, MSTYPE = numeric, MFINALFUNC = "App".words)`,
    false,
  ),
  change(
    flex,
    ["movingFinalFunction", "movingInverseFunction", "movingStateFunction", "movingStateType"],
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

export const routineMutations: readonly Mutation[] = [...functions, ...procedures, ...aggregates];

/** Pieces of SQL text that the catalog queries of functions, procedures and aggregates share. `p` is their pg_proc row, `n` its schema. */
import { catalogOid, isUserSchema } from "../catalog-sql";

/**
 * Types of the input arguments, as format_type prints them: what Postgres itself tells overloads apart by
 * (pg_proc_proname_args_nsp_index). Names, modes and defaults are attributes, so that a renamed argument is a change.
 */
export const inputTypes = "pg_catalog.oidvectortypes(p.proargtypes)";

/** Arguments in order as `{ mode, name, type, default }`, without the columns of RETURNS TABLE, which the result names. */
const parameterList = `coalesce((
  SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
           'mode', CASE p.proargmodes[u.place] WHEN 'o' THEN 'out' WHEN 'b' THEN 'inout' WHEN 'v' THEN 'variadic' ELSE 'in' END,
           'name', nullif(p.proargnames[u.place], ''), 'type', pg_catalog.format_type(u.type, NULL),
           'default', pg_catalog.pg_get_function_arg_default(p.oid, u.place::int)) ORDER BY u.place)
  FROM pg_catalog.unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY u(type, place)
  WHERE p.proargmodes[u.place] IS DISTINCT FROM 't'), '[]'::json)`;

const ofRoutine = (oid: string, more: string): string => `(
  SELECT pg_catalog.quote_ident(rn.nspname) || '.' || pg_catalog.quote_ident(rp.proname)${more}
  FROM pg_catalog.pg_proc rp JOIN pg_catalog.pg_namespace rn ON rn.oid = rp.pronamespace WHERE rp.oid = ${oid})`;

/** The qualified, quoted name of a routine by oid; NULL for 0. `regproc` would leave the schema out for some, by major. */
export const routineName = (oid: string): string => ofRoutine(oid, "");

/** The same with the types of its arguments, which tell it from others of its name. */
export const routineSignature = (oid: string): string =>
  ofRoutine(oid, " || '(' || pg_catalog.oidvectortypes(rp.proargtypes) || ')'");

/** `safe`, `restricted` or `unsafe`. */
export const parallelWord =
  "CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END";

/** Users' routines of some kinds, without those that Postgres made for a range type and drops with it. */
export const isUserRoutine = (
  prokinds: string,
): string => `p.prokind IN (${prokinds}) AND ${isUserSchema("n")}
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend i
                  WHERE i.classid = ${catalogOid.pg_proc} AND i.objid = p.oid AND i.deptype = 'i')`;

/** What functions and procedures both have, as columns of their queries. */
export const routineColumns = `
  ${parameterList} AS parameters, l.lanname AS language,
  coalesce(pg_catalog.pg_get_function_sqlbody(p.oid), p.prosrc) AS body, p.prosqlbody IS NOT NULL AS "standardBody",
  p.probin AS library, p.prosecdef AS "securityDefiner",
  (SELECT pg_catalog.array_agg(pg_catalog.format_type(u.type, NULL) ORDER BY u.place)
   FROM pg_catalog.unnest(p.protrftypes) WITH ORDINALITY u(type, place)) AS transforms,
  (SELECT pg_catalog.array_agg(o ORDER BY o) FROM pg_catalog.unnest(p.proconfig) o) AS configuration`;

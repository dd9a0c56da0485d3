/** Pieces of the trigger query. `t` is the pg_trigger row, `c` its relation, `n` the relation's schema. */

/**
 * The constants passed to the function. tgargs holds them one after the other, each closed by a zero byte
 * (https://www.postgresql.org/docs/current/catalog-pg-trigger.html); text cannot hold one, so the bytes are split as hex.
 */
export const triggerArguments = `CASE WHEN t.tgnargs = 0 THEN '{}'::text[] ELSE ARRAY(
  SELECT pg_catalog.convert_from(pg_catalog.decode(pg_catalog.replace(bytes, ' ', ''), 'hex'), pg_catalog.getdatabaseencoding())
  FROM pg_catalog.unnest(pg_catalog.string_to_array(
    pg_catalog.regexp_replace(pg_catalog.encode(t.tgargs, 'hex'), '(..)', '\\1 ', 'g'), '00 ')) WITH ORDINALITY u(bytes, place)
  WHERE place <= t.tgnargs ORDER BY place) END`;

const relationName = (oid: string): string => `(
  SELECT pg_catalog.quote_ident(rn.nspname) || '.' || pg_catalog.quote_ident(r.relname)
  FROM pg_catalog.pg_class r JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace WHERE r.oid = ${oid})`;

const event = (bit: number, word: string): string => `CASE WHEN t.tgtype & ${bit} <> 0 THEN '${word}' END`;

const updateEvent = `CASE WHEN t.tgtype & 16 <> 0 THEN 'UPDATE' || coalesce(' OF ' || (
  SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY u.place)
  FROM pg_catalog.unnest(t.tgattr::int2[]) WITH ORDINALITY u(attnum, place)
  JOIN pg_catalog.pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum = u.attnum), '') END`;

/** What pg_get_triggerdef writes in front of the condition (pg_get_triggerdef_worker in ruleutils.c), word for word. */
const before = `pg_catalog.concat(
  'CREATE ', CASE WHEN t.tgconstraint <> 0 THEN 'CONSTRAINT ' END, 'TRIGGER ', pg_catalog.quote_ident(t.tgname),
  CASE WHEN t.tgtype & 64 <> 0 THEN ' INSTEAD OF ' WHEN t.tgtype & 2 <> 0 THEN ' BEFORE ' ELSE ' AFTER ' END,
  pg_catalog.concat_ws(' OR ', ${event(4, "INSERT")}, ${event(8, "DELETE")}, ${updateEvent}, ${event(32, "TRUNCATE")}),
  ' ON ', pg_catalog.quote_ident(n.nspname), '.', pg_catalog.quote_ident(c.relname), ' ',
  CASE WHEN t.tgconstraint <> 0 THEN pg_catalog.concat(
    CASE WHEN t.tgconstrrelid <> 0 THEN 'FROM ' || ${relationName("t.tgconstrrelid")} || ' ' END,
    CASE WHEN t.tgdeferrable THEN '' ELSE 'NOT ' END, 'DEFERRABLE INITIALLY ',
    CASE WHEN t.tginitdeferred THEN 'DEFERRED ' ELSE 'IMMEDIATE ' END) END,
  CASE WHEN t.tgoldtable IS NOT NULL OR t.tgnewtable IS NOT NULL THEN 'REFERENCING ' END,
  'OLD TABLE AS ' || pg_catalog.quote_ident(t.tgoldtable) || ' ', 'NEW TABLE AS ' || pg_catalog.quote_ident(t.tgnewtable) || ' ',
  'FOR EACH ', CASE WHEN t.tgtype & 1 <> 0 THEN 'ROW ' ELSE 'STATEMENT ' END, 'WHEN (')`;

/** What it writes behind the condition. */
const behind = `pg_catalog.concat(') EXECUTE FUNCTION ', t.tgfoid::pg_catalog.regproc, '(', (
  SELECT pg_catalog.string_agg('''' || pg_catalog.replace(argument, '''', '''''') || '''', ', ' ORDER BY place)
  FROM pg_catalog.unnest(${triggerArguments}) WITH ORDINALITY u(argument, place)), ')')`;

/**
 * The WHEN expression; NULL where there is none.
 *
 * pg_get_expr refuses it (it speaks of two rows, OLD and NEW), so it is cut out of pg_get_triggerdef by the exact lengths
 * of what stands around it: names may hold any text, `WHEN (` too.
 */
export const triggerCondition = `CASE WHEN t.tgqual IS NOT NULL THEN (
  SELECT pg_catalog.substr(text.definition, 1 + pg_catalog.length(text.before),
           pg_catalog.length(text.definition) - pg_catalog.length(text.before) - pg_catalog.length(text.behind))
  FROM (SELECT pg_catalog.pg_get_triggerdef(t.oid) AS definition, ${before} AS before, ${behind} AS behind) text) END`;

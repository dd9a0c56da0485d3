/**
 * Turns the two keys of the history's tables into uuid, with every column that refers to them: the founding accident.
 *
 * The database is taken apart by its own catalog and put together from the definitions that the server prints. Those
 * compare keys as text (`(o.id)::text = (d.organization_id)::text`), which both types understand, so views and policies
 * read the same on both sides and the types are all that differs.
 */
import type { Session } from "../../lib/postgres/connect";

/** The columns whose types the founding accident changed, before what refers to them. */
export const keyColumns = [
  { table: "organizations", column: "id" },
  { table: "users", column: "id" },
] as const;

interface Rebuild {
  readonly drop: string;
  readonly create: string;
}

/**
 * Takes down what stands in the way of a change of a key's type: foreign keys, views, policies.
 * @returns the statements that put them up again; rows that are inserted before do not pay for them one by one
 */
export async function takeApart(session: Session): Promise<string> {
  const views = await session.query<Rebuild>(viewsQuery);
  const policies = await session.query<Rebuild>(policiesQuery);
  const foreignKeys = await session.query<Rebuild>(foreignKeysQuery);
  await session.script(
    [...[...views].reverse(), ...policies, ...foreignKeys].map((object) => object.drop).join("\n"),
  );
  return [...foreignKeys, ...views, ...policies].map((object) => object.create).join("\n");
}

/** The statements that make the keys and every column that refers to them uuid. To be asked while the foreign keys stand. */
export async function uuidStatements(session: Session): Promise<string> {
  const rows = await session.query<{ statement: string }>(keyColumnsQuery, [
    keyColumns.map(({ table }) => table),
    keyColumns.map(({ column }) => column),
  ]);
  return rows.map((row) => row.statement).join("\n");
}

const keyColumnsQuery = `
WITH RECURSIVE key_columns (relation, attribute) AS (
  SELECT a.attrelid, a.attnum
    FROM unnest($1::text[], $2::text[]) AS wanted (table_name, column_name)
    JOIN pg_class c ON c.relname = wanted.table_name AND c.relnamespace = 'public'::regnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = wanted.column_name
  UNION
  SELECT k.conrelid, pair.referring
    FROM key_columns
    JOIN pg_constraint k ON k.contype = 'f' AND k.confrelid = key_columns.relation
   CROSS JOIN unnest(k.conkey, k.confkey) AS pair (referring, referred)
   WHERE pair.referred = key_columns.attribute
)
SELECT format('ALTER TABLE %s %s;', relation::regclass,
              string_agg(format('ALTER COLUMN %1$I TYPE uuid USING %1$I::uuid', a.attname), ', ' ORDER BY a.attnum)) AS statement
  FROM key_columns
  JOIN pg_attribute a ON a.attrelid = relation AND a.attnum = attribute
 GROUP BY relation
 ORDER BY relation::regclass::text`;

// One statement for each table: every ALTER TABLE looks at all constraints of its table again.
const foreignKeysQuery = `
SELECT format('ALTER TABLE %s %s;', k.conrelid::regclass,
              string_agg(format('DROP CONSTRAINT %I', k.conname), ', ')) AS drop,
       format('ALTER TABLE %s %s;', k.conrelid::regclass,
              string_agg(format('ADD CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), ', ' ORDER BY k.conname)) AS create
  FROM pg_constraint k
 WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
 GROUP BY k.conrelid
 ORDER BY k.conrelid::regclass::text`;

// In the order of their creation, so that a view comes after the views that it reads.
const viewsQuery = `
SELECT format('DROP %s %s;', kind.word, c.oid::regclass) AS drop,
       format('CREATE %s %s%s AS %s', kind.word, c.oid::regclass,
              ' WITH (' || array_to_string(c.reloptions, ', ') || ')', pg_get_viewdef(c.oid))
       || coalesce((SELECT string_agg(pg_get_indexdef(i.indexrelid) || ';', ' ' ORDER BY i.indexrelid)
                      FROM pg_index i WHERE i.indrelid = c.oid), '')
       || coalesce(format('COMMENT ON %s %s IS %L;', kind.word, c.oid::regclass, obj_description(c.oid, 'pg_class')), '') AS create
  FROM pg_class c
 CROSS JOIN LATERAL (SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END AS word) AS kind
 WHERE c.relkind IN ('v', 'm') AND c.relnamespace = 'public'::regnamespace
 ORDER BY c.oid`;

const policiesQuery = `
SELECT format('DROP POLICY %I ON %s;', p.polname, p.polrelid::regclass) AS drop,
       format('CREATE POLICY %I ON %s AS %s FOR %s%s%s;', p.polname, p.polrelid::regclass,
              CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
              CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
              ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
              ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
       || coalesce(format('COMMENT ON POLICY %I ON %s IS %L;', p.polname, p.polrelid::regclass,
                          obj_description(p.oid, 'pg_policy')), '') AS create
  FROM pg_policy p
 ORDER BY p.polrelid::regclass::text, p.polname`;

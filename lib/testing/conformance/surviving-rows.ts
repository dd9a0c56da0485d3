import type { Session } from "../../postgres/connect";
import { errorCode } from "../../postgres/connection-error";
import { qualify, quoteIdentifier } from "../../postgres/identifier";

type Row = readonly (string | null)[];

interface TableRows {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly Row[];
}

/** Every row of every table, as text. A partitioned table's rows are those of its partitions, with which they come and go. */
export type StoredRows = ReadonlyMap<string, TableRows>;

/** Reads all rows. Generated columns are left out: they follow from the others. */
export async function readRows(session: Session): Promise<StoredRows> {
  const tables = await session.query<Omit<TableRows, "rows">>(`
    SELECT n.nspname::text AS schema, c.relname::text AS name,
      coalesce((SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod)) ORDER BY a.attname)
        FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''), '[]') AS columns
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    ORDER BY 1, 2`);
  const stored = new Map<string, TableRows>();
  for (const { schema, name, columns } of tables) {
    const list = columns.map((column) => `${quoteIdentifier(column.name)}::text`).join(", ");
    const from = `ONLY ${qualify(schema, name)}`;
    const found = await session.query<{ row: Row }>(
      `SELECT ${columns.length === 0 ? "'{}'::text[]" : `ARRAY[${list}]`} AS row FROM ${from}`,
    );
    stored.set(JSON.stringify([schema, name]), { schema, name, columns, rows: found.map(({ row }) => row) });
  }
  return stored;
}

/**
 * Which rows did not survive: for every table that both the actual and the expected schema have, the same number of rows, and
 * in the columns that both have the same values. Where a column's type changed, the value that its text is in the new type.
 * @returns one sentence for each table that lost something
 */
export async function lostRows(
  before: StoredRows,
  after: StoredRows,
  expected: StoredRows,
  session: Session,
): Promise<readonly string[]> {
  const lost: string[] = [];
  for (const [key, table] of before) {
    const wanted = expected.get(key);
    if (wanted === undefined || table.rows.length === 0) continue;
    const name = qualify(table.schema, table.name);
    const now = after.get(key);
    if (now === undefined || now.rows.length !== table.rows.length) {
      lost.push(`${name} had ${table.rows.length} rows and has ${now?.rows.length ?? 0}`);
      continue;
    }
    const kept = table.columns.filter((column) =>
      wanted.columns.some(({ name: other }) => other === column.name),
    );
    const [was, is] = await columnsOf(
      table,
      now,
      kept.map((column) => column.name),
      session,
    );
    if (was !== is) lost.push(`${name} has other values than before: ${was} became ${is}`);
  }
  return lost;
}

/** The values of some columns before and now, each as one text that does not depend on the order of rows. */
async function columnsOf(
  before: TableRows,
  now: TableRows,
  names: readonly string[],
  session: Session,
): Promise<readonly [string, string]> {
  const was: (string | null)[][] = before.rows.map(() => []);
  const is: (string | null)[][] = now.rows.map(() => []);
  for (const name of names) {
    const [old, present] = [columnOf(before, name), columnOf(now, name)];
    if (present === undefined || old === undefined) {
      for (const row of was) row.push("a column that is gone");
      continue;
    }
    const cast = await asOf(present.type, old, session);
    was.forEach((row, position) => {
      row.push(cast === null ? known(old.values[position]) : (cast[position] ?? null));
    });
    is.forEach((row, position) => {
      const value = present.values[position] ?? null;
      row.push(cast === null ? known(value) : value);
    });
  }
  const text = (rows: readonly Row[]): string =>
    rows
      .map((row) => JSON.stringify(row))
      .toSorted()
      .join(" ");
  return [text(was), text(is)];
}

/** Where the new type does not read the old one's text, all that can be said is whether there is a value. */
const known = (value: string | null | undefined): string | null => (value == null ? null : "a value");

function columnOf(
  table: TableRows,
  name: string,
): { readonly type: string; readonly values: readonly (string | null)[] } | undefined {
  const position = table.columns.findIndex((column) => column.name === name);
  const column = table.columns[position];
  return column && { type: column.type, values: table.rows.map((row) => row[position] ?? null) };
}

/** Of a domain, the type may have the same name and other digits. */
async function asOf(
  type: string,
  old: { readonly type: string; readonly values: readonly (string | null)[] },
  session: Session,
): Promise<readonly (string | null)[] | null> {
  const cast = await castValues(old.values, type, session);
  return cast === null && old.type === type ? old.values : cast;
}

async function castValues(
  values: readonly (string | null)[],
  type: string,
  session: Session,
): Promise<readonly (string | null)[] | null> {
  try {
    const rows = await session.query<{ value: string | null }>(
      `SELECT CAST(v.value AS ${type})::text AS value FROM pg_catalog.unnest($1::text[]) WITH ORDINALITY AS v(value, place) ORDER BY v.place`,
      [values],
    );
    return rows.map(({ value }) => value);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return null;
  }
}

import type { Session } from "../../postgres/connect";
import { errorCode } from "../../postgres/connection-error";
import { qualify, quoteIdentifier, quoteLiteral } from "../../postgres/identifier";
import { keyValues, type PartitionStep, partitionsField } from "./partition-values";

interface ColumnFacts {
  readonly name: string;
  readonly number: number;
  readonly type: string;
  /** Of the type beneath domains and arrays, as pg_type names it. */
  readonly base: string;
  readonly isArray: boolean;
  readonly typmod: number;
  readonly labels: readonly string[] | null;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
}

interface ForeignKeyFacts {
  readonly columns: readonly number[];
  readonly schema: string;
  readonly table: string;
  readonly referenced: readonly string[];
}

interface TableFacts {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly ColumnFacts[];
  readonly foreignKeys: readonly ForeignKeyFacts[];
  readonly checks: readonly string[];
  /** Of a partitioned table, the way to each partition that holds rows. */
  readonly partitions: readonly (readonly PartitionStep[])[];
}

const rowsPerTable = 3;

/** Of a partitioned table: more kinds of values there are not. */
const mostPartitions = 9;

const factsQuery = `
  WITH RECURSIVE bases AS (
    SELECT t.oid, t.oid AS base, t.typtypmod AS typmod, false AS isarray FROM pg_catalog.pg_type t
    UNION ALL
    SELECT b.oid, CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.typelem END,
      CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE -1 END, b.isarray OR t.typtype <> 'd'
    FROM bases b JOIN pg_catalog.pg_type t ON t.oid = b.base
    WHERE t.typtype = 'd' OR (t.typcategory = 'A' AND t.typelem <> 0)
  ), settled AS (
    SELECT b.*, t.typname::text AS name FROM bases b JOIN pg_catalog.pg_type t ON t.oid = b.base
    WHERE t.typtype <> 'd' AND NOT (t.typcategory = 'A' AND t.typelem <> 0)
  )
  SELECT n.nspname::text AS schema, c.relname::text AS name,
    (SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
        'name', a.attname, 'number', a.attnum, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
        'base', s.name, 'isArray', s.isarray, 'typmod', CASE WHEN a.atttypmod >= 0 THEN a.atttypmod ELSE s.typmod END,
        'labels', (SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = s.base),
        'notNull', a.attnotnull OR t.typnotnull, 'hasDefault', a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL) ORDER BY a.attnum)
      FROM pg_catalog.pg_attribute a JOIN settled s ON s.oid = a.atttypid JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity <> 'a') AS columns,
    (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('columns', k.conkey, 'schema', rn.nspname, 'table', r.relname,
        'referenced', (SELECT pg_catalog.json_agg(ra.attname ORDER BY u.place) FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS u(number, place)
                       JOIN pg_catalog.pg_attribute ra ON ra.attrelid = k.confrelid AND ra.attnum = u.number)))
      FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class r ON r.oid = k.confrelid JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
      WHERE k.conrelid = c.oid AND k.contype = 'f') AS "foreignKeys",
    (SELECT pg_catalog.json_agg(pg_catalog.pg_get_constraintdef(k.oid)) FROM pg_catalog.pg_constraint k
      WHERE k.conrelid = c.oid AND k.contype = 'c') AS checks,
    ${partitionsField} AS partitions
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  ORDER BY 1, 2`;

/**
 * Puts up to three rows into each table that lets us, in an order that foreign keys allow, with values by type.
 * A table that refuses (a check we cannot guess, a trigger) stays empty.
 * @returns how many rows there are now
 */
export async function fillTables(session: Session): Promise<number> {
  const found = await session.query<{ [K in keyof TableFacts]: TableFacts[K] | null }>(factsQuery);
  let open = found.map(
    (table) =>
      ({
        ...table,
        ...lists(table.columns, table.foreignKeys, table.checks),
        partitions: table.partitions ?? [],
      }) as TableFacts,
  );
  let rows = 0;
  // Tables that refer to others that are empty still wait for the next round.
  for (let round = 0; round < 4 && open.length > 0; round++) {
    const waiting: TableFacts[] = [];
    for (const table of open) {
      const others = table.foreignKeys.filter(
        (key) => key.table !== table.name || key.schema !== table.schema,
      );
      const isEarly = others.some((key) =>
        open.some((one) => one.name === key.table && one.schema === key.schema),
      );
      const inserted = isEarly && round < 3 ? 0 : await fillTable(table, session);
      rows += inserted;
      if (inserted === 0) waiting.push(table);
      else open = open.filter((one) => one !== table);
    }
    open = waiting;
  }
  return rows;
}

/** Takes out the rows that a case brings along. Triggers have no say in it. */
export async function emptyTables(session: Session): Promise<void> {
  const tables = await session.query<{ schema: string; name: string }>(`
    SELECT n.nspname::text AS schema, c.relname::text AS name
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`);
  if (tables.length === 0) return;
  await session.execute("SET session_replication_role = replica");
  await session.execute(`TRUNCATE ${tables.map(({ schema, name }) => qualify(schema, name)).join(", ")}`);
  await session.execute("RESET session_replication_role");
}

const lists = (
  columns: readonly ColumnFacts[] | null,
  foreignKeys: readonly ForeignKeyFacts[] | null,
  checks: readonly string[] | null,
) => ({ columns: columns ?? [], foreignKeys: foreignKeys ?? [], checks: checks ?? [] });

async function fillTable(table: TableFacts, session: Session): Promise<number> {
  let inserted = 0;
  const partitions = table.partitions.slice(0, mostPartitions).map(keyValues);
  for (let row = 1; row <= Math.max(rowsPerTable, partitions.length); row++) {
    const given = partitions[(row - 1) % Math.max(partitions.length, 1)] ?? new Map<string, string>();
    for (const attempt of attempts) {
      if (await insertRow(table, row, { ...attempt, given }, session)) {
        inserted += 1;
        break;
      }
    }
    if (inserted === 0 && partitions.length === 0) return 0;
  }
  return inserted;
}

interface Attempt {
  readonly nullable: boolean;
  /** Takes values that the table's checks name. */
  readonly fromChecks: boolean;
  /** Expressions that columns have to have. */
  readonly given: ReadonlyMap<string, string>;
}

const attempts: readonly Omit<Attempt, "given">[] = [
  { nullable: true, fromChecks: false },
  { nullable: true, fromChecks: true },
  { nullable: false, fromChecks: true },
];

async function insertRow(
  table: TableFacts,
  row: number,
  attempt: Attempt,
  session: Session,
): Promise<boolean> {
  const columns = table.columns.filter(
    (column) =>
      attempt.given.has(column.name) || (!column.hasDefault && (attempt.nullable || column.notNull)),
  );
  const values = columns.map((column) => columnValue(table, column, row, attempt));
  const names = columns.map((column) => quoteIdentifier(column.name)).join(", ");
  const source = columns.length === 0 ? "DEFAULT VALUES" : `(${names}) VALUES (${values.join(", ")})`;
  try {
    await session.execute(`INSERT INTO ${qualify(table.schema, table.name)} ${source}`);
    return true;
  } catch (error) {
    // Whatever the table's rules refuse: the next attempt knows more or asks for less. Anything else is a broken connection.
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}

function columnValue(table: TableFacts, column: ColumnFacts, row: number, attempt: Attempt): string {
  const given = attempt.given.get(column.name);
  if (given !== undefined) return given;
  for (const key of table.foreignKeys) {
    const place = key.columns.indexOf(column.number);
    const referenced = key.referenced[place];
    if (place < 0 || referenced === undefined) continue;
    const from = qualify(key.schema, key.table);
    return `(SELECT ${quoteIdentifier(referenced)} FROM ${from} ORDER BY ctid OFFSET ${row - 1} LIMIT 1)`;
  }
  if (attempt.fromChecks) {
    const named = table.checks
      .filter((check) => check.includes(column.name))
      .flatMap((check) => [...check.matchAll(/'((?:[^']|'')*)'/g)].map((match) => match[1] ?? ""));
    const choice = named[(row - 1) % Math.max(named.length, 1)];
    if (choice !== undefined) return `'${choice}'::${column.type}`;
  }
  const value = sampleValue(column, row);
  if (value === null) return "NULL";
  const element = `{${JSON.stringify(value)}}`;
  return `${quoteLiteral(column.isArray ? element : value)}::${column.type}`;
}

/** A value of the type as text, another for each row. Null for types nothing is known of. */
function sampleValue({ base, typmod, labels }: ColumnFacts, row: number): string | null {
  if (labels !== null) return labels[(row - 1) % labels.length] ?? null;
  switch (base) {
    case "int2":
    case "int4":
    case "int8":
    case "float4":
    case "float8":
    case "oid":
    case "money":
      return String(row);
    case "numeric":
      return numericValue(typmod, row);
    case "text":
    case "varchar":
    case "bpchar":
    case "citext":
    case "name":
    case "xml":
      return typmod > 4 ? `v${row}`.slice(-(typmod - 4)) : `v${row}`;
    case "char":
      return String(row);
    case "bool":
      return row % 2 === 0 ? "true" : "false";
    case "date":
      return `2020-01-0${row}`;
    case "timestamp":
    case "timestamptz":
      return `2020-01-0${row} 10:00:00`;
    case "time":
    case "timetz":
      return `0${row}:00:00`;
    case "interval":
      return `${row} days`;
    case "uuid":
      return `00000000-0000-0000-0000-00000000000${row}`;
    case "json":
    case "jsonb":
      return `{"k": ${row}}`;
    case "bytea":
      return `\\x0${row}`;
    case "inet":
    case "cidr":
      return `10.0.0.${row}`;
    case "macaddr":
      return `08:00:2b:01:02:0${row}`;
    case "bit":
    case "varbit":
      return row.toString(2).padStart(Math.max(typmod, 1), "0");
    case "point":
      return `(${row},${row})`;
    case "int4range":
    case "int8range":
    case "numrange":
      return `[${row * 10},${row * 10 + 5})`;
    case "daterange":
    case "tsrange":
    case "tstzrange":
      return `[2020-0${row}-01,2020-0${row}-02)`;
    case "tsvector":
      return `v${row}`;
    case "hstore":
      return `k=>${row}`;
    default:
      return null;
  }
}

/** typmod of numeric(p, s) is ((p << 16) | s) + 4. */
function numericValue(typmod: number, row: number): string {
  if (typmod < 4) return String(row);
  const precision = (typmod - 4) >> 16;
  const scale = (typmod - 4) & 0x7ff;
  return precision > scale ? String(row) : `0.${"0".repeat(Math.max(scale - 1, 0))}${row}`;
}

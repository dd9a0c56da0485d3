import type { Catalog } from "../catalog/catalog";
import { baseType, conversionOf, isArray, isString } from "../kinds/columns/column-conversion";
import type { PlannedStatement } from "../plan/plan";
import type { Session } from "../postgres/connect";
import { qualify, quoteIdentifier } from "../postgres/identifier";
import { compareIdentities, type Identity, identityKey, identityOf } from "../postgres/identity";
import type { ColumnProof, ColumnSum, TableProof } from "./proof";
import { sqlState } from "./run-failure";

/** A table whose rows are counted, with the columns whose values are summed. */
export interface CountedTable {
  readonly table: Identity;
  readonly columns: readonly CountedColumn[];
}

interface CountedColumn {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** What the rows of one table were before the statements. */
export interface RowCount {
  readonly counted: CountedTable;
  readonly rows: string;
  /** In the columns' order: the sum over the values' text, and over what the conversion makes of them. */
  readonly sums: readonly { readonly text: ColumnSum; readonly converted: ColumnSum | null }[];
}

/** By identity key of the table: the file that holds its rows. */
export type TableFiles = ReadonlyMap<string, { readonly table: Identity; readonly file: string }>;

/**
 * The tables that the statements write anew, with their converted columns. What is not written anew keeps its files,
 * which is proof enough that no row changed.
 */
export function countedTables(
  statements: readonly PlannedStatement[],
  actual: Catalog,
  intended: Catalog,
  also: readonly Identity[] = [],
): readonly CountedTable[] {
  const tables = new Map<string, Identity>();
  const add = (identity: Identity): void => {
    const table = actual.get(identity);
    if (table?.kind === "table" && intended.get(table) !== undefined)
      tables.set(identityKey(table), identityOf(table));
  };
  for (const { rewrite, alterTable, object } of statements) {
    if (rewrite !== true) continue;
    if (alterTable !== undefined) add(alterTable.table);
    else
      add({
        kind: "table",
        ...(object.schema === undefined ? {} : { schema: object.schema }),
        name: object.table ?? object.name,
      });
  }
  for (const table of also) add(table);
  return [...tables.values()]
    .toSorted(compareIdentities)
    .map((table) => ({ table, columns: convertedColumns(table, statements, actual, intended) }));
}

function convertedColumns(
  table: Identity,
  statements: readonly PlannedStatement[],
  actual: Catalog,
  intended: Catalog,
): readonly CountedColumn[] {
  const key = identityKey(table);
  const altered = statements
    .filter(({ alterTable }) => alterTable !== undefined && identityKey(alterTable.table) === key)
    .map(({ sql }) => sql)
    .join("\n");
  return actual.childrenOf(table).flatMap((child) => {
    const after = intended.get(child);
    if (child.kind !== "column" || after === undefined) return [];
    const from = String(child.type);
    const to = String(after.type);
    // A type that is replaced by a new one of its name changes no column's declaration, only its values' home.
    const named = altered.includes(`ALTER COLUMN ${quoteIdentifier(child.name)} TYPE `);
    // What is generated is computed anew.
    return (from === to && !named) || child.generated !== null ? [] : [{ name: child.name, from, to }];
  });
}

/** Reads the files of all tables: who has another afterwards was written anew. */
export async function readTableFiles(session: Session): Promise<TableFiles> {
  const rows = await session.query<{ schema: string; name: string; file: string }>(
    `SELECT n.nspname::text AS schema, c.relname::text AS name, c.relfilenode::text AS file
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'`,
  );
  return new Map(
    rows.map(({ schema, name, file }) => {
      const table = { kind: "table", schema, name };
      return [identityKey(table), { table, file }];
    }),
  );
}

const hash = (text: string): string => `sum(pg_catalog.hashtextextended((${text}) COLLATE "C", 0))`;

const sumOf = (text: string): string =>
  `pg_catalog.json_build_object('values', count(${text})::text, 'sum', coalesce(${hash(text)}, 0)::text)`;

/** The conversion that ALTER … TYPE makes of a value, as its text; null where only the new type itself could say. */
function convertedText({ name, from, to }: CountedColumn): string | null {
  // A type of somebody's own may not be there yet, or is about to be replaced; its values share their text.
  if (to.includes(".") || from === to) return null;
  // What goes to a string, and not from a padded one, keeps its text.
  if (isString(to) && baseType(from) !== "character") return null;
  const column = quoteIdentifier(name);
  switch (conversionOf(from, to)) {
    case "assignment":
    case "cast":
      return `(${column}::${to})::text`;
    case "through integer":
      return `(${column}::integer${isArray(from) ? "[]" : ""}::${to})::text`;
    case "text":
      return `(${column}::text${isArray(from) ? "[]" : ""}::${to})::text`;
    case "none":
      return null;
  }
}

const plainText = ({ name }: CountedColumn): string => `${quoteIdentifier(name)}::text`;

/**
 * Counts the rows of tables and sums their converted columns, as they are before the statements. Row level security is
 * switched off for it: a role that sees only some rows is refused (42501) instead of answering for all of them.
 */
export async function countBefore(
  session: Session,
  tables: readonly CountedTable[],
): Promise<readonly RowCount[]> {
  const counts: RowCount[] = [];
  for (const counted of tables) {
    const plain = counted.columns.map((column) => sumOf(plainText(column)));
    const converted = counted.columns.map((column) => {
      const text = convertedText(column);
      return text === null ? "NULL" : sumOf(text);
    });
    const { rows, values } =
      (await askIfPossible(session, counted.table, [...plain, ...converted])) ??
      (await ask(session, counted.table, plain));
    counts.push({
      ...{ counted, rows },
      sums: counted.columns.map((_, index) => ({
        text: values[index] ?? noSum,
        converted: values[plain.length + index] ?? null,
      })),
    });
  }
  return counts;
}

const noSum: ColumnSum = { values: "0", sum: "0" };

/** Counts and sums again after the statements, and says for every touched table whether its rows are what they were. */
export async function proveRows(
  session: Session,
  before: readonly RowCount[],
  files: TableFiles,
  touched: readonly Identity[],
  /** Partitions and child tables are counted with the table at the top. */
  covers: (table: Identity) => boolean,
): Promise<readonly TableProof[]> {
  const proofs: TableProof[] = [];
  for (const { counted, rows, sums } of before) {
    const after = await ask(
      session,
      counted.table,
      counted.columns.map((column) => sumOf(plainText(column))),
    );
    const columns = counted.columns.map(({ name, from, to }, index): ColumnProof => {
      const now = after.values[index] ?? noSum;
      const then = sums[index] ?? { text: noSum, converted: null };
      const asConverted = then.converted !== null && same(then.converted, now);
      const outcome = same(then.text, now) ? "same" : asConverted ? "as converted" : "differs";
      return {
        ...{ column: name, from, to, after: now, outcome },
        before: asConverted && outcome !== "same" ? (then.converted ?? then.text) : then.text,
      };
    });
    proofs.push({
      ...{ table: counted.table, method: "counted", rowsBefore: rows, rowsAfter: after.rows, columns },
      equal: rows === after.rows && columns.every(({ outcome }) => outcome !== "differs"),
    });
  }
  const counted = new Set(before.map((count) => identityKey(count.counted.table)));
  const now = await readTableFiles(session);
  for (const table of touched) {
    const key = identityKey(table);
    if (counted.has(key) || !now.has(key) || covers(table)) continue;
    proofs.push({
      ...{ table, method: "not written anew", rowsBefore: null, rowsAfter: null, columns: [] },
      equal: now.get(key)?.file === files.get(key)?.file,
    });
  }
  return proofs.toSorted((a, b) => compareIdentities(a.table, b.table));
}

/** Tables that were there before, have other files now and were not counted. */
export async function rewrittenUncounted(
  session: Session,
  before: readonly RowCount[],
  files: TableFiles,
  covers: (table: Identity) => boolean,
): Promise<readonly Identity[]> {
  const counted = new Set(before.map((count) => identityKey(count.counted.table)));
  return [...(await readTableFiles(session))].flatMap(([key, { table, file }]) => {
    const earlier = files.get(key);
    const replaced = earlier !== undefined && earlier.file !== file;
    return replaced && !counted.has(key) && !covers(table) ? [table] : [];
  });
}

const same = (one: ColumnSum, other: ColumnSum): boolean =>
  one.values === other.values && one.sum === other.sum;

/** Null where a value cannot be converted: the plan's own statement is about to say so. */
async function askIfPossible(
  ...[session, table, sums]: Parameters<typeof ask>
): Promise<Awaited<ReturnType<typeof ask>> | null> {
  await session.execute("SAVEPOINT plumbline_count");
  const answer = await ask(session, table, sums).catch(async (error: unknown) => {
    // Class 22, data exceptions: nothing else is looked past.
    if (sqlState(error)?.startsWith("22") !== true) throw error;
    await session.execute("ROLLBACK TO SAVEPOINT plumbline_count");
    return null;
  });
  await session.execute("RELEASE SAVEPOINT plumbline_count");
  return answer;
}

async function ask(
  session: Session,
  table: Identity,
  sums: readonly string[],
): Promise<{ readonly rows: string; readonly values: readonly (ColumnSum | null)[] }> {
  await session.execute("SET LOCAL row_security = off");
  const [row] = await session.query<{ rows: string; values: readonly (ColumnSum | null)[] }>(
    `SELECT count(*)::text AS rows, pg_catalog.json_build_array(${sums.join(", ")}) AS values FROM ${qualify(table.schema, table.name)}`,
  );
  await session.execute("SET LOCAL row_security = on");
  if (row === undefined) throw new Error("an aggregate gave no row");
  return row;
}

import { identityKey } from "../postgres/identity";
import { blocksReads, blocksWrites } from "../postgres/lock-mode";
import type { Fix, PlannedStatement } from "./plan";

/** How large a relation is, and where that is known from. */
export interface KnownSize {
  /** Estimated by the planner; null when it was never analysed. */
  readonly rows: number | null;
  readonly tableBytes: number;
  readonly indexBytes: number;
  /** `check C-12`, `read at 12:04`. */
  readonly from: string;
}

/** Sizes by {@link tableKey}. */
export type KnownSizes = ReadonlyMap<string, KnownSize>;

/** The key of a relation in {@link KnownSizes}. */
export const tableKey = (schema: string | undefined, name: string): string =>
  identityKey({ kind: "relation", ...(schema === undefined ? {} : { schema }), name });

/** Sizes with those of relations that the plan itself makes: nothing is in them yet. */
export function withCreated(sizes: KnownSizes, fixes: readonly Pick<Fix, "action" | "object">[]): KnownSizes {
  const made = fixes.filter(({ action, object }) => action === "create" && object.table === undefined);
  const empty = { rows: 0, tableBytes: 0, indexBytes: 0, from: "the plan, which makes it" };
  return new Map([
    ...made.map(({ object }) => [tableKey(object.schema, object.name), empty] as const),
    ...sizes,
  ]);
}

export interface Estimate {
  /** Null where nobody can tell. */
  readonly seconds: number | null;
  /** What the figure rests on, or why there is none. */
  readonly basis: string;
}

/** What a statement takes that reads and writes only the catalog. */
const catalogSeconds = 0.01;

const megabyte = 1_048_576;

/**
 * Bytes a second, on 2 CPUs. Rewriting was measured: 1 M rows with two uuid columns and two indexes, 211 MB, in 13.1 s
 * (postgres-facts.md §2a). The others are assumed to be as slow as a cold disk makes them.
 */
const speeds = { rewrite: 16 * megabyte, build: 40 * megabyte, scan: 150 * megabyte };

/** The relation that a statement keeps others from; null where it locks nothing that is in use. */
export function lockedTable(
  statement: PlannedStatement,
): { readonly schema: string | undefined; readonly name: string } | null {
  const { alterTable, lock, object, hazards } = statement;
  if (alterTable !== undefined) return { schema: alterTable.table.schema, name: alterTable.table.name };
  if (lock === null && !hazards.some(({ code }) => code === "data-loss")) return null;
  return { schema: object.schema, name: object.table ?? object.name };
}

/** How long a statement takes once it has its locks. Pure; the basis is said with it. */
export function estimateStatement(statement: PlannedStatement, sizes: KnownSizes): Estimate {
  const work = workOf(statement);
  const table = lockedTable(statement);
  if (work === null || table === null)
    return { seconds: catalogSeconds, basis: "changes the catalog only, reads no row" };
  const size = sizes.get(tableKey(table.schema, table.name));
  if (size === undefined) return { seconds: null, basis: "the size of its table is not known" };
  const bytes = work === "rewrite" ? size.tableBytes + size.indexBytes : size.tableBytes;
  const seconds = catalogSeconds + bytes / speeds[work];
  const rows =
    size.rows === null ? "rows not known" : `about ${Math.round(size.rows).toLocaleString("en")} rows`;
  const words = { rewrite: "written anew", build: "read and sorted", scan: "read" }[work];
  return {
    seconds,
    basis: `${rows}, ${megabytes(bytes)} ${words} at ${megabytes(speeds[work])}/s, ± half; size from ${size.from}`,
  };
}

type Work = keyof typeof speeds;

function workOf({ rewrite, scan, hazards }: PlannedStatement): Work | null {
  if (rewrite) return "rewrite";
  if (hazards.some(({ code }) => code === "index-build")) return "build";
  return scan ? "scan" : null;
}

const megabytes = (bytes: number): string => {
  const size = bytes / megabyte;
  if (size < 0.1) return "under 0.1 MB";
  return `${size < 10 ? size.toFixed(1) : Math.round(size).toLocaleString("en")} MB`;
};

/** How long others wait for one table, at most. */
export interface LongestLock {
  /** Null where a part of it cannot be told. */
  readonly seconds: number | null;
  /** `public.users`; null where nobody waits. */
  readonly tables: readonly { readonly schema: string | undefined; readonly name: string }[];
  readonly readsWait: boolean;
  readonly writesWait: boolean;
}

/**
 * The longest lock of a plan: a run takes all locks of a transaction before its first statement and keeps them until
 * COMMIT, so that each of its tables waits for all of its statements.
 */
export function longestLock(
  transactions: readonly (readonly PlannedStatement[])[],
  sizes: KnownSizes,
): LongestLock {
  let longest: LongestLock = { seconds: 0, tables: [], readsWait: false, writesWait: false };
  for (const statements of transactions) {
    const blocking = statements.filter(({ lock }) => blocksWrites(lock));
    if (blocking.length === 0) continue;
    const estimates = statements.map((statement) => estimateStatement(statement, sizes).seconds);
    const known = estimates.filter((seconds) => seconds !== null);
    const seconds = known.length < estimates.length ? null : known.reduce((sum, each) => sum + each, 0);
    if (longest.tables.length > 0 && !isLonger(seconds, longest.seconds)) continue;
    const tables = new Map(
      blocking.flatMap((statement) => {
        const table = lockedTable(statement);
        return table === null ? [] : [[tableKey(table.schema, table.name), table] as const];
      }),
    );
    const readsWait = blocking.some(({ lock }) => blocksReads(lock));
    longest = { seconds, tables: [...tables.values()], readsWait, writesWait: true };
  }
  return longest;
}

/** What nobody knows may be the longest. */
const isLonger = (a: number | null, b: number | null): boolean => a === null || (b !== null && a > b);

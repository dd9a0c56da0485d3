import {
  type KnownSizes,
  type LongestLock,
  lockedTable,
  longestLock,
  tableKey,
  withCreated,
} from "./estimate";
import type { Plan, PlannedStatement } from "./plan";

/** What a plan does to those who use the database meanwhile, as far as sizes are known. */
export interface Impact {
  /** Transactions of a run. */
  readonly transactions: number;
  readonly lock: LongestLock;
  /** Tables that are written anew. */
  readonly rewritten: number;
  /** What these tables and their indexes take now; null where one of them is not known. */
  readonly rewrittenBytes: number | null;
}

/** Old and new rows stand side by side until COMMIT, and the new ones go through the WAL (postgres-facts.md §2). */
export const timesRewritten = 2.5;

/** Tells the impact of a plan whose statements run in these transactions. Pure. */
export function impactOf(
  plan: Pick<Plan, "fixes" | "statements">,
  transactions: readonly (readonly PlannedStatement[])[],
  known: KnownSizes,
): Impact {
  const sizes = withCreated(known, plan.fixes);
  const rewritten = new Set(
    plan.statements.flatMap((statement) => {
      const table = statement.rewrite === true ? lockedTable(statement) : null;
      return table === null ? [] : [tableKey(table.schema, table.name)];
    }),
  );
  let bytes: number | null = 0;
  for (const key of rewritten) {
    const size = sizes.get(key);
    bytes = size === undefined || bytes === null ? null : bytes + size.tableBytes + size.indexBytes;
  }
  return {
    transactions: transactions.length,
    lock: longestLock(transactions, sizes),
    ...{ rewritten: rewritten.size, rewrittenBytes: bytes },
  };
}

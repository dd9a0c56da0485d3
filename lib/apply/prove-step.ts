import type { Catalog } from "../catalog/catalog";
import { fingerprint } from "../catalog/fingerprint";
import { introspect } from "../introspect/introspect";
import { AppError } from "../postgres/app-error";
import type { Session } from "../postgres/connect";
import { displayName, type Identity, identityKey } from "../postgres/identity";
import type { Intended } from "./intended-catalog";
import type { Proof } from "./proof";
import { proveCatalog } from "./prove-catalog";
import { proveRows, type RowCount, rewrittenUncounted, type TableFiles } from "./row-proof";
import type { Run } from "./run-state";
import { betweenSigns } from "./transaction-settings";

/** How everything was before the statements, and how it should be after them. */
export interface StepBefore {
  readonly before: Catalog;
  readonly intended: Intended;
  readonly files: TableFiles;
  readonly rows: readonly RowCount[];
  /** Relations that were locked up front. */
  readonly relations: readonly Identity[];
  /** performance.now() when they were locked. */
  readonly since: number;
}

/** Reads the catalog again on the same connection, inside the transaction, and compares catalog and rows. */
export async function proveStep(
  run: Run,
  step: StepBefore,
  /** Sets the transaction as it was when the rows were counted. */
  reset: () => Promise<void>,
): Promise<{ readonly proof: Proof; readonly after: Catalog }> {
  const { session, request } = run;
  const covers = hangsOnCounted(step);
  const unforeseen = await rewrittenUncounted(session, step.rows, step.files, covers);
  if (unforeseen.length > 0) throw rewriteUnforeseen(unforeseen);
  const after = await introspect(session, { insideTransaction: true });
  await reset();
  // The comparison may ask the shadow; the rows are counted meanwhile, because the locks are held.
  const beat = heartbeat(session, request.limits.pauseTimeout);
  const [catalog, rows] = await Promise.allSettled([
    proveCatalog(request.plan, step.intended, after, request.compare),
    proveRows(session, step.rows, step.files, step.relations, covers),
  ]);
  clearInterval(beat);
  if (catalog.status === "rejected") throw catalog.reason;
  if (rows.status === "rejected") throw rows.reason;
  const { differences, unplanned } = catalog.value;
  const tables = rows.value;
  return {
    after,
    proof: {
      holds:
        unplanned.length === 0 &&
        differences.every(({ outcome }) => outcome === "gone") &&
        tables.every(({ equal }) => equal),
      ...{ differences, unplanned, tables },
      rowsProven: tables.reduce((sum, { rowsAfter }) => sum + BigInt(rowsAfter ?? 0), 0n).toString(),
      fingerprintBefore: fingerprint(step.before),
      fingerprintAfter: fingerprint(after),
      milliseconds: Math.round(performance.now() - step.since),
    },
  };
}

/**
 * Signs of life while a slow shadow compares: the server ends sessions that are idle in a transaction. They stop after a
 * while, so that a shadow that hangs does not make us hold the locks for ever.
 */
function heartbeat(session: Session, longest: number): NodeJS.Timeout {
  const since = performance.now();
  return setInterval(() => {
    // A lost session shows in the next statement of the run itself.
    if (performance.now() - since < longest) void session.query("SELECT 1").catch(() => undefined);
  }, betweenSigns);
}

/** A partition or a child table is counted with the table above it. */
function hangsOnCounted({ before, rows }: StepBefore): (table: Identity) => boolean {
  const counted = new Set(rows.map((count) => identityKey(count.counted.table)));
  return (table) => {
    const seen = new Set<string>();
    const open: Identity[] = [table];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const key = identityKey(next);
      if (counted.has(key)) return true;
      if (seen.has(key)) continue;
      seen.add(key);
      const found = before.get(next);
      const above = [found?.partitionOf, ...(Array.isArray(found?.inherits) ? found.inherits : [])];
      for (const parent of above as readonly ({ schema: string; name: string } | null | undefined)[])
        if (parent != null) open.push({ kind: "table", schema: parent.schema, name: parent.name });
    }
    return false;
  };
}

/** The transaction is tried once more, with these tables counted before the statements. */
const unforeseenTables = new WeakMap<AppError, readonly Identity[]>();

function rewriteUnforeseen(tables: readonly Identity[]): AppError {
  const error = new AppError(
    "rewrite-unforeseen",
    "Tables were written anew though the plan did not say so; their rows are counted in the next try.",
    { details: tables.map(displayName) },
  );
  unforeseenTables.set(error, tables);
  return error;
}

/** The tables that such an error names; empty for any other. */
export const tablesToCount = (error: unknown): readonly Identity[] =>
  error instanceof AppError ? (unforeseenTables.get(error) ?? []) : [];

import "server-only";
import { connect, type Session } from "../postgres/connect";
import type { ConnectionSettings } from "../postgres/connection-settings";
import { type Preflight, preflightLimit } from "../postgres/statement";

/** What the rows answered. Only `pass` means that they let the statement through. */
export interface PreflightResult {
  readonly preflight: Preflight;
  readonly outcome: "pass" | "fail" | "timed out" | "not run";
  /** Rows that say yes, where there are any. */
  readonly failing?: number;
  /** True where counting stopped at the limit: there may be more. */
  readonly orMore?: boolean;
  /** What the planner thought it would cost, in its own units, before anything was read. */
  readonly cost?: number;
  /** Why it was not run, or what proves the answer. */
  readonly reason?: string;
}

export interface RunPreflightOptions {
  /** Milliseconds one question may take; 30 seconds by default. */
  readonly timeout?: number;
  /** Questions that the planner thinks dearer than this are not run. */
  readonly maximumCost?: number;
  readonly signal?: AbortSignal;
}

/**
 * Asks the database a plan's questions, each in a read-only transaction of its own. Row level security is switched off
 * for it: a role that sees only some rows is refused (42501) instead of answering for all of them.
 * @throws AppError when the database cannot be reached
 */
export async function runPreflight(
  settings: ConnectionSettings,
  preflights: readonly Preflight[],
  options: RunPreflightOptions = {},
): Promise<readonly PreflightResult[]> {
  const statementTimeout = options.timeout ?? 30_000;
  const session = await connect(settings, {
    applicationName: "plumbline preflight",
    ...{ readOnly: true, catalogNames: true },
    ...{ statementTimeout, answerTimeout: statementTimeout + 10_000 },
    lockTimeout: 5_000,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  try {
    await session.execute("SET row_security = off");
    const results: PreflightResult[] = [];
    for (const preflight of preflights) results.push(await ask(session, preflight, options));
    return results;
  } finally {
    await session.close();
  }
}

async function ask(
  session: Session,
  preflight: Preflight,
  options: RunPreflightOptions,
): Promise<PreflightResult> {
  const { sql, proof, unasked } = preflight;
  if (unasked !== undefined) return { preflight, outcome: "not run", reason: unasked };
  if (sql === null) return { preflight, outcome: "pass", ...(proof === undefined ? {} : { reason: proof }) };
  await session.execute("BEGIN READ ONLY");
  let cost: number | undefined;
  try {
    cost = await costOf(session, sql);
    if (options.maximumCost !== undefined && cost > options.maximumCost)
      return { preflight, outcome: "not run", cost, reason: "Reading the rows would take too long." };
    const [row] = await session.query<{ failing: string }>(sql);
    const failing = Number(row?.failing);
    if (!Number.isSafeInteger(failing)) throw new Error(`a preflight query gave no count: ${sql}`);
    if (failing === 0) return { preflight, outcome: "pass", cost };
    return { preflight, outcome: "fail", failing, orMore: failing >= preflightLimit, cost };
  } catch (error) {
    options.signal?.throwIfAborted();
    const code = sqlstate(error);
    if (code === undefined) throw error;
    const facts = { preflight, ...(cost === undefined ? {} : { cost }) };
    // 57014 query_canceled (statement_timeout), 55P03 lock_not_available.
    if (code === "57014" || code === "55P03") return { ...facts, outcome: "timed out" };
    return { ...facts, outcome: "not run", reason: `${(error as Error).message} (${code})` };
  } finally {
    if (options.signal?.aborted !== true) await session.execute("ROLLBACK");
  }
}

async function costOf(session: Session, sql: string): Promise<number> {
  const [row] = await session.query<{ "QUERY PLAN": readonly [{ Plan: { "Total Cost": number } }] }>(
    `EXPLAIN (FORMAT JSON) ${sql}`,
  );
  return row?.["QUERY PLAN"][0].Plan["Total Cost"] ?? 0;
}

function sqlstate(error: unknown): string | undefined {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

import "server-only";
import { readRelationSizes } from "../introspect/relation-facts";
import { type KnownSize, type KnownSizes, lockedTable, tableKey } from "../plan/estimate";
import { impactOf, timesRewritten } from "../plan/impact";
import type { Plan, PlannedStatement } from "../plan/plan";
import type { Session } from "../postgres/connect";
import type { ConnectionSettings } from "../postgres/connection-settings";
import { preflightLimit } from "../postgres/statement";
import type { CheckAnswer } from "./ask-database";
import { type PreflightResult, runPreflight } from "./run-preflight";

/** Milliseconds one question to the rows may take. */
const patience = 10_000;

/** What the rows answered, fit to be kept: counts and no values. */
export interface KeptPreflight {
  readonly question: string;
  readonly outcome: PreflightResult["outcome"];
  readonly stops: boolean;
  readonly failing: number | null;
  readonly orMore: boolean;
  readonly reason: string | null;
  /** True where the server was asked, and no row. */
  readonly ofServer: boolean;
  /** Position of the statement that asks. */
  readonly statement: number;
}

/** Asks the rows whether they let the statements through that are still to be run. */
export async function askData(
  settings: ConnectionSettings,
  { plan, remaining }: { readonly plan: Plan; readonly remaining: readonly PlannedStatement[] },
  signal: AbortSignal,
): Promise<CheckAnswer> {
  const name = "data";
  const asked = plan.statements.flatMap((statement, position) =>
    remaining.includes(statement)
      ? (statement.preflight ?? []).map((preflight) => ({ preflight, position }))
      : [],
  );
  if (asked.length === 0)
    return {
      name,
      result: "pass",
      sentence: "No statement depends on the values that are there.",
      detail: [],
    };
  const results = await runPreflight(
    settings,
    asked.map(({ preflight }) => preflight),
    { timeout: patience, signal },
  );
  const kept = results.map(
    ({ preflight, outcome, failing, orMore, reason }, position): KeptPreflight => ({
      ...{ question: preflight.question, outcome, stops: preflight.stops },
      ...{ failing: failing ?? null, orMore: orMore ?? false, reason: reason ?? null },
      ...{ ofServer: preflight.cost === "server", statement: asked[position]?.position ?? 0 },
    }),
  );
  return { name, ...verdictOf(kept), detail: kept };
}

function verdictOf(kept: readonly KeptPreflight[]): Pick<CheckAnswer, "result" | "sentence"> {
  const stopping = kept.filter(({ outcome, stops }) => outcome === "fail" && stops);
  const [first] = stopping;
  if (first !== undefined) {
    const more = stopping.length > 1 ? ` ${stopping.length - 1} other questions say so too.` : "";
    return {
      result: "fail",
      sentence: first.ofServer
        ? `The server would stop it: ${first.question} Yes.${more}`
        : `${rowsOf(first)} would stop it: ${first.question}${more}`,
    };
  }
  const open = kept.filter(({ outcome }) => outcome === "timed out" || outcome === "not run");
  if (open.length > 0) {
    const [one] = open;
    const why =
      one?.outcome === "timed out" ? `no answer within ${patience / 1_000} s` : (one?.reason ?? "not asked");
    return {
      result: "not run",
      sentence: `${open.length} of ${kept.length} questions have no answer: ${why}`,
    };
  }
  const changing = kept.filter(({ outcome }) => outcome === "fail");
  if (changing.length > 0) {
    const [one] = changing;
    return {
      result: "caution",
      sentence: `${one === undefined ? "Rows" : rowsOf(one)} would be written in another way: ${one?.question ?? ""}`,
    };
  }
  return {
    result: "pass",
    sentence: `${kept.length.toLocaleString("en")} ${kept.length === 1 ? "question" : "questions"} to the rows: none stops it.`,
  };
}

const rowsOf = ({ failing, orMore }: KeptPreflight): string =>
  orMore
    ? `${preflightLimit.toLocaleString("en")} rows or more`
    : `${(failing ?? 0).toLocaleString("en")} ${failing === 1 ? "row" : "rows"}`;

/** What the plan's tables take and how long it locks, as the check keeps it. */
export interface KeptSizes {
  readonly sizes: readonly (readonly [string, KnownSize])[];
  /** Seconds of the longest lock; null where it cannot be told. */
  readonly lockSeconds: number | null;
}

/** What the plan needs on disk. Postgres does not tell how much is free, so this never passes where it needs any. */
export async function askDisk(
  session: Session,
  plan: Plan,
  transactions: readonly (readonly PlannedStatement[])[],
  at: Date,
): Promise<CheckAnswer> {
  const name = "disk";
  const tables = new Map(
    plan.statements.flatMap((statement) => {
      const table = lockedTable(statement);
      if (table?.schema === undefined) return [];
      return [[tableKey(table.schema, table.name), { schema: table.schema, name: table.name }] as const];
    }),
  );
  const from = `the statistics at ${at.toISOString().slice(11, 16)} UTC`;
  const read = await readRelationSizes(session, [...tables.values()]);
  const sizes: KnownSizes = new Map(
    read.map(({ schema, name: relation, rows, tableBytes, indexBytes }) => [
      tableKey(schema, relation),
      { rows, tableBytes, indexBytes, from },
    ]),
  );
  const { lock, rewritten, rewrittenBytes } = impactOf(plan, transactions, sizes);
  const detail: KeptSizes = { sizes: [...sizes], lockSeconds: lock.seconds };
  if (rewritten === 0)
    return { name, result: "pass", sentence: "No table is written anew: it needs next to nothing.", detail };
  const need =
    rewrittenBytes === null
      ? "How much room it needs cannot be told: the size of a table that it writes anew is not known."
      : `It needs about ${Math.max(1, Math.round((rewrittenBytes * timesRewritten) / 1_048_576)).toLocaleString("en")} MB free, files and WAL together (${timesRewritten} times the tables it writes anew).`;
  return {
    name,
    result: "caution",
    sentence: `${need} Postgres does not tell how much is free: look at the server.`,
    detail,
  };
}

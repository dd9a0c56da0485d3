import { countOf } from "@/components/drift/counting";
import type { LongestLock } from "@/lib/plan/estimate";
import type { Plan } from "@/lib/plan/plan";
import { visible } from "@/lib/postgres/identity";

interface VerdictFacts {
  readonly plan: Plan;
  /** Transactions of a run. */
  readonly transactions: number;
  readonly lock: LongestLock;
  /** What takes it back, and what comes back without what was in it. */
  readonly undo: { readonly plan: Pick<Plan, "fixes">; readonly lost: readonly unknown[] };
}

/** What a plan does, in one sentence after the other: `18 statements in 3 transactions. Longest lock ≈ 10 s on …`. */
export function planVerdict({ plan, transactions, lock, undo }: VerdictFacts): string {
  const { statements, hazards } = plan;
  if (statements.length === 0) return "No statement: what was chosen is left to be done by hand.";
  const rewrites = new Set(
    statements.flatMap(({ rewrite, object }) =>
      rewrite ? [`${object.schema}.${object.table ?? object.name}`] : [],
    ),
  ).size;
  const lost = hazards.filter(({ code }) => code === "data-loss").length;
  const takenBack = new Set(undo.plan.fixes.map(({ id }) => id));
  const undone = plan.fixes.filter(({ id }) => takenBack.has(id)).length;
  return [
    `${countOf(statements.length, "statement")} in ${countOf(transactions, "transaction")}.`,
    lockSentence(lock),
    rewrites === 0 ? "No table is rewritten." : `${countOf(rewrites, "table rewrite")}.`,
    lost === 0 ? "No data is lost." : `Data of ${countOf(lost, "object")} is lost.`,
    `Undo exists for ${undone === plan.fixes.length ? "all of it" : `${undone.toLocaleString("en")} of ${countOf(plan.fixes.length, "fix")}`}${undo.lost.length > 0 ? ", and brings no lost data back" : ""}.`,
  ].join(" ");
}

function lockSentence({ seconds, tables, readsWait, writesWait }: LongestLock): string {
  if (!writesWait) return "Nobody waits for it.";
  const [first] = tables;
  const name =
    first === undefined
      ? ""
      : visible(first.schema === undefined ? first.name : `${first.schema}.${first.name}`);
  const where = tables.length === 1 ? name : `${countOf(tables.length, "table")}`;
  const waiting = readsWait ? "reads and writes blocked" : "writes blocked";
  if (seconds === null) return `How long it locks ${where} is not known (${waiting}).`;
  return `Longest lock ${aboutSeconds(seconds)} on ${where} (${waiting}).`;
}

/** An estimate of a time: `under 0.1 s`, `≈ 0.3 s`, `≈ 12 s`, `≈ 4 min`. */
export function aboutSeconds(seconds: number): string {
  if (seconds < 0.1) return "under 0.1 s";
  if (seconds < 10) return `≈ ${seconds.toFixed(1)} s`;
  return seconds < 120 ? `≈ ${Math.round(seconds)} s` : `≈ ${Math.round(seconds / 60)} min`;
}

import { aboutSeconds } from "@/components/plan/plan-verdict";
import type { LongestLock } from "@/lib/plan/estimate";
import { type Impact, timesRewritten } from "@/lib/plan/impact";
import type { PlannedStatement } from "@/lib/plan/plan";
import { visible } from "@/lib/postgres/identity";
import { lockModes } from "@/lib/postgres/lock-mode";
import { countOf } from "./counting";
import { byteSize } from "./quantity";

/** An impact, and the check whose figures it rests on. */
export interface ShownImpact extends Impact {
  /** `C-12` */
  readonly from: string;
}

interface FixImpactProps {
  readonly impact: ShownImpact;
  readonly statements: readonly PlannedStatement[];
}

/** What a fix does to those who use the database meanwhile: each figure with what it rests on. */
export function FixImpact({ impact, statements }: FixImpactProps) {
  const { lock, rewritten, rewrittenBytes, transactions, from } = impact;
  const strongest = lockModes.findLast((mode) => statements.some((statement) => statement.lock === mode));
  const facts = [
    {
      label: "Lock",
      value: strongest ?? "none on anything in use",
      basis: whoWaits(lock),
    },
    {
      label: "Time",
      value: lock.seconds === null ? "not known" : aboutSeconds(lock.seconds),
      basis:
        lock.seconds === null
          ? `${from} could not tell how large a table is`
          : `in ${countOf(transactions, "transaction")}, ± half; sizes from ${from}`,
    },
    {
      label: "Rewrite",
      value: rewritten === 0 ? "none" : countOf(rewritten, "table"),
      basis:
        rewritten === 0
          ? "only the catalog is written"
          : rewrittenBytes === null
            ? "with indexes; sizes not known"
            : `${byteSize(rewrittenBytes)} with indexes`,
    },
    {
      label: "Disk",
      value:
        rewritten === 0
          ? "next to nothing"
          : rewrittenBytes === null
            ? "not known"
            : `≈ ${byteSize(rewrittenBytes * timesRewritten)}`,
      basis: rewritten === 0 ? "" : `free, files and WAL: ${timesRewritten} times what is rewritten`,
    },
  ];
  return (
    <dl className="mb-4 grid grid-cols-2 gap-px overflow-hidden rounded-md border bg-line text-sm lg:grid-cols-4">
      {facts.map(({ label, value, basis }) => (
        <div key={label} className="min-w-0 bg-surface px-3 py-2">
          <dt className="text-faint text-xs">{label}</dt>
          <dd>
            <span className="font-medium">{value}</span>
            <span className="block text-muted text-xs [overflow-wrap:anywhere]">{basis}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function whoWaits({ tables, readsWait, writesWait }: LongestLock): string {
  if (!writesWait) return "nobody waits";
  const [first, ...rest] = tables;
  const name =
    first === undefined
      ? ""
      : visible(first.schema === undefined ? first.name : `${first.schema}.${first.name}`);
  const where = rest.length === 0 ? name : countOf(tables.length, "table");
  return `${readsWait ? "reads and writes" : "writes"} of ${where} wait`;
}

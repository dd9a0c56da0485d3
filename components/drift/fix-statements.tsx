import { hazardTone } from "@/components/plan/hazard-tone";
import { type Phase, phaseWords } from "@/components/plan/statement-phases";
import { Chip } from "@/components/ui/chip";
import { CodeBlock } from "@/components/ui/code-block";
import { Link } from "@/components/ui/link";
import { hazards } from "@/lib/plan/hazards";
import type { PlannedStatement } from "@/lib/plan/plan";
import { visible } from "@/lib/postgres/identity";
import type { Hazard, HazardCode } from "@/lib/postgres/statement";
import { countOf } from "./counting";

/** Statements shown at first. */
const first = 10;

const transactions: { readonly [T in PlannedStatement["transaction"]]: string | null } = {
  inside: null,
  outside: "outside the transaction",
  "commit after": "committed before the next",
};

interface FixStatementsProps {
  readonly statements: readonly PlannedStatement[];
  /** What they are part of: `the fix`, `the undo`. */
  readonly of: string;
  /** Positions of those that change the object itself: shown first where there are too many to show all. */
  readonly own?: readonly number[];
  /** The phases that the others belong to. */
  readonly phases?: readonly Phase[];
  /** True shows every statement. */
  readonly all: boolean;
  readonly allHref: string;
}

/** Statements in their order, with what each locks, writes anew or reads, and how it can hurt. */
export function FixStatements({ statements, of, own = [], phases = [], all, allHref }: FixStatementsProps) {
  const whole = all || statements.length <= first;
  const itself = own.slice(0, first);
  const positions = whole
    ? statements.map((_, position) => position)
    : itself.length > 0
      ? itself
      : statements.slice(0, first).map((_, position) => position);
  return (
    <>
      {!whole && itself.length > 0 && <h3 className="mb-2 font-medium text-sm">The change itself</h3>}
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-3">
        {positions.map((position) => {
          const statement = statements[position];
          return statement === undefined ? null : (
            <Statement key={position} statement={statement} position={position} of={of} />
          );
        })}
      </ol>
      {!whole && phases.length > 0 && itself.length > 0 && <Around phases={phases} />}
      {!whole && (
        <p className="mt-3 text-muted text-sm">
          {positions.length} of {countOf(statements.length, "statement")} shown.{" "}
          <Link href={allHref} scroll={false} className="text-link underline underline-offset-2">
            Show all {statements.length.toLocaleString("en")}
          </Link>
        </p>
      )}
    </>
  );
}

/** What happens around the change, in the order in which it happens. */
function Around({ phases }: { readonly phases: readonly Phase[] }) {
  return (
    <>
      <h3 className="mt-4 mb-1 font-medium text-sm">Everything, in order</h3>
      <ol className="divide-y rounded-md border text-sm">
        {phases.map(({ name, from, to }) => (
          <li key={from} className="flex flex-wrap items-baseline gap-x-3 px-3 py-1.5">
            <span className="w-16 font-medium">{name}</span>
            <span className="min-w-0 flex-1 basis-40 text-muted text-xs">{phaseWords[name]}</span>
            <span className="text-muted text-xs">
              {countOf(to - from + 1, "statement")}, {from === to ? `#${from + 1}` : `#${from + 1}–${to + 1}`}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

interface StatementProps {
  readonly statement: PlannedStatement;
  readonly position: number;
  readonly of: string;
}

function Statement({ statement, position, of }: StatementProps) {
  return (
    <li className="min-w-0">
      <p className="mb-1 flex flex-wrap items-center gap-1.5 text-muted text-xs">
        <span className="font-medium text-ink">#{position + 1}</span>
        <span>{statement.lock === null ? "locks nothing that is in use" : statement.lock}</span>
        {statement.rewrite && <Chip tone="high">writes the table anew</Chip>}
        {statement.scan && !statement.rewrite && <Chip tone="medium">reads every row</Chip>}
        {transactions[statement.transaction] !== null && <Chip>{transactions[statement.transaction]}</Chip>}
        {[...chipHazards(statement.hazards)].map(([code, details]) => (
          <Chip
            key={code}
            tone={hazardTone(code)}
            title={visible(details.length > 0 ? details.join("; ") : hazards[code].effect)}
          >
            {hazards[code].title}
          </Chip>
        ))}
      </p>
      <CodeBlock sql={`${statement.sql};`} label={`Statement ${position + 1} of ${of}`} copyable={false} />
    </li>
  );
}

/** Hazards that no other word of the line says, each once, with what they are about. */
function chipHazards(found: readonly Hazard[]): ReadonlyMap<HazardCode, readonly string[]> {
  const byCode = new Map<HazardCode, string[]>();
  for (const { code, detail } of found) {
    if (code === "table-rewrite" || code === "table-scan") continue;
    const details = byCode.get(code) ?? [];
    if (detail !== undefined) details.push(detail);
    byCode.set(code, details);
  }
  return byCode;
}

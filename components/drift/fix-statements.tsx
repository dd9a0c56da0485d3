import { Chip } from "@/components/ui/chip";
import { CodeBlock } from "@/components/ui/code-block";
import { Link } from "@/components/ui/link";
import type { Tone } from "@/components/ui/tone";
import { hazards } from "@/lib/plan/hazards";
import type { PlannedStatement } from "@/lib/plan/plan";
import { visible } from "@/lib/postgres/identity";
import type { HazardCode } from "@/lib/postgres/statement";
import { countOf } from "./counting";

/** Colours of hazards; the others are neutral. */
const tones: { readonly [H in HazardCode]?: Tone } = {
  "data-loss": "critical",
  "cannot-be-undone": "critical",
  "table-rewrite": "high",
  "blocks-reads": "high",
  "blocks-writes": "medium",
  "may-fail-on-data": "medium",
  "access-widened": "high",
};

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
  /** True shows every statement. */
  readonly all: boolean;
  readonly allHref: string;
}

/** Statements in their order, with what each locks, writes anew or reads, and how it can hurt. */
export function FixStatements({ statements, of, all, allHref }: FixStatementsProps) {
  const shown = all ? statements : statements.slice(0, first);
  return (
    <>
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-3">
        {shown.map((statement, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a statement's identity is its place in the plan
          <li key={position} className="min-w-0">
            <p className="mb-1 flex flex-wrap items-center gap-1.5 text-muted text-xs">
              <span className="font-medium text-ink">{position + 1}</span>
              <span>{statement.lock === null ? "locks nothing that is in use" : statement.lock}</span>
              {statement.rewrite && <Chip tone="high">writes the table anew</Chip>}
              {statement.scan && !statement.rewrite && <Chip tone="medium">reads every row</Chip>}
              {transactions[statement.transaction] !== null && (
                <Chip>{transactions[statement.transaction]}</Chip>
              )}
              {statement.hazards
                .filter(({ code }) => code !== "table-rewrite" && code !== "table-scan")
                .map((hazard) => (
                  <Chip
                    key={`${hazard.code} ${hazard.detail ?? ""}`}
                    tone={tones[hazard.code] ?? "neutral"}
                    title={visible(hazard.detail ?? hazards[hazard.code].effect)}
                  >
                    {hazards[hazard.code].title}
                  </Chip>
                ))}
            </p>
            <CodeBlock
              sql={`${statement.sql};`}
              label={`Statement ${position + 1} of ${of}`}
              copyable={false}
            />
          </li>
        ))}
      </ol>
      {shown.length < statements.length && (
        <p className="mt-3 text-muted text-sm">
          {shown.length} of {countOf(statements.length, "statement")} shown.{" "}
          <Link href={allHref} scroll={false} className="text-link underline underline-offset-2">
            Show all {statements.length.toLocaleString("en")}
          </Link>
        </p>
      )}
    </>
  );
}

import Link from "next/link";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import type { Tone } from "@/components/ui/tone";
import { hazards } from "@/lib/plan/hazards";
import type { Fix, Plan, PlannedStatement } from "@/lib/plan/plan";
import { displayName, visible } from "@/lib/postgres/identity";
import { lockModes } from "@/lib/postgres/lock-mode";
import type { HazardCode } from "@/lib/postgres/statement";
import { countOf } from "./counting";

interface PlannedFixProps {
  /** The plan, or why there is none. */
  readonly outcome:
    | { readonly made: true; readonly plan: Plan }
    | { readonly made: false; readonly message: string };
  /** True shows every statement. */
  readonly all: boolean;
  readonly allHref: string;
}

/** Statements shown at first. */
const first = 10;

const tones: { readonly [H in HazardCode]?: Tone } = {
  "data-loss": "critical",
  "cannot-be-undone": "critical",
  "table-rewrite": "high",
  "blocks-reads": "high",
  "blocks-writes": "medium",
  "may-fail-on-data": "medium",
  "access-widened": "high",
};

/** The statements that would remove the difference, in their order, with what each locks and how it can hurt. Only to read. */
export function PlannedFix({ outcome, all, allHref }: PlannedFixProps) {
  if (!outcome.made) {
    return (
      <Card id="fix" title="What the fix would be">
        <p className="[overflow-wrap:anywhere]">{visible(outcome.message)}</p>
      </Card>
    );
  }
  const { fixes, statements, manual } = outcome.plan;
  const shown = all ? statements : statements.slice(0, first);
  return (
    <Card
      id="fix"
      title="What the fix would be"
      description={statements.length === 0 ? "No statement removes it." : summaryOf(statements)}
      actions={
        statements.length > 0 && (
          <CopyButton text={statements.map(({ sql }) => `${sql};`).join("\n")} label="Copy the fix" />
        )
      }
    >
      {manual.map((entry) => (
        <p key={`${entry.difference} ${entry.attributes.join()}`} className="mb-3 [overflow-wrap:anywhere]">
          <span className="font-medium">{displayName(entry.object)}</span> is left to be done by hand:{" "}
          {visible(entry.reason)}
        </p>
      ))}
      <p className="mb-3 text-muted text-sm">
        {fixes.length > 0 && `${workOf(fixes)}. `}It is only to read: nothing runs from here.
      </p>
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-3">
        {shown.map((statement, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a statement's identity is its place in the plan
          <li key={position} className="min-w-0">
            <p className="mb-1 flex flex-wrap items-center gap-1.5 text-muted text-xs">
              <span className="font-medium text-ink">{position + 1}</span>
              <span>{statement.lock === null ? "locks nothing that is in use" : statement.lock}</span>
              {statement.transaction !== "inside" && <Chip>outside the transaction</Chip>}
              {statement.hazards.map((hazard) => (
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
              label={`Statement ${position + 1} of the fix`}
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
    </Card>
  );
}

function summaryOf(statements: readonly PlannedStatement[]): string {
  const strongest = lockModes.findLast((mode) => statements.some(({ lock }) => lock === mode));
  const rewrites = new Set(
    statements
      .filter(({ rewrite }) => rewrite)
      .map(({ object }) => `${object.schema}.${object.table ?? object.name}`),
  ).size;
  return [
    countOf(statements.length, "statement"),
    strongest === undefined ? "no lock on anything in use" : strongest,
    rewrites === 0 ? "no table rewritten" : `${countOf(rewrites, "table")} rewritten`,
  ].join(" · ");
}

const actions: { readonly [A in Fix["action"]]: string } = {
  create: "created",
  alter: "changed",
  drop: "dropped",
  recreate: "dropped and created as expected",
  rebuild: "dropped and created again as they are",
};

/** `242 objects changed, 253 objects dropped and created again as they are`. */
function workOf(fixes: readonly Fix[]): string {
  return Object.entries(actions)
    .map(([action, words]) => ({ words, count: fixes.filter((fix) => fix.action === action).length }))
    .filter(({ count }) => count > 0)
    .map(({ words, count }) => `${countOf(count, "object")} ${words}`)
    .join(", ");
}

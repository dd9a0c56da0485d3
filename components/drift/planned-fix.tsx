import type { ComponentProps, ReactNode } from "react";
import { phasesOf } from "@/components/plan/statement-phases";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import type { Fix, Plan, PlannedStatement } from "@/lib/plan/plan";
import type { Undo } from "@/lib/plan/undo";
import { displayName, visible } from "@/lib/postgres/identity";
import { CodeFiles } from "./code-files";
import { countOf } from "./counting";
import { FixImpact, type ShownImpact } from "./fix-impact";
import { FixStatements } from "./fix-statements";
import { type FixView, fixViewLabels, fixViews } from "./fix-view";
import { HazardNotes } from "./hazard-notes";

interface PlannedFixProps {
  /** The plan, or why there is none. */
  readonly outcome:
    | {
        readonly made: true;
        readonly plan: Plan;
        readonly online: Plan | null;
        readonly after: string | null;
        readonly undo: () => Undo;
      }
    | { readonly made: false; readonly message: string };
  /** The object as the database has it; null where it does not exist there. */
  readonly before: string | null;
  /** The change of the code; null while it is not shown. */
  readonly code: ComponentProps<typeof CodeFiles> | null;
  readonly view: FixView;
  /** What the fix does to others meanwhile; null where there is none. */
  readonly impact: ShownImpact | null;
  readonly hrefs: { readonly [V in FixView]: string };
  /** True shows every statement. */
  readonly all: boolean;
  readonly allHref: string;
}

/** What removes the difference: before, the statements, after, and what takes them back. Only to read. */
export function PlannedFix(props: PlannedFixProps) {
  const { outcome, view, hrefs, code } = props;
  const offered = fixViews.filter((each) =>
    outcome.made ? each !== "online" || outcome.online !== null : each === "change" || each === "code",
  );
  const shown = offered.includes(view) ? view : "change";
  const statements = outcome.made ? statementsOf(outcome, shown) : [];
  return (
    <Card
      id="fix"
      title="Fix"
      actions={
        <>
          {statements.length > 0 && (
            <CopyButton
              text={statements.map(({ sql }) => `${sql};`).join("\n")}
              label={`Copy the ${shown === "undo" ? "undo" : "fix"}`}
            />
          )}
          <SegmentedLinks
            label="What of the fix to show"
            segments={offered.map((each) => ({
              href: hrefs[each],
              label: fixViewLabels[each],
              current: each === shown,
            }))}
          />
        </>
      }
    >
      {shown === "code" && code !== null ? (
        <CodeFiles {...code} />
      ) : outcome.made ? (
        <FixPart {...props} outcome={outcome} view={shown} />
      ) : (
        <p className="[overflow-wrap:anywhere]">{visible(outcome.message)}</p>
      )}
    </Card>
  );
}

type Made = Extract<PlannedFixProps["outcome"], { made: true }>;

function FixPart({
  outcome,
  view,
  impact,
  before,
  all,
  allHref,
}: Omit<PlannedFixProps, "outcome"> & { readonly outcome: Made }): ReactNode {
  switch (view) {
    case "before":
      return <Definition sql={before} label="Definition before" absent="The database does not have it." />;
    case "after":
      return <Definition sql={outcome.after} label="Definition after" absent="It is gone afterwards." />;
    case "undo": {
      const { plan, lost } = outcome.undo();
      return (
        <>
          {lost.map(({ object, reason }) => (
            <p key={`${object.kind} ${displayName(object)}`} className="mb-3 [overflow-wrap:anywhere]">
              {visible(reason)}
            </p>
          ))}
          <p className="mb-3 text-muted text-sm">
            {plan.statements.length === 0
              ? "No statement takes it back."
              : "Restores the definitions as they were, owners and grants included."}
          </p>
          <FixStatements statements={plan.statements} of="the undo" all={all} allHref={allHref} />
          <HazardNotes found={plan.hazards} />
        </>
      );
    }
    case "online":
      return <Statements plan={outcome.online ?? outcome.plan} online all={all} allHref={allHref} />;
    case "change":
    case "code":
      return <Statements plan={outcome.plan} impact={impact} all={all} allHref={allHref} />;
  }
}

interface StatementsProps {
  readonly plan: Plan;
  readonly online?: boolean;
  readonly impact?: ShownImpact | null;
  readonly all: boolean;
  readonly allHref: string;
}

function Statements({ plan, online, impact = null, all, allHref }: StatementsProps) {
  const { fixes, statements, manual } = plan;
  const own = fixes.find(({ reason }) => reason.type === "difference")?.statements ?? [];
  return (
    <>
      {manual.map((entry) => (
        <p key={`${entry.difference} ${entry.attributes.join()}`} className="mb-3 [overflow-wrap:anywhere]">
          <span className="font-medium">{displayName(entry.object)}</span> is left to be done by hand:{" "}
          {visible(entry.reason)}
        </p>
      ))}
      <p className="mb-3 text-muted text-sm">
        {fixes.length > 0 && `${workOf(fixes)}. `}
        {online
          ? "Weaker or shorter locks, in steps of their own: what a failed step leaves behind stays until it is run again."
          : "Nothing runs from here: a plan is made, approved and run on pages of its own."}
      </p>
      {impact !== null && statements.length > 0 && <FixImpact impact={impact} statements={statements} />}
      <FixStatements
        statements={statements}
        of="the fix"
        own={own}
        phases={phasesOf(plan)}
        all={all}
        allHref={allHref}
      />
      <HazardNotes found={plan.hazards} />
    </>
  );
}

function Definition({
  sql,
  label,
  absent,
}: {
  readonly sql: string | null;
  readonly label: string;
  readonly absent: string;
}) {
  if (sql === null) return <p className="text-muted text-sm">{absent}</p>;
  return <CodeBlock sql={sql} label={label} />;
}

function statementsOf(outcome: Made, view: FixView): readonly PlannedStatement[] {
  if (view === "undo") return outcome.undo().plan.statements;
  if (view === "online") return outcome.online?.statements ?? [];
  return view === "change" ? outcome.plan.statements : [];
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

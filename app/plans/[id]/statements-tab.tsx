import { countOf } from "@/components/drift/counting";
import { HazardsCard } from "@/components/plan/hazards-card";
import { StatementCard } from "@/components/plan/statement-card";
import { StatementOutline } from "@/components/plan/statement-outline";
import { phasesOf, phaseWords } from "@/components/plan/statement-phases";
import { StatementReader } from "@/components/plan/statement-reader";
import { Link } from "@/components/ui/link";
import type { PlanOverview } from "@/lib/operations/read-plan";
import { hazardKey, isPutBack } from "@/lib/plan/hazard-answers";
import { displayName, visible } from "@/lib/postgres/identity";
import { acceptHazards, markStatements } from "../actions";
import { type PlanView, pageSize, planHref } from "./plan-view";
import { statementItems } from "./statement-items";

interface StatementsTabProps {
  readonly overview: PlanOverview;
  readonly view: PlanView;
}

/** The outline on the left, the statements on the right, and what they can do to people over both. */
export async function StatementsTab({ overview, view }: StatementsTabProps) {
  const { plan, questions, answers, reads, may, facts } = overview;
  const { content } = plan;
  const total = content.statements.length;
  const positions = Array.from({ length: total }, (_, position) => position)
    .slice(view.from, view.from + pageSize)
    .filter((position) => !view.hideRead || !reads.has(position));
  const items = await statementItems(overview, positions);
  const accepted = new Map(answers.map(({ hazard, userName }) => [hazard, userName]));
  const phases = phasesOf(content);
  const hrefOf = (statement: number): string => planHref(plan.id, { statement });
  const open = plan.state !== "done" && plan.state !== "discarded" && !facts.plan.stale && facts.plan.intact;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      {content.manual.length > 0 && (
        <section
          aria-label="Left to be done by hand"
          className="card rounded-lg border bg-surface p-4 text-sm"
        >
          <h2 className="font-semibold text-base">Left to be done by hand</h2>
          <ul className="mt-1 grid list-disc gap-1 pl-5">
            {content.manual.map(({ difference, object, attributes, reason }) => (
              <li key={`${difference} ${attributes.join()}`} className="[overflow-wrap:anywhere]">
                <span className="font-medium">{displayName(object)}</span>: {visible(reason)}
              </li>
            ))}
          </ul>
        </section>
      )}
      <HazardsCard
        planId={plan.id}
        hazards={questions.map((question) => ({
          ...question,
          acceptedBy: accepted.get(hazardKey(question.hazard)) ?? null,
          putBack: isPutBack(content, question),
        }))}
        hrefOf={hrefOf}
        {...(may.make && open ? { action: acceptHazards } : {})}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[12rem_minmax(0,1fr)]">
        <StatementOutline phases={phases} reads={reads} hrefOf={hrefOf} />
        <StatementReader
          key={`${view.from} ${view.hideRead}`}
          planId={plan.id}
          total={total}
          read={reads.size}
          mark={markStatements}
        >
          <p className="screen-only mb-3 flex flex-wrap gap-x-4 gap-y-1 text-sm">
            <Link
              href={planHref(plan.id, { hideRead: !view.hideRead })}
              replace
              scroll={false}
              className="text-link hover:underline"
            >
              {view.hideRead ? "Show read ones too" : "Hide what I have read"}
            </Link>
            <PageLinks overview={overview} view={view} />
          </p>
          <ol className="grid grid-cols-[minmax(0,1fr)] gap-3">
            {items.map((item, index) => {
              const phase = phases.find(({ from }) => from === item.position);
              return phase === undefined ? (
                <StatementCard key={item.position} item={item} first={index === 0} />
              ) : (
                <PhaseStart key={item.position} name={phase.name}>
                  <StatementCard item={item} first={index === 0} />
                </PhaseStart>
              );
            })}
          </ol>
          {items.length === 0 && <p className="text-muted">You have read every statement shown here.</p>}
          <p className="screen-only mt-3 flex flex-wrap gap-x-4 text-sm">
            <PageLinks overview={overview} view={view} />
          </p>
        </StatementReader>
      </div>
    </div>
  );
}

function PhaseStart({
  name,
  children,
}: {
  readonly name: keyof typeof phaseWords;
  readonly children: React.ReactNode;
}) {
  return (
    <>
      <li className="mt-2 list-none first:mt-0">
        <h2 className="text-sm">
          <span className="font-semibold">{name}</span> <span className="text-muted">{phaseWords[name]}</span>
        </h2>
      </li>
      {children}
    </>
  );
}

/** A long plan is shown in parts. */
function PageLinks({ overview: { plan }, view }: StatementsTabProps) {
  const total = plan.content.statements.length;
  if (total <= pageSize) return null;
  const last = Math.min(view.from + pageSize, total);
  return (
    <>
      <span className="text-muted">
        {view.from + 1}–{last} of {countOf(total, "statement")}
      </span>
      {view.from > 0 && (
        <Link
          href={planHref(plan.id, { statement: view.from - pageSize })}
          data-shortcut="previous"
          className="text-link hover:underline"
        >
          Previous part
        </Link>
      )}
      {last < total && (
        <Link
          href={planHref(plan.id, { statement: last })}
          data-shortcut="next"
          className="text-link hover:underline"
        >
          Next part
        </Link>
      )}
    </>
  );
}

import { Ellipsis } from "lucide-react";
import { ExportAndShare } from "@/app/databases/export-and-share";
import { PageHeading } from "@/components/frame/page-heading";
import { BypassDialog } from "@/components/plan/bypass-dialog";
import { ChecksOnOpen } from "@/components/plan/checks-on-open";
import { NextStepButton } from "@/components/plan/next-step-button";
import { PlanStatusChip } from "@/components/plan/plan-status-chip";
import { ReviewDialog } from "@/components/plan/review-dialog";
import { ScheduleDialog } from "@/components/plan/schedule-dialog";
import { buttonClasses, LinkButton } from "@/components/ui/button";
import { Menu, type MenuItem } from "@/components/ui/menu";
import type { PlanOverview } from "@/lib/operations/read-plan";
import { visible } from "@/lib/postgres/identity";
import { attachPlan } from "../../windows/actions";
import { askForApproval, beginChecks, bypass, discard, replacePlan, review } from "../actions";
import { planHref } from "./plan-view";
import { withRemedies } from "./with-remedies";

/** Checks that are younger are not asked anew when the page is opened. */
const freshMilliseconds = 60_000;

/** Which plan it is, where it stands, and the one thing that comes next. */
export function PlanHeading({ overview }: { readonly overview: PlanOverview }) {
  const { plan, database, status, approval, step, facts, storedChecks, may } = overview;
  const open = plan.state !== "done" && plan.state !== "discarded" && !facts.plan.stale && facts.plan.intact;
  const oldest = Math.min(...storedChecks.map(({ at }) => at.getTime()));
  const old = storedChecks.length === 0 || facts.now.getTime() - oldest > freshMilliseconds;
  const counted = `${approval.counted.length} of ${approval.needed}`;
  return (
    <PageHeading
      title={
        <>
          {plan.id}{" "}
          <span className="font-normal text-lg text-muted">
            for <bdi>{visible(database.name)}</bdi>
          </span>
        </>
      }
      chips={
        <>
          <PlanStatusChip status={status} {...(status === "Needs approval" ? { detail: counted } : {})} />
          {/* Beside the state, so that nothing moves when the answers are there. */}
          {open && may.make && old && facts.run?.active !== true && (
            <ChecksOnOpen
              planId={plan.id}
              askedAt={storedChecks.length === 0 ? null : new Date(oldest).toISOString()}
              action={beginChecks}
            />
          )}
        </>
      }
      actions={
        <>
          {open && <Step overview={overview} />}
          {open && may.bypass && step === "approve" && approval.needed > 0 && (
            <BypassDialog
              planId={plan.id}
              hash={plan.hash}
              databaseName={visible(database.name)}
              missing={`${approval.needed - approval.counted.length} of ${approval.needed} approvals`}
              action={bypass}
            />
          )}
          <ExportAndShare slug={database.slug} subject={plan.id} sql />
          <Menu
            items={menuOf(overview, open)}
            trigger={
              <button type="button" aria-label="More actions" className={buttonClasses("secondary")}>
                <Ellipsis aria-hidden />
              </button>
            }
          />
        </>
      }
    />
  );
}

function menuOf({ plan, may }: PlanOverview, open: boolean): readonly MenuItem[] {
  return [
    { label: "Copy link", copy: `/plans/${plan.id}` },
    ...(may.make
      ? [
          { label: "Re-plan with some of it…", href: planHref(plan.id, { choosing: true }) },
          { label: "Re-plan as it is", action: replacePlan, fields: { id: plan.id } },
        ]
      : []),
    ...(may.make && open ? [{ label: "Discard", action: discard, fields: { id: plan.id } }] : []),
  ];
}

/** The next step for who can take it; for everybody else, a status. */
function Step({ overview }: { readonly overview: PlanOverview }) {
  const { plan, database, step, may, facts, approval, policy } = overview;
  const blockers = withRemedies(overview.blockers, { planId: plan.id, slug: database.slug });
  const own = [plan.createdById, plan.requestedById].includes(overview.actorId);
  const said = approval.counted.some(({ reviewerId }) => reviewerId === overview.actorId);
  const others = facts.approvers.length === 0 ? "an approver" : facts.approvers.slice(0, 3).join(" or ");
  if (approval.changesRequested !== null && approval.bypass === null && may.make && own) {
    return (
      <LinkButton href={planHref(plan.id, { choosing: true })} look="primary">
        Re-plan…
      </LinkButton>
    );
  }
  switch (step) {
    case "request approval":
      return may.make ? (
        <NextStepButton
          label="Request approval"
          notReady="Not ready to request approval"
          blockers={blockers}
          action={askForApproval}
          fields={{ id: plan.id, hash: plan.hash }}
          pendingText="Checking and asking…"
        />
      ) : (
        <Status>Its author has not requested approval.</Status>
      );
    case "approve":
      if (!may.approve || said || (own && !policy.selfApproval))
        return <Status>Waiting for approval by {visible(others)}.</Status>;
      return (
        <ReviewDialog
          planId={plan.id}
          hash={plan.hash}
          databaseName={visible(database.name)}
          look="primary"
          blockers={blockers}
          action={review}
        />
      );
    case "schedule":
      if (!may.schedule) return <Status>Approved. An operator schedules it.</Status>;
      return blockers.length > 0 ? (
        <NextStepButton label="Schedule" notReady="Not ready to schedule" blockers={blockers} />
      ) : (
        <ScheduleDialog planId={plan.id} windows={overview.windows} action={attachPlan} />
      );
    case "run":
      return may.run ? (
        <NextStepButton
          label={facts.resume === null ? "Open console" : "Resume…"}
          notReady={facts.resume === null ? "Not ready to run" : "Not ready to resume"}
          blockers={blockers}
          href={`/plans/${plan.id}/run`}
        />
      ) : (
        <Status>
          {facts.window.opensText === null
            ? "Ready for an operator."
            : `Applies in a window: ${facts.window.opensText}.`}
        </Status>
      );
    case null:
      return null;
  }
}

const Status = ({ children }: { readonly children: React.ReactNode }) => (
  <p role="status" className="text-muted text-sm">
    {children}
  </p>
);

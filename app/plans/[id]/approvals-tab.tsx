import { ApprovalsCard } from "@/components/plan/approvals-card";
import { ReviewDialog } from "@/components/plan/review-dialog";
import { ActionButton } from "@/components/ui/action-button";
import type { PlanOverview } from "@/lib/operations/read-plan";
import { visible } from "@/lib/postgres/identity";
import { review, withdraw } from "../actions";
import { withRemedies } from "./with-remedies";

/** Who said what of a plan, what counts, and what the policy asks. */
export function ApprovalsTab({ overview }: { readonly overview: PlanOverview }) {
  const { plan, database, approval, policy, reviews, may, actorId, blockers, step, facts } = overview;
  const reasons = new Map(approval.discounted.map(({ review: { id }, reason }) => [id, reason]));
  const own = reviews.some(({ reviewerId, endedAt }) => reviewerId === actorId && endedAt === null);
  const open = plan.state !== "done" && plan.state !== "discarded" && !facts.plan.stale && facts.plan.intact;
  return (
    <ApprovalsCard
      sentence={
        approval.needed === 0
          ? "The policy asks for no approval."
          : `${approval.counted.length} of ${approval.needed} ${approval.needed === 1 ? "approval" : "approvals"}.`
      }
      holdsUntil={approval.holdsUntil?.toISOString() ?? null}
      policy={[
        policy.selfApproval
          ? "Who made a plan may approve it."
          : "Somebody other than who made the plan approves it.",
        `An approval holds for ${policy.approvalHours} h.`,
        policy.windowRequired ? "It runs in a window only." : "It needs no window.",
        policy.rehearsalRequired ? "It is rehearsed first." : "It needs no rehearsal.",
        ...(policy.longestLockSeconds === null
          ? []
          : [`Others wait for ${policy.longestLockSeconds} s at most.`]),
      ]}
      reviews={reviews.map(({ id, reviewerId, reviewerName, verdict, comment, at, expiresAt, endedAt }) => ({
        ...{ id, name: reviewerName, verdict, comment, at: at.toISOString() },
        expiresAt: expiresAt?.toISOString() ?? null,
        reason:
          endedAt === null
            ? (reasons.get(id) ?? null)
            : reviews.some((later) => later.reviewerId === reviewerId && later.at > at)
              ? "Something else was said later."
              : "It was taken back, or the plan changed under it.",
      }))}
      actions={
        <>
          {own && open && (
            <ActionButton action={withdraw} fields={{ id: plan.id }} pendingText="Taking back…" size="small">
              Take back what I said
            </ActionButton>
          )}
          {may.approve && open && plan.requestedAt !== null && (
            <ReviewDialog
              planId={plan.id}
              hash={plan.hash}
              databaseName={visible(database.name)}
              look="secondary"
              blockers={
                step === "approve" ? withRemedies(blockers, { planId: plan.id, slug: database.slug }) : []
              }
              action={review}
            />
          )}
        </>
      }
    />
  );
}

import type { ReactNode } from "react";
import { RunInProgress } from "@/components/run/run-in-progress";
import { Banner } from "@/components/ui/banner";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import type { PlanOverview } from "@/lib/operations/read-plan";
import { visible } from "@/lib/postgres/identity";

/** A run of the plan stopped between two steps: what is there, and how to go on. */
const PartlyApplied = ({ run, stepsDone, steps }: NonNullable<PlanOverview["facts"]["resume"]>) => (
  <Banner tone="critical">
    <strong>
      <Link href={`/runs/${run}`} className="underline underline-offset-2">
        {run}
      </Link>{" "}
      {stepsDone === 0 ? "broke off in its first step." : `stopped after ${stepsDone} of ${steps} steps.`}
    </strong>{" "}
    {stepsDone === 0
      ? "It left an invalid index. Resume it, which clears that away first, or make a new plan."
      : "What they changed is committed: the database is between plans. Resume it, make a new plan for what remains, or undo the run."}
  </Banner>
);

/** The one banner over a plan that is not stale: the worst there is to say. */
export function planBanner(overview: PlanOverview): { readonly banner?: ReactNode } {
  const { facts, approval, plan, database } = overview;
  const { bypass, changesRequested } = approval;
  if (facts.run?.active === true && facts.run.state === "in doubt") {
    return {
      banner: (
        <Banner tone="unknown">
          <strong>
            How{" "}
            <Link href={`/runs/${facts.run.id}`} className="underline underline-offset-2">
              {facts.run.id}
            </Link>{" "}
            ended is not known yet.
          </strong>{" "}
          It is being found out; until then nothing else runs on {visible(database.name)}.
        </Banner>
      ),
    };
  }
  if (facts.run?.active === true)
    return { banner: <RunInProgress runId={facts.run.id} databaseName={database.name} /> };
  if (!facts.plan.intact) {
    return {
      banner: (
        <Banner tone="critical">
          <strong>This plan was changed in the store.</strong> What it holds is not what its hash says, so it
          cannot be approved or run. Make a new plan.
        </Banner>
      ),
    };
  }
  if (overview.sidesLost !== null && plan.state !== "done" && plan.state !== "discarded") {
    return {
      banner: (
        <Banner tone="unknown">
          <strong>{overview.sidesLost}</strong> The plan can be read, and not be run: nothing could be proven.{" "}
          <Link href={`/databases/${database.slug}`} className="underline underline-offset-2">
            Check the database
          </Link>{" "}
          and make the plan anew.
        </Banner>
      ),
    };
  }
  if (facts.resume !== null) return { banner: <PartlyApplied {...facts.resume} /> };
  if (bypass !== null) {
    return {
      banner: (
        <Banner tone="critical">
          <strong>{visible(bypass.reviewerName)} let it go without approval</strong>{" "}
          <Time value={bypass.at.toISOString()} />: {visible(bypass.comment)}
        </Banner>
      ),
    };
  }
  if (changesRequested !== null) {
    return {
      banner: (
        <Banner tone="medium">
          <strong>{visible(changesRequested.reviewerName)} requested changes:</strong>{" "}
          {visible(changesRequested.comment)} Re-plan, or ask them to approve it after all.
        </Banner>
      ),
    };
  }
  if (plan.state === "discarded" && plan.replacedBy !== null) {
    return {
      banner: (
        <Banner tone="unknown">
          This plan was replaced by{" "}
          <Link href={`/plans/P-${plan.replacedBy}`} className="underline underline-offset-2">
            P-{plan.replacedBy}
          </Link>
          .
        </Banner>
      ),
    };
  }
  return {};
}

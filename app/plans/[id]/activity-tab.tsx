import type { PlanOverview } from "@/lib/operations/read-plan";
import { Activity } from "../../comments/activity";
import { planEvents } from "./plan-events";

/** Everything that happened to a plan, with what people say of it. */
export function ActivityTab({ overview }: { readonly overview: PlanOverview }) {
  const { plan, database } = overview;
  return (
    <Activity slug={database.slug} subject={{ kind: "plan", id: plan.id }} events={planEvents(overview)} />
  );
}

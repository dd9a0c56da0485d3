import { RehearsalCard } from "@/components/run/rehearsal-card";
import { rehearse, stopRehearsal } from "./actions";
import { loadRehearsals } from "./load";
import { shownRehearsal } from "./shown-rehearsal";

/** The rehearsals of a plan, for its page. */
export async function PlanRehearsals({ planId }: { readonly planId: string }) {
  const { rehearsals, ...rest } = await loadRehearsals(planId);
  return (
    <RehearsalCard
      {...rest}
      rehearsals={rehearsals.map(shownRehearsal)}
      rehearseAction={rehearse}
      cancelAction={stopRehearsal}
    />
  );
}

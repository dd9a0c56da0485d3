import { LinkButton } from "@/components/ui/button";
import type { RunPageData } from "@/lib/operations/read-run";

/** What comes next for a run that has ended: another try, or the way back. Null where there is nothing to press. */
export function nextAfter({ state, active }: RunPageData["run"], planId: string) {
  if (active) return null;
  if (state === "rolled back") return <LinkButton href={`/plans/${planId}/run`}>Run it again…</LinkButton>;
  return state === "committed" || state === "partly applied" ? (
    <LinkButton href="#undo">Undo…</LinkButton>
  ) : null;
}

import { LinkButton } from "@/components/ui/button";
import type { RunPageData } from "@/lib/operations/read-run";

/** What comes next for a run that has ended: going on, another try, or the way back. Null where there is nothing to press. */
export function nextAfter({ run: { state, active }, planId, resumable, resumedBy }: RunPageData) {
  if (active) return null;
  const goesOn = resumedBy !== null && <LinkButton href={`/runs/${resumedBy}`}>Open {resumedBy}</LinkButton>;
  if (state === "rolled back")
    return goesOn || <LinkButton href={`/plans/${planId}/run`}>Run it again…</LinkButton>;
  if (state !== "committed" && state !== "partly applied") return null;
  return (
    <>
      {resumable && (
        <LinkButton href={`/plans/${planId}/run`} look="primary">
          Resume…
        </LinkButton>
      )}
      {goesOn}
      <LinkButton href="#undo">Undo…</LinkButton>
    </>
  );
}

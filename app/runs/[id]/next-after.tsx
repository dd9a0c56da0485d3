import { LinkButton } from "@/components/ui/button";
import type { RunPageData } from "@/lib/operations/read-run";

/** What comes next for a run that has ended: going on, another try, or the way back. Null where there is nothing to press. */
export function nextAfter({ run: { state, active }, planId, resumable, resumedBy, sidesLost }: RunPageData) {
  if (active) return null;
  const goesOn = resumedBy !== null && <LinkButton href={`/runs/${resumedBy}`}>Open {resumedBy}</LinkButton>;
  if (state === "rolled back" && sidesLost !== null)
    return goesOn || <NoOther why={sidesLost} then="check the database and make the plan anew" />;
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
      {state === "partly applied" && sidesLost !== null && (
        <NoOther why={sidesLost} then="check the database and plan what remains" />
      )}
      <LinkButton href="#undo">Undo…</LinkButton>
    </>
  );
}

/** What the run could be proven by is gone: why there is no other one, and what there is instead. */
const NoOther = ({ why, then }: { readonly why: string; readonly then: string }) => (
  <p className="basis-full text-sm">
    {why} The plan cannot be run any more: {then}.
  </p>
);

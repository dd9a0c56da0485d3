import { CheckProgress } from "@/components/drift/check-progress";
import { checkStep } from "@/lib/operations/check-step";
import type { Check } from "@/lib/store/checks";
import { cancelCheck } from "./actions";

/** A queued or running check, followed to its end. */
export function RunningCheck({ check }: { readonly check: Check }) {
  return (
    <CheckProgress
      key={check.id}
      url={`/api/checks/${check.id}/events`}
      checkId={check.id}
      cancelAction={cancelCheck}
      initial={checkStep(check)}
    />
  );
}

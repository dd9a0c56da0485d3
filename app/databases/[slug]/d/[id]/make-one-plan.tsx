import { ActionButton } from "@/components/ui/action-button";
import type { Difference } from "@/lib/drift/difference";
import { makePlan } from "../../../../plans/actions";
import { loadMay } from "../../../load";

/** Makes a plan of one difference. What nobody expects is dropped by it: nothing else could be meant. */
export async function MakeOnePlan({
  slug,
  difference: { id, type },
}: {
  readonly slug: string;
  readonly difference: Pick<Difference, "id" | "type">;
}) {
  if (!(await loadMay())("make plans", slug)) return null;
  return (
    <ActionButton
      action={makePlan}
      fields={{ slug, difference: id, ...(type === "unexpected" ? { drops: "on" } : {}) }}
      pendingText="Planning…"
      look="primary"
      shortcut="make-plan"
    >
      Make plan
    </ActionButton>
  );
}

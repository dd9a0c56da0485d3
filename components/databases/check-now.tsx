import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";

/** Asks for a check of a database. */
export function CheckNow({ action, slug }: { readonly action: FormAction; readonly slug: string }) {
  return (
    <ActionButton
      action={action}
      fields={{ slug }}
      pendingText="Asking for a check…"
      look="primary"
      shortcut="check-now"
    >
      Check now
    </ActionButton>
  );
}

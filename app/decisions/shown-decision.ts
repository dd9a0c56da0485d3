import type { ShownDecision } from "@/components/decisions/decision";
import type { Decision } from "@/lib/store/decisions";

/** A decision of the store as components show it. */
export const shownDecision = ({ type, reason, until, by, at }: Decision): ShownDecision => ({
  ...{ type, reason },
  until: until?.toISOString() ?? null,
  by: by.name,
  at: at.toISOString(),
});

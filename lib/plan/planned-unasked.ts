import type { Difference } from "../drift/difference";

/** True for a difference that a plan is for unless somebody says otherwise: nothing is dropped, nothing that a rule covers. */
export const plannedUnasked = ({ type, ignoredBy }: Difference): boolean =>
  type !== "unexpected" && ignoredBy === undefined;

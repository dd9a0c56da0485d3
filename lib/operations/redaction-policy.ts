import type { RedactionPolicy } from "../access/redactor";
import type { Redaction } from "../report/report";

/** The policy that hides what is listed. */
export const policyOf = (hide: readonly Redaction[]): RedactionPolicy => ({
  names: hide.includes("names"),
  roles: hide.includes("roles"),
  rows: hide.includes("rows"),
  comments: hide.includes("comments"),
  literals: hide.includes("literals"),
});

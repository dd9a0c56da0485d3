import type { ActionState } from "./action-state";
import { ErrorState } from "./error-state";

/** Why the server refused a form, over its fields; nothing while it did not. */
export function FormProblem({
  state: { ok, message, hint, details = [] },
}: {
  readonly state: ActionState & { readonly details?: readonly string[] };
}) {
  if (ok || message === undefined) return null;
  return <ErrorState title={message} details={details} {...(hint === undefined ? {} : { hint })} />;
}

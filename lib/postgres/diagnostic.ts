import type { Identity } from "./identity";

/** Something skipped or uncertain. It is returned and shown, never swallowed. */
export interface Diagnostic {
  /** Stable, kebab-case: `kind-not-read`. */
  readonly code: string;
  /** `unknown` makes the verdict of a check `unknown`; the others do not touch it. */
  readonly severity: "info" | "warning" | "unknown";
  readonly object?: Identity;
  readonly message: string;
}

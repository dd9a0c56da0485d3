import type { Diagnostic } from "../postgres/diagnostic";
import type { Identity } from "../postgres/identity";
import type { Hazard, Statement } from "../postgres/statement";

/** The name and version of the plan format. */
export const planFormat = "plumbline.plan/v1";

/** Why statements are in a plan. */
export type Reason =
  /** They remove this difference. */
  | { readonly type: "difference"; readonly difference: string }
  /** They take an object out of the way of another fix and put it back as it was. */
  | { readonly type: "rebuild"; readonly because: Identity }
  /** A difference nobody chose that a chosen one cannot do without. */
  | { readonly type: "travels along"; readonly difference: string; readonly because: Identity };

/** The statements that remove one difference, or that rebuild one object around others' fixes. */
export interface Fix {
  readonly id: string;
  readonly object: Identity;
  /** Ids of the differences that are gone afterwards. */
  readonly resolves: readonly string[];
  readonly action: "create" | "alter" | "drop" | "recreate" | "rebuild";
  readonly reason: Reason;
  /** Positions in {@link Plan.statements}. */
  readonly statements: readonly number[];
  readonly hazards: readonly Hazard[];
}

export interface PlannedStatement extends Statement {
  /** The fixes it belongs to, by id: several where one ALTER TABLE serves several columns, none for ANALYZE. */
  readonly fixes: readonly string[];
}

/** A difference that no statement removes, with the reason in words. */
export interface ManualDifference {
  readonly difference: string;
  readonly object: Identity;
  readonly attributes: readonly string[];
  readonly reason: string;
}

/** Fixes in an order that works, bound to the two catalogs they were made from. */
export interface Plan {
  readonly format: typeof planFormat;
  readonly fixes: readonly Fix[];
  readonly statements: readonly PlannedStatement[];
  readonly hazards: readonly Hazard[];
  readonly manual: readonly ManualDifference[];
  readonly diagnostics: readonly Diagnostic[];
  readonly expectedFingerprint: string;
  readonly actualFingerprint: string;
}

import type { ActionState } from "@/components/ui/action-state";

/** What the form of an ignore rule is answered. */
export interface IgnoreRuleState extends ActionState {
  readonly added?: boolean;
  readonly preview?: {
    readonly whole: number;
    readonly inPart: number;
    /** The first objects, as pages write them. */
    readonly names: readonly string[];
  };
}

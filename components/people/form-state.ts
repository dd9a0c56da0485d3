import type { ActionState } from "@/components/ui/action-state";

/** What an action answers to a form with fields. */
export interface FormState extends ActionState {
  readonly code?: string;
  /** An error for each control that has one. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** A server action of such a form. */
export type FieldsAction = (state: FormState, data: FormData) => Promise<FormState>;

/** Before anything was sent. */
export const unsent: FormState = { ok: true };

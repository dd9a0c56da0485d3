/** What a server action answers to a form. */
export interface ActionState {
  readonly ok: boolean;
  readonly message?: string;
  readonly hint?: string;
}

/** A server action in the form that React's useActionState takes. */
export type FormAction = (state: ActionState, data: FormData) => Promise<ActionState>;

/** Before anything was done. */
export const idle: ActionState = { ok: true };

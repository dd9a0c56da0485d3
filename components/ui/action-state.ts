/** What a server action answers to a form. */
export interface ActionState {
  readonly ok: boolean;
  /** Of what a person can act on: `sign-in-again`. */
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
  /** An error for each control that has one. */
  readonly fields?: { readonly [control: string]: string };
}

/** A server action in the form that React's useActionState takes. */
export type FormAction = (state: ActionState, data: FormData) => Promise<ActionState>;

/** Before anything was done. */
export const idle: ActionState = { ok: true };

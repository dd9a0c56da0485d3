"use client";

import type { ReactNode } from "react";
import type { ButtonLook } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-problem";
import { SubmitButton } from "@/components/ui/submit-button";
import { useKeptForm } from "@/components/ui/use-kept-form";
import { type FormState, unsent } from "./form-state";

interface SmallFormProps<State extends FormState> {
  readonly action: (state: State, data: FormData) => Promise<State>;
  readonly submitLabel: string;
  readonly pendingLabel: string;
  readonly look?: ButtonLook;
  /** Sent along with the fields. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** Called with each answer. */
  readonly onAnswer?: (state: State) => void;
  /** Beside the button. */
  readonly aside?: ReactNode;
  readonly children: (errors: Readonly<Record<string, string>>) => ReactNode;
}

/** A form of a few fields: its errors stand at the fields, and where it goes on has the focus. Works without JavaScript. */
export function SmallForm<State extends FormState = FormState>({
  action,
  submitLabel,
  pendingLabel,
  look = "primary",
  hidden = {},
  onAnswer,
  aside,
  children,
}: SmallFormProps<State>) {
  const { state, pending, formProps } = useKeptForm<State>(
    action,
    unsent as State,
    onAnswer === undefined ? {} : { onAnswer },
  );
  return (
    <form {...formProps} className="grid gap-4">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <FormProblem state={state} />
      {children(state.fields ?? {})}
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton look={look} pending={pending} pendingLabel={pendingLabel}>
          {submitLabel}
        </SubmitButton>
        {aside}
      </div>
    </form>
  );
}

"use client";

import type { ReactNode } from "react";
import { type FieldsAction, unsent } from "@/components/people/form-state";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { FormProblem } from "@/components/ui/form-problem";
import { SubmitButton } from "@/components/ui/submit-button";
import { useKeptForm } from "@/components/ui/use-kept-form";

interface ReplanFormProps {
  readonly action: FieldsAction;
  readonly hidden: Readonly<Record<string, string>>;
  /** The differences to choose from. */
  readonly children: ReactNode;
  readonly drops: boolean;
  readonly online: boolean;
  readonly submitLabel: string;
}

/** Chooses what a plan is for: differences, drops, and whether steps may leave the one transaction. */
export function ReplanForm({ action, hidden, children, drops, online, submitLabel }: ReplanFormProps) {
  const { state, pending, formProps } = useKeptForm(action, unsent);
  return (
    <form {...formProps} className="grid gap-4">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <FormProblem state={state} />
      <fieldset className="grid gap-2">
        <legend className="mb-1 font-medium text-sm">How</legend>
        <CheckboxField
          name="drops"
          checked={drops}
          label="Drop what is not expected"
          hint="Objects that only the database has. Their rows go with them."
        />
        <CheckboxField
          name="online"
          checked={online}
          label="Online steps"
          hint="Weaker or shorter locks, in several transactions: what a failed step leaves behind stays."
        />
      </fieldset>
      <fieldset className="min-w-0">
        <legend className="mb-1 font-medium text-sm">Differences</legend>
        {children}
      </fieldset>
      <div>
        <SubmitButton pending={pending} pendingLabel="Planning…">
          {submitLabel}
        </SubmitButton>
      </div>
    </form>
  );
}

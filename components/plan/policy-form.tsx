"use client";

import type { FieldsAction } from "@/components/people/form-state";
import { SmallForm } from "@/components/people/small-form";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { Field, Input } from "@/components/ui/field";

interface PolicyFormProps {
  readonly slug: string;
  readonly policy: {
    readonly approvals: number;
    readonly selfApproval: boolean;
    readonly windowRequired: boolean;
    readonly rehearsalRequired: boolean;
    readonly longestLockSeconds: number | null;
    readonly approvalHours: number;
  };
  readonly action: FieldsAction;
}

/** What the database asks of its plans and runs. Saving asks for a fresh proof of who it is. */
export function PolicyForm({ slug, policy, action }: PolicyFormProps) {
  return (
    <SmallForm action={action} submitLabel="Save policy" pendingLabel="Saving…" hidden={{ slug }}>
      {(errors) => (
        <>
          <div className="grid gap-4 sm:grid-cols-3">
            <Field label="Approvals needed" error={errors.approvals} hint="0 for none.">
              {(control) => (
                <Input
                  {...control}
                  name="approvals"
                  type="number"
                  min={0}
                  max={20}
                  defaultValue={policy.approvals}
                />
              )}
            </Field>
            <Field label="An approval holds, hours" error={errors.approvalHours}>
              {(control) => (
                <Input
                  {...control}
                  name="approvalHours"
                  type="number"
                  min={1}
                  max={720}
                  defaultValue={policy.approvalHours}
                />
              )}
            </Field>
            <Field
              label="Longest lock, seconds"
              optional
              error={errors.longestLockSeconds}
              hint="Empty for no limit."
            >
              {(control) => (
                <Input
                  {...control}
                  name="longestLockSeconds"
                  type="number"
                  min={1}
                  defaultValue={policy.longestLockSeconds ?? ""}
                />
              )}
            </Field>
          </div>
          <fieldset className="grid gap-2">
            <legend className="sr-only">Rules</legend>
            <CheckboxField
              name="selfApproval"
              checked={policy.selfApproval}
              label="Who made a plan may approve it"
              hint="Otherwise another person has to."
            />
            <CheckboxField
              name="windowRequired"
              checked={policy.windowRequired}
              label="Runs in a window only"
              hint="Outside of one, nothing starts, and what runs is stopped at its end."
            />
            <CheckboxField
              name="rehearsalRequired"
              checked={policy.rehearsalRequired}
              label="A rehearsal first"
              hint="On a copy of the schema, or on the database in a transaction that is rolled back."
            />
          </fieldset>
        </>
      )}
    </SmallForm>
  );
}

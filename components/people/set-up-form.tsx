"use client";

import { Field, Input } from "@/components/ui/field";
import type { FieldsAction } from "./form-state";
import { SmallForm } from "./small-form";

interface SetUpFormProps {
  readonly action: FieldsAction;
  readonly token: string;
  /** The address the invitation is for; absent when who comes in gives it. */
  readonly email: string | undefined;
  /** False where only a password is chosen. */
  readonly asksName: boolean;
  readonly shortestPassword: number;
  readonly submitLabel: string;
}

/** Who comes in by a one-time address says who they are and chooses a password. */
export function SetUpForm({ action, token, email, asksName, shortestPassword, submitLabel }: SetUpFormProps) {
  return (
    <SmallForm action={action} submitLabel={submitLabel} pendingLabel="Saving…" hidden={{ token }}>
      {(errors) => (
        <>
          {asksName && (
            <Field label="Name" error={errors.name} hint="Shown beside what you do.">
              {(control) => <Input {...control} name="name" autoComplete="name" autoFocus required />}
            </Field>
          )}
          <Field label="E-mail" error={errors.email}>
            {(control) => (
              <Input
                {...control}
                name="email"
                type="email"
                autoComplete="username"
                {...(email === undefined ? { required: true } : { value: email, readOnly: true })}
              />
            )}
          </Field>
          <Field
            label="Password"
            error={errors.password}
            hint={`At least ${shortestPassword} characters; any are allowed.`}
          >
            {(control) => (
              <Input {...control} name="password" type="password" autoComplete="new-password" required />
            )}
          </Field>
        </>
      )}
    </SmallForm>
  );
}

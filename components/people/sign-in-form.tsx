"use client";

import { Field, Input } from "@/components/ui/field";
import type { FieldsAction } from "./form-state";
import { SmallForm } from "./small-form";

/** E-mail address and password. Pasting and password managers are welcome. */
export function SignInForm({ action, next }: { readonly action: FieldsAction; readonly next: string }) {
  return (
    <SmallForm action={action} submitLabel="Sign in" pendingLabel="Signing in…" hidden={{ next }}>
      {(errors) => (
        <>
          <Field label="E-mail" error={errors.email}>
            {(control) => (
              <Input {...control} name="email" type="email" autoComplete="username" autoFocus required />
            )}
          </Field>
          <Field label="Password" error={errors.password}>
            {(control) => (
              <Input {...control} name="password" type="password" autoComplete="current-password" required />
            )}
          </Field>
        </>
      )}
    </SmallForm>
  );
}

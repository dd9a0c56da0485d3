"use client";

import type { FieldsAction } from "./form-state";
import { CodeField } from "./second-factor-card";
import { SmallForm } from "./small-form";

/** The second step of signing in. */
export function CodeForm({ action, next }: { readonly action: FieldsAction; readonly next: string }) {
  return (
    <SmallForm action={action} submitLabel="Sign in" pendingLabel="Signing in…" hidden={{ next }}>
      {(errors) => <CodeField error={errors.code} hint="Without the phone: one of your backup codes." />}
    </SmallForm>
  );
}

"use client";

import type { FieldsAction } from "@/components/people/form-state";
import { SmallForm } from "@/components/people/small-form";
import { Field, Input } from "@/components/ui/field";
import { ApplyingFields } from "./applying-fields";

interface CredentialsFormProps {
  readonly action: FieldsAction;
  readonly slug: string;
  /** The role that checks. */
  readonly user: string;
  readonly applying: Parameters<typeof ApplyingFields>[0]["present"];
}

/** The secrets of a database: a new password for checking, and who applies. */
export function CredentialsForm({ action, slug, user, applying }: CredentialsFormProps) {
  return (
    <SmallForm action={action} submitLabel="Save credentials" pendingLabel="Trying them…" hidden={{ slug }}>
      {(errors) => (
        <>
          <Field
            label={`New password of ${user}, who checks`}
            optional
            error={errors.password}
            hint="Empty keeps the present one. It is tried before it is saved."
          >
            {(control) => <Input {...control} name="password" type="password" autoComplete="off" />}
          </Field>
          <ApplyingFields errors={errors} present={applying ?? null} />
        </>
      )}
    </SmallForm>
  );
}

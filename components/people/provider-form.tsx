"use client";

import { ErrorState } from "@/components/ui/error-state";
import type { FieldsAction } from "./form-state";
import { SmallForm } from "./small-form";

interface ProviderFormProps {
  readonly action: FieldsAction;
  readonly next: string;
  readonly provider: string;
  /** True for who comes back without having been let in. */
  readonly refused: boolean;
}

/** The way in by the provider of identities, above the one by password. */
export function ProviderForm({ action, next, provider, refused }: ProviderFormProps) {
  return (
    <div className="mb-6 grid gap-4 border-b pb-6">
      {refused && (
        <ErrorState
          title={`${provider} did not lead to an account here.`}
          hint="Ask an owner to invite you under the e-mail address that you have there."
        />
      )}
      <SmallForm
        action={action}
        look="secondary"
        submitLabel={`Continue with ${provider}`}
        pendingLabel={`Opening ${provider}…`}
        hidden={{ next }}
      >
        {() => null}
      </SmallForm>
    </div>
  );
}

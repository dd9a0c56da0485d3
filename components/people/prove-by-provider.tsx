"use client";

import { ErrorState } from "@/components/ui/error-state";
import type { FieldsAction } from "./form-state";
import { SmallForm } from "./small-form";

interface ProveByProviderProps {
  readonly action: FieldsAction;
  readonly provider: string;
  /** What the last try came to; undefined before the first. */
  readonly refused: { readonly title: string; readonly hint: string } | undefined;
}

/** The way to the provider for who is signed in and has to prove that it is still them. */
export function ProveByProvider({ action, provider, refused }: ProveByProviderProps) {
  return (
    <div className="grid gap-4">
      {refused !== undefined && <ErrorState title={refused.title} hint={refused.hint} />}
      <SmallForm
        action={action}
        submitLabel={`Continue with ${provider}`}
        pendingLabel={`Opening ${provider}…`}
      >
        {() => <p className="text-muted text-sm">{provider} asks you to sign in again.</p>}
      </SmallForm>
    </div>
  );
}

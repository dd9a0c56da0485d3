"use client";

import { CopyButton } from "@/components/ui/copy-button";
import { Field, Input } from "@/components/ui/field";
import { exactText } from "@/components/ui/moment-text";
import type { FormState } from "./form-state";

/** What is answered once and can be looked up nowhere. */
export interface OneTime {
  readonly path: string;
  readonly email: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

export interface AddressState extends FormState {
  readonly address?: OneTime;
}

/** The address to hand over, which nobody sees again after this. */
export function OneTimeAddress({ path, email, expiresAt }: OneTime) {
  const address = new URL(path, location.origin).href;
  return (
    <div className="grid gap-3">
      <p>
        Give this address to {email}, by a way that only they read. It works once, until{" "}
        {exactText(Date.parse(expiresAt))}. It is not shown again.
      </p>
      <Field label="One-time address">
        {(control) => (
          <Input {...control} readOnly value={address} onFocus={(event) => event.currentTarget.select()} />
        )}
      </Field>
      <div>
        <CopyButton text={address} label="Copy address" look="secondary" />
      </div>
    </div>
  );
}

"use client";

import { Card } from "@/components/ui/card";
import { Field, Input } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast";
import type { FieldsAction } from "./form-state";
import { SmallForm } from "./small-form";

interface PasswordCardProps {
  readonly action: FieldsAction;
  readonly email: string;
  readonly shortestPassword: number;
}

/** Another password for who is signed in. */
export function PasswordCard({ action, email, shortestPassword }: PasswordCardProps) {
  const toast = useToast();
  return (
    <Card id="password" title="Password" description="Changing it ends your other sessions.">
      <div className="max-w-sm">
        <SmallForm
          action={action}
          look="secondary"
          submitLabel="Change password"
          pendingLabel="Changing…"
          onAnswer={({ ok, message }) => {
            if (ok && message !== undefined) toast.add({ title: message });
          }}
        >
          {(errors) => (
            <>
              {/* Password managers file the new password under it. */}
              <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
              <Field
                label="New password"
                error={errors.password}
                hint={`At least ${shortestPassword} characters; any are allowed.`}
              >
                {(control) => (
                  <Input {...control} name="password" type="password" autoComplete="new-password" />
                )}
              </Field>
            </>
          )}
        </SmallForm>
      </div>
    </Card>
  );
}

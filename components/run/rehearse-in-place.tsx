"use client";

import type { FieldsAction } from "@/components/people/form-state";
import { SmallForm } from "@/components/people/small-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";

interface RehearseInPlaceProps {
  readonly planId: string;
  readonly role: string;
  readonly action: FieldsAction;
}

/** Asks whether the real locks may be taken, and as whom. */
export function RehearseInPlace({ planId, role, action }: RehearseInPlaceProps) {
  return (
    <Dialog
      title="Rehearse on the database?"
      description="Every statement runs for real and is then rolled back. It takes the real locks: readers and writers of these tables wait meanwhile."
      trigger={<Button size="small">Rehearse on the database…</Button>}
    >
      <SmallForm
        action={action}
        submitLabel="Rehearse with the real locks"
        pendingLabel="Asking…"
        look="danger"
        hidden={{ planId, place: "in place" }}
      >
        {(errors) => (
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Apply role" optional error={errors.user}>
              {(control) => <Input {...control} name="user" placeholder={role} autoComplete="off" />}
            </Field>
            <Field label="Its password" optional error={errors.password} hint="Used once, then forgotten.">
              {(control) => <Input {...control} name="password" type="password" autoComplete="off" />}
            </Field>
          </div>
        )}
      </SmallForm>
    </Dialog>
  );
}

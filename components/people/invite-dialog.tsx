"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { type AddressState, type OneTime, OneTimeAddress } from "./one-time-address";
import { RoleFields, type RoleOption } from "./role-fields";
import { SmallForm } from "./small-form";

interface InviteDialogProps {
  readonly action: (state: AddressState, data: FormData) => Promise<AddressState>;
  readonly databases: readonly RoleOption[];
}

/** Asks whom to invite with which roles, then shows the one-time address. */
export function InviteDialog({ action, databases }: InviteDialogProps) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<OneTime | null>(null);
  return (
    <Dialog
      title="Invite a person"
      description="Plumbline sends no mail: you hand the address over."
      trigger={<Button look="primary">Invite a person</Button>}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) setMade(null);
      }}
    >
      {made === null ? (
        <SmallForm
          action={action}
          submitLabel="Make invitation"
          pendingLabel="Making…"
          onAnswer={(state: AddressState) => {
            if (state.address !== undefined) setMade(state.address);
          }}
        >
          {(errors) => (
            <>
              <Field label="E-mail" error={errors.email}>
                {(control) => <Input {...control} name="email" type="email" autoComplete="off" />}
              </Field>
              <RoleFields databases={databases} overall="viewer" databaseRoles={[]} />
            </>
          )}
        </SmallForm>
      ) : (
        <div className="grid gap-4">
          <OneTimeAddress {...made} />
          <div>
            <DialogClose render={<Button look="primary">Done</Button>} />
          </div>
        </div>
      )}
    </Dialog>
  );
}

"use client";

import { useState } from "react";
import type { FieldsAction } from "@/components/people/form-state";
import { SmallForm } from "@/components/people/small-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Select } from "@/components/ui/field";
import { Link } from "@/components/ui/link";

/** A window that a plan may wait for. */
export interface WindowChoice {
  readonly id: string;
  readonly name: string;
  /** `Sun 02:00 Europe/Paris (in 2 d 13 h)`. */
  readonly opens: string;
}

interface ScheduleDialogProps {
  readonly planId: string;
  readonly windows: readonly WindowChoice[];
  readonly action: FieldsAction;
}

/** Lets an approved plan wait for a window of its database. */
export function ScheduleDialog({ planId, windows, action }: ScheduleDialogProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        Schedule
      </Button>
      <Dialog title={`Schedule ${planId}`} open={open} onOpenChange={setOpen}>
        {windows.length === 0 ? (
          <p className="text-sm">
            No window of this database is ahead.{" "}
            <Link href="/windows/new" className="text-link underline underline-offset-2">
              Make a window
            </Link>
          </p>
        ) : (
          <SmallForm
            action={action}
            submitLabel="Schedule"
            pendingLabel="Scheduling…"
            hidden={{ plan: planId }}
            onAnswer={({ ok }) => {
              if (ok) setOpen(false);
            }}
          >
            {(errors) => (
              <Field label="Window" error={errors.window}>
                {(control) => (
                  <Select {...control} name="window">
                    {windows.map(({ id, name, opens }) => (
                      <option key={id} value={id}>
                        {id} {name} · {opens}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            )}
          </SmallForm>
        )}
      </Dialog>
    </>
  );
}

"use client";

import { useState } from "react";
import type { FieldsAction } from "@/components/people/form-state";
import { SmallForm } from "@/components/people/small-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";

interface BypassDialogProps {
  readonly planId: string;
  readonly hash: string;
  readonly databaseName: string;
  /** What is gone without: `1 of 1 approval missing`. */
  readonly missing: string;
  readonly action: FieldsAction;
}

/** An owner's way past approval: one decision that names what it goes without. */
export function BypassDialog({ planId, hash, databaseName, missing, action }: BypassDialogProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="quiet" size="small" onClick={() => setOpen(true)}>
        Go without approval…
      </Button>
      <Dialog
        title={`Let ${planId} run without approval?`}
        description={`For ${databaseName}, hash ${hash.slice(0, 8)}.`}
        open={open}
        onOpenChange={setOpen}
      >
        <SmallForm
          action={action}
          submitLabel="Go without approval"
          pendingLabel="Writing it down…"
          look="danger"
          hidden={{ id: planId, hash }}
          onAnswer={({ ok }) => {
            if (ok) setOpen(false);
          }}
        >
          {(errors) => (
            <>
              <p className="text-sm">
                You go without: <strong>{missing}</strong>. Window, checks, rehearsal and backup are asked for
                all the same. Everybody who approves sees it, and it stands in the audit log.
              </p>
              <Field label="Reason" error={errors.reason}>
                {(control) => <Textarea {...control} name="reason" rows={3} required maxLength={5_000} />}
              </Field>
            </>
          )}
        </SmallForm>
      </Dialog>
    </>
  );
}

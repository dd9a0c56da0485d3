"use client";

import { useState } from "react";
import type { FieldsAction, FormState } from "@/components/people/form-state";
import { SmallForm } from "@/components/people/small-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Textarea } from "@/components/ui/field";
import { RadioCards } from "@/components/ui/radio-cards";
import { BlockerList, type ShownBlocker } from "./blocker-list";

interface ReviewDialogProps {
  readonly planId: string;
  readonly hash: string;
  readonly databaseName: string;
  readonly look: "primary" | "secondary";
  /** What stands in the way of an approval. */
  readonly blockers: readonly ShownBlocker[];
  readonly action: FieldsAction;
}

/** Says something of a plan that counts: approves its very bytes, or asks for changes. */
export function ReviewDialog({ planId, hash, databaseName, look, blockers, action }: ReviewDialogProps) {
  const [open, setOpen] = useState(false);
  const [verdict, setVerdict] = useState("approve");
  const approve = verdict === "approve";
  const close = ({ ok }: FormState): void => {
    if (ok) setOpen(false);
  };
  return (
    <>
      <Button look={look} onClick={() => setOpen(true)}>
        {look === "primary" ? "Approve" : "Review"}
      </Button>
      <Dialog title={`Review ${planId}`} open={open} onOpenChange={setOpen}>
        <SmallForm
          action={action}
          submitLabel={approve ? `Approve ${planId}` : "Request changes"}
          pendingLabel={approve ? "Checking and approving…" : "Sending…"}
          hidden={{ id: planId, hash }}
          onAnswer={close}
        >
          {(errors) => (
            <>
              <RadioCards
                legend="Your verdict"
                name="verdict"
                value={verdict}
                onValueChange={setVerdict}
                cards={[
                  { value: "approve", label: "Approve", description: "It may run as it is." },
                  {
                    value: "request changes",
                    label: "Request changes",
                    description: "It must not run like this. Say why.",
                  },
                ]}
              />
              {approve && blockers.length > 0 && (
                <BlockerList blockers={blockers} onFollow={() => setOpen(false)} />
              )}
              <Field label="Comment" optional={approve} error={errors.comment}>
                {(control) => <Textarea {...control} name="comment" rows={3} maxLength={5_000} />}
              </Field>
              <p className="text-muted text-sm [overflow-wrap:anywhere]">
                {approve ? "You approve" : "You speak of"}{" "}
                <strong className="text-ink">
                  {planId} hash <code>{hash.slice(0, 8)}</code>
                </strong>{" "}
                for <strong className="text-ink">{databaseName}</strong>. A change to the plan cancels{" "}
                {approve ? "this approval" : "what you say"}.
              </p>
            </>
          )}
        </SmallForm>
      </Dialog>
    </>
  );
}

"use client";

import { type FormAction, idle } from "@/components/ui/action-state";
import { Field, Input } from "@/components/ui/field";
import { FormProblem } from "@/components/ui/form-problem";
import { SubmitButton } from "@/components/ui/submit-button";
import { useKeptForm } from "@/components/ui/use-kept-form";

interface RecordSnapshotFormProps {
  readonly action: FormAction;
  readonly slug: string;
}

/** Writes down a backup that somebody else keeps. */
export function RecordSnapshotForm({ action, slug }: RecordSnapshotFormProps) {
  const { state, pending, formProps } = useKeptForm(action, idle, {
    // The field has no zone: the person's own is meant.
    prepare: (data) => {
      const taken = String(data.get("takenAt") ?? "");
      data.set("takenAt", taken === "" ? "" : new Date(taken).toISOString());
    },
    onAnswer: ({ ok, message }, form) => {
      if (ok && message !== undefined) form?.reset();
    },
  });
  const errors = state.fields ?? {};
  return (
    <form {...formProps} className="grid gap-4">
      <FormProblem state={state} />
      <input type="hidden" name="slug" value={slug} />
      <div className="grid gap-4 sm:grid-cols-[repeat(auto-fit,minmax(13.5rem,1fr))]">
        <Field
          label="Provider"
          error={errors.provider}
          hint="Amazon RDS, Cloud SQL, your own pgBackRest."
          optional
        >
          {(control) => <Input {...control} name="provider" autoComplete="off" maxLength={100} />}
        </Field>
        <Field
          label="Snapshot"
          error={errors.snapshotId}
          hint="Its name there. Without one it is a word (L0)."
          optional
        >
          {(control) => <Input {...control} name="snapshotId" autoComplete="off" maxLength={200} />}
        </Field>
        <Field label="Taken at" error={errors.takenAt} hint="In your own time zone.">
          {(control) => <Input {...control} type="datetime-local" name="takenAt" />}
        </Field>
        <Field label="Note" error={errors.note} optional>
          {(control) => <Input {...control} name="note" autoComplete="off" maxLength={1000} />}
        </Field>
      </div>
      <div>
        <SubmitButton look="secondary" pending={pending} pendingLabel="Recording…">
          Record
        </SubmitButton>
      </div>
      {state.ok && state.message !== undefined && (
        <p role="status" className="text-muted text-sm">
          {state.message}
        </p>
      )}
    </form>
  );
}

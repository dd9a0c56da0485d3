"use client";

import { startTransition, useActionState, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Field, Input } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";
import type { BackupFormState } from "./take-backup-form";

interface RecordSnapshotFormProps {
  readonly action: (state: BackupFormState, data: FormData) => Promise<BackupFormState>;
  readonly slug: string;
}

const start: BackupFormState = { ok: true };

/** Writes down a backup that somebody else keeps. */
export function RecordSnapshotForm({ action, slug }: RecordSnapshotFormProps) {
  const [state, submit, pending] = useActionState(action, start);
  const form = useRef<HTMLFormElement>(null);
  const errors = state.fields ?? {};
  useEffect(() => {
    if (!state.ok) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    else if (state.message !== undefined) form.current?.reset();
  }, [state]);
  return (
    <form
      ref={form}
      action={submit}
      onSubmit={(event) => {
        // React clears the fields of a form after its action.
        event.preventDefault();
        if (pending) return;
        const data = new FormData(event.currentTarget);
        // The field has no zone: the person's own is meant.
        const taken = String(data.get("takenAt") ?? "");
        data.set("takenAt", taken === "" ? "" : new Date(taken).toISOString());
        startTransition(() => submit(data));
      }}
      className="grid gap-4"
      noValidate
    >
      {!state.ok && state.message !== undefined && (
        <ErrorState title={state.message} {...(state.hint === undefined ? {} : { hint: state.hint })} />
      )}
      <input type="hidden" name="slug" value={slug} />
      <div className="grid gap-4 sm:grid-cols-2">
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
        <Button type="submit" aria-busy={pending}>
          {pending && <Spinner />}
          {pending ? "Recording…" : "Record"}
        </Button>
      </div>
      {state.ok && state.message !== undefined && (
        <p role="status" className="text-muted text-sm">
          {state.message}
        </p>
      )}
    </form>
  );
}

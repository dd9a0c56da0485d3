"use client";

import { startTransition, useActionState, useEffect, useRef } from "react";
import type { ActionState } from "@/components/ui/action-state";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Field, Textarea } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";

/** What the action answers: fields with their errors besides. */
export interface BackupFormState extends ActionState {
  readonly fields?: Record<string, string>;
}

interface TakeBackupFormProps {
  readonly action: (state: BackupFormState, data: FormData) => Promise<BackupFormState>;
  readonly slug: string;
  /** `pg_dump (PostgreSQL) 15.18`. */
  readonly tool: string;
}

const start: BackupFormState = { ok: true };

/** Asks for a dump: of everything, or with the rows of some tables. */
export function TakeBackupForm({ action, slug, tool }: TakeBackupFormProps) {
  const [state, submit, pending] = useActionState(action, start);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!state.ok) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
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
        startTransition(() => submit(data));
      }}
      className="grid gap-4"
      noValidate
    >
      {!state.ok && state.message !== undefined && (
        <ErrorState title={state.message} {...(state.hint === undefined ? {} : { hint: state.hint })} />
      )}
      <input type="hidden" name="slug" value={slug} />
      <Field
        label="Rows of these tables only"
        error={state.fields?.tables}
        hint="One a line, as schema.table; a name with other signs in double quotes. Empty: all. The schema is always whole."
        optional
      >
        {(control) => <Textarea {...control} name="tables" rows={3} spellCheck={false} />}
      </Field>
      <label className="flex items-start gap-2 text-sm">
        <input type="checkbox" name="restore" defaultChecked className="mt-0.5 size-4 shrink-0" />
        <span>
          Restore it afterwards and compare (L3)
          <span className="block text-faint text-xs">
            Into a scratch database of the shadow server, which is dropped again. It takes about as long as
            the dump once more, and as much disk as the data.
          </span>
        </span>
      </label>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" aria-busy={pending}>
          {pending && <Spinner />}
          {pending ? "Asking for a backup…" : "Take backup"}
        </Button>
        <span className="text-faint text-xs">With {tool}. The file stays on the machine of Plumbline.</span>
      </div>
    </form>
  );
}

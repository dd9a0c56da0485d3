"use client";

import { type FormAction, idle } from "@/components/ui/action-state";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { Field, Textarea } from "@/components/ui/field";
import { FormProblem } from "@/components/ui/form-problem";
import { SubmitButton } from "@/components/ui/submit-button";
import { useKeptForm } from "@/components/ui/use-kept-form";

interface TakeBackupFormProps {
  readonly action: FormAction;
  readonly slug: string;
  /** `pg_dump (PostgreSQL) 15.18`. */
  readonly tool: string;
}

/** Asks for a dump: of everything, or with the rows of some tables. */
export function TakeBackupForm({ action, slug, tool }: TakeBackupFormProps) {
  const { state, pending, formProps } = useKeptForm(action, idle);
  return (
    <form {...formProps} className="grid gap-4">
      <FormProblem state={state} />
      <input type="hidden" name="slug" value={slug} />
      <Field
        label="Rows of these tables only"
        error={state.fields?.tables}
        hint="One a line, as schema.table; a name with other signs in double quotes. Empty: all. The schema is always whole."
        optional
      >
        {(control) => <Textarea {...control} name="tables" rows={3} spellCheck={false} />}
      </Field>
      <CheckboxField
        name="restore"
        checked
        label="Restore it afterwards and compare (L3)"
        hint="Into a scratch database of the shadow server, which is dropped again. It takes about as long as the dump once more, and as much disk as the data."
      />
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton pending={pending} pendingLabel="Asking for a backup…">
          Take backup
        </SubmitButton>
        <span className="text-faint text-xs">With {tool}. The file stays on the machine of Plumbline.</span>
      </div>
    </form>
  );
}

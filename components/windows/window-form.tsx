"use client";

import { type FormAction, idle } from "@/components/ui/action-state";
import { LinkButton } from "@/components/ui/button";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { Field, Input, Select } from "@/components/ui/field";
import { FormProblem } from "@/components/ui/form-problem";
import { SubmitButton } from "@/components/ui/submit-button";
import { useKeptForm } from "@/components/ui/use-kept-form";
import { visible } from "@/lib/postgres/identity";

interface WindowFormProps {
  readonly action: FormAction;
  readonly databases: readonly { readonly slug: string; readonly name: string }[];
  /** The database that is ticked at first. */
  readonly chosen: string | null;
  readonly timeZones: readonly string[];
  readonly timeZone: string;
  readonly date: string;
}

/** A window to be made. What is wrong is said at its field, and nothing that was typed is lost. */
export function WindowForm({ action, databases, chosen, timeZones, timeZone, date }: WindowFormProps) {
  const { state, pending, formProps } = useKeptForm(action, idle);
  const errors = state.fields ?? {};
  return (
    <form {...formProps} className="grid gap-5">
      <FormProblem state={state} />
      <Field label="Name" error={errors.name} hint="What people call it: Sunday night.">
        {(control) => <Input {...control} name="name" autoComplete="off" maxLength={100} />}
      </Field>
      <fieldset className="min-w-0" aria-describedby={errors.databases && "databases-error"}>
        <legend className="mb-1 font-medium text-sm">Databases</legend>
        <div className="grid max-h-60 gap-1 overflow-y-auto rounded-md border p-2">
          {databases.map(({ slug, name }) => (
            <label key={slug} className="flex min-h-7 items-center gap-2 rounded px-1 text-sm hover:bg-hover">
              <input
                type="checkbox"
                name="databases"
                value={slug}
                defaultChecked={slug === chosen || databases.length === 1}
                className="size-4 shrink-0"
              />
              <bdi className="min-w-0 [overflow-wrap:anywhere]">{visible(name)}</bdi>
            </label>
          ))}
        </div>
        {errors.databases !== undefined && (
          <p id="databases-error" className="mt-1 text-critical text-sm">
            {errors.databases}
          </p>
        )}
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Date" error={errors.date}>
          {(control) => <Input {...control} type="date" name="date" defaultValue={date} />}
        </Field>
        <Field label="Time" error={errors.time}>
          {(control) => <Input {...control} type="time" name="time" defaultValue="02:00" />}
        </Field>
        <Field label="Time zone" error={errors.timeZone}>
          {(control) => (
            <>
              <Input
                {...control}
                name="timeZone"
                list="time-zones"
                autoComplete="off"
                spellCheck={false}
                defaultValue={timeZone}
              />
              <datalist id="time-zones">
                {timeZones.map((name) => (
                  <option key={name} value={name} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Length in minutes" error={errors.minutes} hint="It ends that many real minutes later.">
          {(control) => (
            <Input {...control} type="number" name="minutes" min={5} max={1440} step={5} defaultValue={120} />
          )}
        </Field>
        <Field label="Repeats" error={errors.repeat}>
          {(control) => (
            <Select {...control} name="repeat" defaultValue="none">
              <option value="none">Never</option>
              <option value="week">Every week</option>
              <option value="month">Every month, same weekday of the month</option>
              <option value="last week of month">Every month, last such weekday</option>
            </Select>
          )}
        </Field>
      </div>
      <CheckboxField
        name="goRequired"
        checked
        label="It opens only when somebody says go"
        hint="Asked for from 30 minutes before its start. When nobody says go, it is missed and nothing runs."
      />
      <div className="flex flex-wrap items-center gap-2 border-t pt-5">
        <SubmitButton pending={pending} pendingLabel="Making the window…">
          Make window
        </SubmitButton>
        <LinkButton href="/windows" look="quiet">
          Cancel
        </LinkButton>
      </div>
    </form>
  );
}

"use client";

import { startTransition, useActionState, useEffect, useRef } from "react";
import type { ActionState, FormAction } from "@/components/ui/action-state";
import { Button, LinkButton } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Field, Input, Select } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";
import { visible } from "@/lib/postgres/identity";

/** What the action answers: fields with their errors besides. */
export interface WindowFormState extends ActionState {
  readonly fields?: Record<string, string>;
}

interface WindowFormProps {
  readonly action: (state: WindowFormState, data: FormData) => Promise<WindowFormState>;
  readonly databases: readonly { readonly slug: string; readonly name: string }[];
  /** The database that is ticked at first. */
  readonly chosen: string | null;
  readonly timeZones: readonly string[];
  readonly timeZone: string;
  readonly date: string;
}

const start: WindowFormState = { ok: true };

/** A window to be made. What is wrong is said at its field, and nothing that was typed is lost. */
export function WindowForm({ action, databases, chosen, timeZones, timeZone, date }: WindowFormProps) {
  const [state, submit, pending] = useActionState(action satisfies FormAction, start);
  const form = useRef<HTMLFormElement>(null);
  const errors = state.fields ?? {};
  useEffect(() => {
    if (state.ok) return;
    const invalid = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (invalid) invalid.focus();
    else form.current?.querySelector('[role="alert"]')?.scrollIntoView({ block: "center" });
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
      className="grid gap-5"
      noValidate
    >
      {!state.ok && state.message !== undefined && (
        <ErrorState title={state.message} {...(state.hint === undefined ? {} : { hint: state.hint })} />
      )}
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
      <label className="flex items-start gap-2 text-sm">
        <input type="checkbox" name="goRequired" defaultChecked className="mt-0.5 size-4 shrink-0" />
        <span>
          It opens only when somebody says go
          <span className="block text-faint text-xs">
            Asked for from 30 minutes before its start. When nobody says go, it is missed and nothing runs.
          </span>
        </span>
      </label>
      <div className="flex flex-wrap items-center gap-2 border-t pt-5">
        <Button type="submit" look="primary" aria-busy={pending}>
          {pending && <Spinner />}
          {pending ? "Making the window…" : "Make window"}
        </Button>
        <LinkButton href="/windows" look="quiet">
          Cancel
        </LinkButton>
      </div>
    </form>
  );
}

"use client";

import { useEffect, useRef } from "react";
import type { ActionState } from "@/components/ui/action-state";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, Input, Select } from "@/components/ui/field";
import { FormProblem } from "@/components/ui/form-problem";
import { exactText } from "@/components/ui/moment-text";
import { SubmitButton } from "@/components/ui/submit-button";
import { useKeptForm } from "@/components/ui/use-kept-form";

export interface ShareState extends ActionState {
  /** The new link, told once. */
  readonly address?: string;
  /** ISO 8601. */
  readonly expiresAt?: string;
}

interface ShareFormProps {
  readonly slug: string;
  /** `database`, or the id of a check, difference, plan or run. */
  readonly subject: string;
  readonly action: (state: ShareState, data: FormData) => Promise<ShareState>;
  readonly terms: readonly string[];
}

const hidden = [
  { value: "names", label: "Host and database name" },
  { value: "roles", label: "Role names" },
  { value: "literals", label: "Values in defaults, checks and bodies" },
  { value: "rows", label: "Exact row counts" },
  { value: "comments", label: "Comments and reasons" },
];

const untouched: ShareState = { ok: true };

/** Chooses what a link hides and how long it lives, shows the page beforehand, and tells the address once. Works without JavaScript. */
export function ShareForm({ slug, subject, action, terms }: ShareFormProps) {
  const { state, pending, formProps } = useKeptForm(action, untouched);
  const made = useRef<HTMLElement>(null);
  useEffect(() => {
    if (state.address !== undefined) made.current?.querySelector("input")?.focus();
  }, [state.address]);
  const { fields = {} } = state;
  return (
    <>
      {state.address !== undefined && (
        <section ref={made} aria-label="The new link">
          <Card
            title="The link is made"
            description={`It is shown this once and opens until ${exactText(Date.parse(state.expiresAt ?? ""))}. Whoever has it can open it.`}
          >
            <div className="flex flex-wrap items-end gap-2">
              <Field label="Address" className="flex-1 basis-80">
                {(control) => (
                  <Input
                    {...control}
                    readOnly
                    value={state.address}
                    className="font-mono"
                    onFocus={(event) => event.currentTarget.select()}
                  />
                )}
              </Field>
              <CopyButton text={state.address} label="Copy address" look="secondary" />
            </div>
          </Card>
        </section>
      )}
      <form {...formProps} className="grid gap-4">
        <input type="hidden" name="slug" value={slug} />
        <input type="hidden" name="subject" value={subject} />
        <FormProblem state={state} />
        <fieldset>
          <legend className="mb-1.5 font-medium text-sm">Hide</legend>
          <div className="grid gap-1 sm:grid-cols-2">
            {hidden.map(({ value, label }) => (
              <label key={value} className="flex min-h-6 items-start gap-2 text-sm">
                <input
                  type="checkbox"
                  name="hide"
                  value={value}
                  defaultChecked
                  className="mt-0.5 size-4 shrink-0"
                />
                {label}
              </label>
            ))}
          </div>
          <p className="mt-1.5 text-faint text-xs">
            Hidden names get the same disguise throughout the page. Names of tables, columns and other objects
            are shown.
          </p>
        </fieldset>
        <div className="grid gap-4 sm:grid-cols-3">
          <Field label="Expires in" error={fields.term}>
            {(control) => (
              <Select {...control} name="term" defaultValue="7 days">
                {terms.map((term) => (
                  <option key={term}>{term}</option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Passcode" optional error={fields.passcode}>
            {(control) => (
              <Input
                {...control}
                name="passcode"
                type="password"
                autoComplete="new-password"
                maxLength={200}
              />
            )}
          </Field>
          <Field label="Maximum opens" optional error={fields.maximumOpens}>
            {(control) => (
              <Input {...control} name="maximumOpens" inputMode="numeric" maxLength={5} autoComplete="off" />
            )}
          </Field>
        </div>
        <Field
          label="Note"
          optional
          hint="For you: whom it is for. It is not on the page."
          error={fields.note}
        >
          {(control) => <Input {...control} name="note" maxLength={500} autoComplete="off" />}
        </Field>
        <div className="flex flex-wrap gap-2">
          <SubmitButton pending={pending} pendingLabel="Making the link…">
            Make link
          </SubmitButton>
          <Button
            type="submit"
            formAction={`/databases/${slug}/share/preview`}
            formMethod="get"
            formTarget="_blank"
            formNoValidate
          >
            Preview the page
          </Button>
        </div>
      </form>
    </>
  );
}

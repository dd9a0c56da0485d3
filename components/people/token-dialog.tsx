"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field, Input, Select } from "@/components/ui/field";
import type { FormState } from "./form-state";
import { SmallForm } from "./small-form";

export interface TokenState extends FormState {
  readonly token?: string;
}

interface TokenDialogProps {
  readonly action: (state: TokenState, data: FormData) => Promise<TokenState>;
  readonly scopes: readonly { readonly scope: string; readonly words: string }[];
  readonly databases: readonly { readonly slug: string; readonly name: string }[];
  readonly days: readonly number[];
}

/** Asks what a token is for, then shows it, once. */
export function TokenDialog({ action, scopes, databases, days }: TokenDialogProps) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  return (
    <Dialog
      title="Make a token"
      description="For a machine that asks Plumbline: a pipeline, a monitor."
      trigger={<Button look="primary">Make a token</Button>}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) setMade(null);
      }}
    >
      {made !== null ? (
        <div className="grid gap-3">
          <p>Keep it where only the machine reads it. It is not shown again.</p>
          <Field label="Token">
            {(control) => (
              <Input
                {...control}
                readOnly
                value={made}
                className="font-mono"
                onFocus={(event) => event.currentTarget.select()}
              />
            )}
          </Field>
          <div className="flex flex-wrap gap-2">
            <CopyButton text={made} label="Copy token" look="secondary" />
            <DialogClose render={<Button look="primary">Done</Button>} />
          </div>
        </div>
      ) : (
        <SmallForm
          action={action}
          submitLabel="Make token"
          pendingLabel="Making…"
          onAnswer={(state: TokenState) => setMade(state.token ?? null)}
        >
          {(errors) => (
            <>
              <Field label="What it is for" error={errors.name}>
                {(control) => (
                  <Input {...control} name="name" autoComplete="off" placeholder="deploy pipeline" />
                )}
              </Field>
              <Choices
                legend="What it may do"
                name="scopes"
                error={errors.scopes}
                chosen={["read"]}
                options={scopes.map(({ scope, words }) => ({ value: scope, words }))}
              />
              {databases.length > 0 && (
                <Choices
                  legend="On which databases (none chosen: on all)"
                  name="databases"
                  error={errors.databases}
                  chosen={[]}
                  options={databases.map(({ slug, name }) => ({ value: slug, words: name }))}
                />
              )}
              <Field label="Ends after" error={errors.days}>
                {(control) => (
                  <Select {...control} name="days" defaultValue="90">
                    {days.map((each) => (
                      <option key={each} value={each}>
                        {each} days
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            </>
          )}
        </SmallForm>
      )}
    </Dialog>
  );
}

interface ChoicesProps {
  readonly legend: string;
  readonly name: string;
  readonly error: string | undefined;
  readonly chosen: readonly string[];
  readonly options: readonly { readonly value: string; readonly words: string }[];
}

function Choices({ legend, name, error, chosen, options }: ChoicesProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">{legend}</legend>
      <div className="grid max-h-52 gap-1 overflow-y-auto">
        {options.map(({ value, words }) => (
          <label key={value} className="flex min-h-6 items-start gap-2 text-sm">
            <input
              type="checkbox"
              name={name}
              value={value}
              defaultChecked={chosen.includes(value)}
              className="mt-1"
            />
            <span className="min-w-0 [overflow-wrap:anywhere]">{words}</span>
          </label>
        ))}
      </div>
      {error !== undefined && <p className="mt-1 text-critical text-sm">{error}</p>}
    </fieldset>
  );
}

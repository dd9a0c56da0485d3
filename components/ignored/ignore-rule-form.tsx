"use client";

import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { FormProblem } from "@/components/ui/form-problem";
import { useKeptForm } from "@/components/ui/use-kept-form";
import type { IgnoreRuleState } from "./ignore-rule-state";

interface IgnoreRuleFormProps {
  readonly slug: string;
  readonly kinds: readonly string[];
  /** What attributes are called, for who does not know by heart. */
  readonly attributes: readonly string[];
  readonly action: (state: IgnoreRuleState, data: FormData) => Promise<IgnoreRuleState>;
}

const unsent: IgnoreRuleState = { ok: true };

/** Makes a rule, after showing what it would cover in the last check. */
export function IgnoreRuleForm({ slug, kinds, attributes, action }: IgnoreRuleFormProps) {
  const { state, pending, formProps } = useKeptForm(action, unsent, {
    onAnswer: ({ added }, form) => {
      if (added) form?.reset();
    },
  });
  const errors = state.fields ?? {};
  return (
    <form {...formProps} className="grid gap-4">
      <input type="hidden" name="slug" value={slug} />
      <FormProblem state={state} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Kind" optional error={errors.kind}>
          {(control) => (
            <Select {...control} name="kind" defaultValue="">
              <option value="">Every kind</option>
              {kinds.map((kind) => (
                <option key={kind}>{kind}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Schema" optional error={errors.schema}>
          {(control) => <Input {...control} name="schema" autoComplete="off" spellCheck={false} />}
        </Field>
        <Field
          label="Name"
          optional
          error={errors.name}
          hint={
            <>
              <code>*</code> is any run of characters, <code>?</code> any one. Also <code>table.name</code>.
            </>
          }
        >
          {(control) => (
            <Input {...control} name="name" placeholder="tmp_*" autoComplete="off" spellCheck={false} />
          )}
        </Field>
        <Field
          label="Attribute"
          optional
          error={errors.attribute}
          hint="Covers changes of this attribute and nothing else: never a drop."
        >
          {(control) => (
            <>
              <Input
                {...control}
                name="attribute"
                placeholder="comment"
                list={`${control.id}-list`}
                autoComplete="off"
                spellCheck={false}
              />
              <datalist id={`${control.id}-list`}>
                {attributes.map((label) => (
                  <option key={label} value={label} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      </div>
      <Field label="Reason" error={errors.reason} hint="Stands beside every difference that it covers.">
        {(control) => <Textarea {...control} name="reason" rows={2} />}
      </Field>
      <Field label="Holds for" className="max-w-60" error={errors.days}>
        {(control) => (
          <Select {...control} name="days" defaultValue="90">
            <option value="7">7 days</option>
            <option value="30">30 days</option>
            <option value="90">90 days</option>
            <option value="365">A year</option>
            <option value="">No end</option>
          </Select>
        )}
      </Field>
      {state.preview !== undefined && <Preview preview={state.preview} />}
      {state.added && (
        <Banner tone="neutral" live>
          {state.message}
        </Banner>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" name="intent" value="preview" aria-busy={pending}>
          Show what it covers
        </Button>
        <Button type="submit" name="intent" value="add" look="primary" aria-busy={pending}>
          Add rule
        </Button>
      </div>
    </form>
  );
}

function Preview({ preview }: { readonly preview: NonNullable<IgnoreRuleState["preview"]> }) {
  const { whole, inPart, names } = preview;
  const rest = whole + inPart - names.length;
  return (
    <Banner tone={whole + inPart === 0 ? "medium" : "low"} live>
      <p className="font-medium">
        {whole + inPart === 0
          ? "It covers nothing in the last check."
          : `In the last check it would cover ${whole} ${whole === 1 ? "difference" : "differences"}${inPart > 0 ? ` and parts of ${inPart} more` : ""}.`}
      </p>
      {names.length > 0 && (
        <ul className="mt-1 list-disc pl-5">
          {names.map((name) => (
            <li key={name}>{name}</li>
          ))}
          {rest > 0 && <li>{rest} more</li>}
        </ul>
      )}
    </Banner>
  );
}

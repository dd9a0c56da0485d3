"use client";

import { type FormAction, idle } from "@/components/ui/action-state";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, Input } from "@/components/ui/field";
import { FormProblem } from "@/components/ui/form-problem";
import { SubmitButton } from "@/components/ui/submit-button";
import { useKeptForm } from "@/components/ui/use-kept-form";

interface StartRunFormProps {
  readonly action: FormAction;
  /** `P-12` */
  readonly planId: string;
  readonly token: string;
  readonly databaseName: string;
  /** The first 8 characters of the plan's hash, which the plan's page shows. */
  readonly hashStart: string;
  /** The role that runs it unless another is typed. */
  readonly role: string;
  readonly verb: "Start run" | "Resume run";
}

/** Typed by a person, compared on the server: the database's name and the beginning of the plan's hash. */
export function StartRunForm(props: StartRunFormProps) {
  const { action, planId, token, databaseName, hashStart, role, verb } = props;
  const { state, pending, formProps } = useKeptForm(action, idle);
  const { fields = {} } = state;
  return (
    <form {...formProps} className="grid gap-4">
      <input type="hidden" name="plan" value={planId} />
      <input type="hidden" name="token" value={token} />
      {state.fields === undefined && <FormProblem state={state} />}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={`Type ${databaseName} to start`}
          error={fields.databaseName}
          hint={<CopyButton text={databaseName} label="Copy the name" />}
        >
          {(control) => (
            <Input
              {...control}
              name="databaseName"
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
              required
            />
          )}
        </Field>
        <Field
          label={`First 8 characters of ${planId}’s hash`}
          error={fields.hash}
          hint={
            <>
              They stand on the plan you read: <span className="font-mono">{hashStart}</span>
            </>
          }
        >
          {(control) => (
            <Input
              {...control}
              name="hash"
              autoComplete="off"
              spellCheck={false}
              maxLength={64}
              className="font-mono"
              required
            />
          )}
        </Field>
        <Field label="Apply role" hint="Whoever owns the objects, or is a member of the owner." optional>
          {(control) => (
            <Input {...control} name="user" placeholder={role} autoComplete="off" spellCheck={false} />
          )}
        </Field>
        <Field label="Its password" hint="Used once for this run, then forgotten." optional>
          {(control) => <Input {...control} name="password" type="password" autoComplete="off" />}
        </Field>
      </div>
      <div>
        <SubmitButton
          look="danger"
          pending={pending}
          pendingLabel="Starting…"
          title={`${verb} (⌘↵ or Ctrl ↵)`}
        >
          {verb}
        </SubmitButton>
      </div>
    </form>
  );
}

"use client";

import { startTransition, useActionState, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { Field, Input } from "@/components/ui/field";
import { useProved } from "@/components/ui/proof";
import { Spinner } from "@/components/ui/spinner";

interface StartState {
  readonly ok: boolean;
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

interface StartRunFormProps {
  readonly action: (state: StartState, data: FormData) => Promise<StartState>;
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

const unsent: StartState = { ok: true };

/** Typed by a person, compared on the server: the database's name and the beginning of the plan's hash. */
export function StartRunForm(props: StartRunFormProps) {
  const { action, planId, token, databaseName, hashStart, role, verb } = props;
  const [state, submit, pending] = useActionState(useProved(action), unsent);
  const form = useRef<HTMLFormElement>(null);
  const { fields = {} } = state;
  useEffect(() => {
    if (!state.ok) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [state]);
  return (
    <form
      ref={form}
      className="grid gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (pending) return;
        const data = new FormData(event.currentTarget);
        startTransition(() => submit(data));
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit();
      }}
    >
      <input type="hidden" name="plan" value={planId} />
      <input type="hidden" name="token" value={token} />
      {!state.ok && state.fields === undefined && state.message !== undefined && (
        <ErrorState title={state.message} {...(state.hint === undefined ? {} : { hint: state.hint })} />
      )}
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
        <Button type="submit" look="danger" aria-busy={pending} title={`${verb} (⌘↵ or Ctrl ↵)`}>
          {pending && <Spinner />}
          {pending ? "Starting…" : verb}
        </Button>
      </div>
    </form>
  );
}

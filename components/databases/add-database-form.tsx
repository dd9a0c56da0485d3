"use client";

import { type ReactNode, startTransition, useActionState, useEffect, useRef, useState } from "react";
import { LinkButton } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { FormProblem } from "@/components/ui/form-problem";
import { SubmitButton } from "@/components/ui/submit-button";
import { goToProblem, useKeptForm } from "@/components/ui/use-kept-form";
import { type AddDatabaseState, addDatabaseStart } from "./add-database-state";
import { ApplyingFields } from "./applying-fields";
import { ConnectionFields } from "./connection-fields";
import { ConnectionTest } from "./connection-test";
import { type ConnectionTestState, connectionTestStart } from "./connection-test-state";
import { SourceFields } from "./source-fields";

interface AddDatabaseFormProps {
  readonly action: (state: AddDatabaseState, data: FormData) => Promise<AddDatabaseState>;
  /** Tries the connection of the form and saves nothing. */
  readonly testAction: (state: ConnectionTestState, data: FormData) => Promise<ConnectionTestState>;
  /** The folders below which a source may be a path, as shown to the person. */
  readonly sourceRoots: readonly string[];
  /** Where the server may connect to, in words. */
  readonly networks: string;
  readonly cancelHref: string;
}

/** Connection, expected schema and name of a database; `Save and check now` saves all or nothing. */
export function AddDatabaseForm({
  action,
  testAction,
  sourceRoots,
  networks,
  cancelHref,
}: AddDatabaseFormProps) {
  const { state, pending, form, formProps } = useKeptForm(action, addDatabaseStart);
  const [tested, test, testing] = useActionState(testAction, connectionTestStart);
  // The answer of a test whose connection has been changed since.
  const [outdated, setOutdated] = useState<ConnectionTestState>(connectionTestStart);
  const connection = useRef<HTMLDivElement>(null);
  const testState = tested === outdated ? null : tested;
  const errors = state.fields ?? {};

  useEffect(() => {
    if (!tested.ok) goToProblem(connection.current);
  }, [tested]);

  const testConnection = (): void => {
    if (testing || form.current === null) return;
    const data = new FormData(form.current);
    // A source can be large, and a test has no use for it.
    for (const name of [...data.keys()]) if (name.startsWith("source")) data.delete(name);
    startTransition(() => test(data));
  };

  return (
    <form {...formProps} className="grid gap-8">
      <FormProblem state={state} />
      <Step
        number={1}
        title="Connection"
        description={`Checks only read. A role that cannot write is enough. This server may connect to: ${networks}.`}
      >
        <div ref={connection} onChange={() => setOutdated(tested)} className="grid gap-4">
          <ConnectionFields errors={{ ...errors, ...testState?.fields }} />
          <ConnectionTest state={testState} pending={testing} onTest={testConnection} />
        </div>
      </Step>
      <Step
        number={2}
        title="Expected schema from"
        description="It is run in a scratch Postgres and read back from there; nothing is guessed from its text."
      >
        <SourceFields errors={errors} roots={sourceRoots} />
      </Step>
      <Step
        number={3}
        title="Applying plans"
        description="Only a run that people approved uses it, and only while it runs."
      >
        <ApplyingFields errors={errors} />
      </Step>
      <Step number={4} title="Name and environment" description="How it is called in the list.">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Name" error={errors.name} hint="The database's own name when left empty." optional>
            {(control) => <Input {...control} name="name" autoComplete="off" maxLength={100} />}
          </Field>
          <Field label="Environment" error={errors.environment}>
            {(control) => (
              <Select {...control} name="environment" defaultValue="">
                <option value="">Not said</option>
                <option value="production">Production</option>
                <option value="staging">Staging</option>
                <option value="development">Development</option>
              </Select>
            )}
          </Field>
        </div>
      </Step>
      <div className="flex flex-wrap items-center gap-2 border-t pt-5">
        <SubmitButton pending={pending} pendingLabel="Connecting and saving…">
          Save and check now
        </SubmitButton>
        <LinkButton href={cancelHref} look="quiet">
          Cancel
        </LinkButton>
      </div>
    </form>
  );
}

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly description: string;
  readonly children: ReactNode;
}

function Step({ number, title, description, children }: StepProps) {
  return (
    <section aria-labelledby={`step-${number}`} className="min-w-0">
      <div className="mb-4 flex gap-3">
        <span
          aria-hidden
          className="flex size-6 shrink-0 items-center justify-center rounded-full border bg-shade font-medium text-muted text-xs"
        >
          {number}
        </span>
        <div>
          <h2 id={`step-${number}`} className="font-semibold text-lg">
            {title}
          </h2>
          <p className="text-muted text-sm">{description}</p>
        </div>
      </div>
      <div className="md:pl-9">{children}</div>
    </section>
  );
}

"use client";

import { useActionState } from "react";
import { ObjectName } from "@/components/drift/object-name";
import { type FieldsAction, unsent } from "@/components/people/form-state";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Spinner } from "@/components/ui/spinner";
import type { Identity } from "@/lib/postgres/identity";

/** A difference that may be in a plan. */
export interface PlannableDifference {
  readonly id: string;
  readonly object: Identity;
  readonly kind: string;
  readonly type: string;
  readonly ticked: boolean;
  /** Why it comes along though nobody chose it. */
  readonly along?: string;
}

interface ReplanFormProps {
  readonly action: FieldsAction;
  readonly hidden: Readonly<Record<string, string>>;
  readonly differences: readonly PlannableDifference[];
  readonly drops: boolean;
  readonly online: boolean;
  readonly submitLabel: string;
}

/** Chooses what a plan is for: differences, drops, and whether steps may leave the one transaction. */
export function ReplanForm({ action, hidden, differences, drops, online, submitLabel }: ReplanFormProps) {
  const [state, submit, pending] = useActionState(action, unsent);
  return (
    <form action={submit} className="grid gap-4">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {!state.ok && state.message !== undefined && (
        <ErrorState title={state.message} {...(state.hint === undefined ? {} : { hint: state.hint })} />
      )}
      <fieldset className="grid gap-2">
        <legend className="mb-1 font-medium text-sm">How</legend>
        <PlanOption
          name="drops"
          checked={drops}
          label="Drop what is not expected"
          hint="Objects that only the database has. Their rows go with them."
        />
        <PlanOption
          name="online"
          checked={online}
          label="Online steps"
          hint="Weaker or shorter locks, in several transactions: what a failed step leaves behind stays."
        />
      </fieldset>
      <fieldset className="min-w-0">
        <legend className="mb-1 font-medium text-sm">Differences</legend>
        <ul className="max-h-[32rem] divide-y overflow-y-auto rounded-md border">
          {differences.map(({ id, object, kind, type, ticked, along }) => (
            <li key={id} className="plannable-difference">
              <label className="flex items-start gap-3 px-3 py-1.5 text-sm hover:bg-hover">
                <input
                  type="checkbox"
                  name="difference"
                  value={id}
                  defaultChecked={ticked}
                  className="mt-0.5 size-4 shrink-0"
                />
                <span className="min-w-0">
                  <ObjectName object={object} /> <span className="text-faint text-xs">{kind}</span>{" "}
                  <span className="text-muted text-xs">{type}</span>
                  {along !== undefined && <span className="block text-muted text-xs">{along}</span>}
                </span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <div>
        <Button type="submit" look="primary" aria-busy={pending}>
          {pending && <Spinner />}
          {pending ? "Planning…" : submitLabel}
        </Button>
      </div>
    </form>
  );
}

interface PlanOptionProps {
  readonly name: string;
  readonly checked: boolean;
  readonly label: string;
  readonly hint: string;
}

function PlanOption({ name, checked, label, hint }: PlanOptionProps) {
  return (
    <label className="flex items-start gap-3 text-sm">
      <input type="checkbox" name={name} defaultChecked={checked} className="mt-0.5 size-4 shrink-0" />
      <span>
        <span className="font-medium">{label}</span>
        <span className="block text-muted text-xs">{hint}</span>
      </span>
    </label>
  );
}

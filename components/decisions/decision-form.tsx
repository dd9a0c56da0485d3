"use client";

import { CodeXml, Handshake, Wrench } from "lucide-react";
import { useActionState, useState } from "react";
import { type FormAction, idle } from "@/components/ui/action-state";
import { Button } from "@/components/ui/button";
import { Field, Select, Textarea } from "@/components/ui/field";
import { RadioCards } from "@/components/ui/radio-cards";
import { Spinner } from "@/components/ui/spinner";
import type { DecisionType } from "./decision";

interface DecisionFormProps {
  readonly slug: string;
  readonly id: string;
  readonly chosen: DecisionType | null;
  readonly mayAcceptForever: boolean;
  readonly action: FormAction;
}

const cards = [
  {
    value: "fix database",
    label: "Fix the database",
    description: "The source is right. A plan brings the database there.",
    icon: <Wrench aria-hidden />,
  },
  {
    value: "change code",
    label: "Change the code",
    description: "The database is right. The source is to say the same.",
    icon: <CodeXml aria-hidden />,
  },
  {
    value: "accept",
    label: "Accept for a while",
    description: "Known and tolerated. It does not count, and stays in the list and in exports.",
    icon: <Handshake aria-hidden />,
  },
] as const;

/** Chooses which side is right. Accepting asks why and until when. */
export function DecisionForm({ slug, id, chosen, mayAcceptForever, action }: DecisionFormProps) {
  const [state, submit, pending] = useActionState(action, idle);
  const [value, setValue] = useState<string>(chosen ?? "fix database");
  const accepting = value === "accept";
  return (
    <form action={submit} className="grid gap-3">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="id" value={id} />
      <RadioCards legend="Decision" name="decision" cards={cards} value={value} onValueChange={setValue} />
      <div className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_12rem]">
        <Field
          label="Reason"
          optional={!accepting}
          error={state.fields?.reason}
          className={accepting ? "" : "sm:col-span-2"}
        >
          {(control) => (
            <Textarea name="reason" rows={2} maxLength={2_000} required={accepting} {...control} />
          )}
        </Field>
        {accepting && (
          <Field label="Until" error={state.fields?.term}>
            {(control) => (
              <Select name="term" defaultValue="30" {...control}>
                <option value="7">in 7 days</option>
                <option value="30">in 30 days</option>
                <option value="90">in 90 days</option>
                {mayAcceptForever && <option value="none">no end date</option>}
              </Select>
            )}
          </Field>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" aria-busy={pending}>
          {pending && <Spinner />}
          {pending ? "Recording…" : "Record decision"}
        </Button>
        <p aria-live="polite" className={`min-w-0 text-sm ${state.ok ? "text-muted" : "text-critical"}`}>
          {state.message}
          {state.hint === undefined ? "" : ` ${state.hint}`}
        </p>
      </div>
    </form>
  );
}

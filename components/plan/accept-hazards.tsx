"use client";

import { useId, useLayoutEffect } from "react";
import { type FieldsAction, unsent } from "@/components/people/form-state";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Spinner } from "@/components/ui/spinner";
import { useKeptForm } from "@/components/ui/use-kept-form";

interface AcceptHazardsProps {
  readonly planId: string;
  readonly keys: readonly string[];
  /** What has to be typed first; null where pressing is enough. */
  readonly typed: string | null;
  readonly label: string;
  readonly action: FieldsAction;
}

/** Answers for one sort of hazard. The server compares what was typed. */
export function AcceptHazards({ planId, keys, typed, label, action }: AcceptHazardsProps) {
  const { state, pending, form, formProps } = useKeptForm(action, unsent);
  const id = useId();
  useLayoutEffect(() => {
    const own = form.current;
    return () => {
      if (own?.contains(document.activeElement)) focusNext(own);
    };
  }, [form]);
  const error = state.fields?.typed ?? (state.ok ? undefined : state.message);
  return (
    <form {...formProps} className="grid gap-1.5 sm:justify-items-end">
      <input type="hidden" name="id" value={planId} />
      {/* As JSON, because a form turns each line break of a value into two characters. */}
      {keys.map((key) => (
        <input key={key} type="hidden" name="key" value={JSON.stringify(key)} />
      ))}
      {typed !== null && (
        <div className="w-full text-left">
          <label htmlFor={id} className="flex flex-wrap items-center gap-x-1 text-xs">
            Type <bdi className="name font-semibold">{typed}</bdi>
            <CopyButton text={typed} label={`Copy ${typed}`} iconOnly />
          </label>
          <input
            id={id}
            name="typed"
            className="field text-sm"
            autoComplete="off"
            spellCheck={false}
            aria-invalid={error === undefined ? undefined : true}
            aria-describedby={error === undefined ? undefined : `${id}-error`}
          />
        </div>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-critical text-sm">
          {error}
        </p>
      )}
      <Button type="submit" size="small" aria-busy={pending}>
        {pending && <Spinner />}
        {label}
      </Button>
    </form>
  );
}

/** With its answer a form goes away: the keyboard goes on at the next one, or at the card that is now done. */
function focusNext(form: HTMLFormElement): void {
  const card = form.closest<HTMLElement>("section");
  const forms = [...(card?.querySelectorAll("form") ?? [])];
  const next = forms[forms.indexOf(form) + 1] ?? forms.find((other) => other !== form);
  const target = next?.querySelector<HTMLElement>("input:not([type=hidden]), button[type=submit]") ?? card;
  if (target === card) card?.setAttribute("tabindex", "-1");
  // After the form is gone: until then the browser would only take the focus away again.
  queueMicrotask(() => target?.focus());
}

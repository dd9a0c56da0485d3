"use client";

import { type ReactNode, startTransition, useActionState, useEffect, useRef } from "react";
import { Button, type ButtonLook } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { useProved } from "@/components/ui/proof";
import { Spinner } from "@/components/ui/spinner";
import { type FormState, unsent } from "./form-state";

interface SmallFormProps<State extends FormState> {
  readonly action: (state: State, data: FormData) => Promise<State>;
  readonly submitLabel: string;
  readonly pendingLabel: string;
  readonly look?: ButtonLook;
  /** Sent along with the fields. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** Called with each answer. */
  readonly onAnswer?: (state: State) => void;
  /** Beside the button. */
  readonly aside?: ReactNode;
  readonly children: (errors: Readonly<Record<string, string>>) => ReactNode;
}

/** A form of a few fields: its errors stand at the fields, and where it goes on has the focus. Works without JavaScript. */
export function SmallForm<State extends FormState = FormState>({
  action,
  submitLabel,
  pendingLabel,
  look = "primary",
  hidden = {},
  onAnswer,
  aside,
  children,
}: SmallFormProps<State>) {
  // Without JavaScript the browser sends the form to the action itself, and the page comes back with its answer.
  const [plain, send] = useActionState<State, FormData>(action, unsent as Awaited<State>);
  const [proved, submit, pending] = useActionState<State, FormData>(
    useProved(action),
    unsent as Awaited<State>,
  );
  const state = proved === unsent ? plain : proved;
  const form = useRef<HTMLFormElement>(null);
  const told = useRef(state);
  useEffect(() => {
    if (told.current === state) return;
    told.current = state;
    onAnswer?.(state);
    if (!state.ok) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [state, onAnswer]);
  return (
    <form
      ref={form}
      action={send}
      onSubmit={(event) => {
        // React clears the fields of a form after its action; on an error nothing that was typed may be lost.
        event.preventDefault();
        if (pending) return;
        const data = new FormData(event.currentTarget);
        startTransition(() => submit(data));
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
        event.preventDefault();
        event.currentTarget.requestSubmit();
      }}
      className="grid gap-4"
      noValidate
    >
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {!state.ok && state.message !== undefined && (
        <ErrorState title={state.message} {...(state.hint === undefined ? {} : { hint: state.hint })} />
      )}
      {children(state.fields ?? {})}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look={look} aria-busy={pending}>
          {pending && <Spinner />}
          {pending ? pendingLabel : submitLabel}
        </Button>
        {aside}
      </div>
    </form>
  );
}

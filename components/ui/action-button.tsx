"use client";

import { type ReactNode, startTransition, useActionState, useEffect, useEffectEvent } from "react";
import { type ActionState, type FormAction, idle } from "./action-state";
import { Button, type ButtonLook, type ButtonSize } from "./button";
import { useProved } from "./proof";
import { Spinner } from "./spinner";
import { useToast } from "./toast";

interface ActionButtonProps {
  readonly action: FormAction;
  /** What the action reads from its form data. */
  readonly fields?: { readonly [name: string]: string };
  /** Shown while the server works. */
  readonly pendingText: string;
  readonly look?: ButtonLook;
  readonly size?: ButtonSize;
  /** The shortcut that presses it. */
  readonly shortcut?: string;
  readonly children: ReactNode;
}

/** A form of one button. What the server answers appears as a toast; without JavaScript the form still acts. */
export function ActionButton({
  action,
  fields = {},
  pendingText,
  look = "secondary",
  size = "medium",
  shortcut,
  children,
}: ActionButtonProps) {
  // Without JavaScript the browser sends the form to the action itself.
  const [, send] = useActionState(action, idle);
  const [state, submit, pending] = useActionState(useProved(action), idle);
  const toast = useToast();
  const tell = useEffectEvent(({ ok, message, hint }: ActionState) => {
    if (message !== undefined) toast.add({ title: message, description: hint, stays: !ok });
  });
  useEffect(() => tell(state), [state]);
  return (
    <form
      action={send}
      onSubmit={(event) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        startTransition(() => submit(data));
      }}
    >
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit" look={look} size={size} aria-busy={pending} data-shortcut={shortcut}>
        {pending && <Spinner />}
        {pending ? pendingText : children}
      </Button>
    </form>
  );
}

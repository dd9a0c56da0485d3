"use client";

import {
  type FormEvent,
  type KeyboardEvent,
  startTransition,
  useActionState,
  useEffect,
  useEffectEvent,
  useRef,
} from "react";
import type { ActionState } from "./action-state";
import { useProved } from "./proof";

interface KeptFormOptions<State> {
  /** Called with each answer, before the focus goes to where the person goes on. */
  readonly onAnswer?: (state: State, form: HTMLFormElement | null) => void;
  /** Changes what is sent: what only the browser knows. */
  readonly prepare?: (data: FormData) => void;
}

/**
 * A form whose fields keep what was typed: React clears a form after its action, on an error too. It works without
 * JavaScript, asks for a proof of identity where the action wants one, is sent by ⌘↵ and Ctrl ↵ from every field, and
 * after an error has the focus at the first field that is wrong.
 * @param start what the action is given first; the same value at each call
 * @returns `formProps` for the form element
 */
export function useKeptForm<State extends ActionState>(
  action: (state: State, data: FormData) => Promise<State>,
  start: State,
  { onAnswer, prepare }: KeptFormOptions<State> = {},
) {
  // Without JavaScript the browser sends the form to the action itself, and the page comes back with its answer.
  const [plain, send] = useActionState<State, FormData>(action, start as Awaited<State>);
  const [answered, submit, pending] = useActionState<State, FormData>(
    useProved(action),
    start as Awaited<State>,
  );
  const state = answered === start ? plain : answered;
  const form = useRef<HTMLFormElement>(null);
  const told = useRef(state);
  const tell = useEffectEvent(() => onAnswer?.(state, form.current));
  useEffect(() => {
    if (told.current === state) return;
    told.current = state;
    tell();
    if (!state.ok) goToProblem(form.current);
  }, [state]);
  const formProps = {
    ref: form,
    action: send,
    noValidate: true,
    onSubmit: (event: FormEvent<HTMLFormElement>): void => {
      const { submitter } = event.nativeEvent as SubmitEvent;
      // A button with an address of its own leads the browser there.
      if (submitter?.hasAttribute("formaction") === true) return;
      event.preventDefault();
      if (pending) return;
      const data = new FormData(event.currentTarget, submitter);
      prepare?.(data);
      startTransition(() => submit(data));
    },
    onKeyDown: (event: KeyboardEvent<HTMLFormElement>): void => {
      if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      event.currentTarget.requestSubmit();
    },
  };
  return { state, pending, form, formProps };
}

/** The first control with an error, else the message over the form, is where the person goes on. */
export function goToProblem(within: HTMLElement | null): void {
  const invalid = within?.querySelector<HTMLElement>('[aria-invalid="true"]');
  if (invalid) invalid.focus();
  else within?.querySelector('[role="alert"]')?.scrollIntoView({ block: "nearest" });
}

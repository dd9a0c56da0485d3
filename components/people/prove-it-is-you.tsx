"use client";

import { type FormEvent, type ReactNode, useCallback, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { ProofProvider } from "@/components/ui/proof";
import { Spinner } from "@/components/ui/spinner";
import { type FieldsAction, type FormState, unsent } from "./form-state";

interface ProveItIsYouProps {
  /** Takes `password` and, with a second factor, `code`. */
  readonly action: FieldsAction;
  readonly ways: Ways;
  readonly children: ReactNode;
}

/** By what the person can prove it. */
interface Ways {
  readonly password: boolean;
  readonly code: boolean;
  /** The name of the provider that they sign in with. */
  readonly provider: string | null;
}

/**
 * Whatever inside is refused with `sign-in-again` asks here for the password and goes on (`useProved` of
 * components/ui/proof.tsx; `ActionButton` and `Menu` do so by themselves).
 */
export function ProveItIsYou({ action, ways, children }: ProveItIsYouProps) {
  const [open, setOpen] = useState(false);
  const settle = useRef<(proved: boolean) => void>(() => undefined);
  const ask = useCallback(
    () =>
      new Promise<boolean>((resolve) => {
        settle.current(false);
        settle.current = resolve;
        setOpen(true);
      }),
    [],
  );
  const close = (proved: boolean): void => {
    setOpen(false);
    settle.current(proved);
    settle.current = () => undefined;
  };
  return (
    <ProofProvider value={ask}>
      {children}
      <Dialog
        title="Prove that it is you"
        description="This needs to be you. The proof holds for five minutes."
        open={open}
        onOpenChange={(next) => {
          if (!next) close(false);
        }}
      >
        <div className="grid gap-6">
          {ways.provider !== null && <ProviderWay provider={ways.provider} onProved={() => close(true)} />}
          {(ways.password || ways.provider === null) && (
            <ProofForm action={action} twoFactor={ways.code} onProved={() => close(true)} />
          )}
        </div>
      </Dialog>
    </ProofProvider>
  );
}

/** In a tab of its own, so that what was typed on this page stays. */
function ProviderWay({ provider, onProved }: { readonly provider: string; readonly onProved: () => void }) {
  const [opened, setOpened] = useState(false);
  return (
    <div className="grid gap-3">
      <p>
        <a
          href="/settings/prove"
          target="_blank"
          rel="noopener"
          className="inline-flex min-h-6 items-center underline underline-offset-2"
          onClick={() => setOpened(true)}
        >
          Prove it with {provider}
        </a>
        <span className="text-muted text-sm"> opens another tab; then come back to this one.</span>
      </p>
      {opened && (
        <div>
          <Button type="button" look="primary" onClick={onProved}>
            I proved it: go on
          </Button>
        </div>
      )}
    </div>
  );
}

interface ProofFormProps {
  readonly action: FieldsAction;
  readonly twoFactor: boolean;
  readonly onProved: () => void;
}

// No transition: the action that waits for the answer is one, and React shows what happens in others only after it.
function ProofForm({ action, twoFactor, onProved }: ProofFormProps) {
  const [state, setState] = useState<FormState>(unsent);
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    // React hands events of a dialog on to the form that its opener stands in.
    event.stopPropagation();
    if (pending) return;
    setPending(true);
    const answer = await action(unsent, new FormData(event.currentTarget));
    setPending(false);
    setState(answer);
    if (answer.ok) onProved();
  };
  const { fields = {}, message } = state;
  const failed = state.ok ? undefined : message;
  return (
    <form onSubmit={submit} className="grid gap-4" noValidate>
      <Field label="Password" error={fields.password ?? (fields.code === undefined ? failed : undefined)}>
        {(control) => (
          <Input {...control} name="password" type="password" autoComplete="current-password" autoFocus />
        )}
      </Field>
      {twoFactor && (
        <Field label="Code of your app" error={fields.code}>
          {(control) => (
            <Input {...control} name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={8} />
          )}
        </Field>
      )}
      <div>
        <Button type="submit" look="primary" aria-busy={pending}>
          {pending && <Spinner />}
          {pending ? "Looking…" : "Go on"}
        </Button>
      </div>
    </form>
  );
}

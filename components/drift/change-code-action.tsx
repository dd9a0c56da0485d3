"use client";

import { useActionState, useEffect, useEffectEvent } from "react";
import { type ActionState, type FormAction, idle } from "@/components/ui/action-state";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { useToast } from "@/components/ui/toast";

/** Opens the change of the code for the chosen differences. Stands in the form that holds the choice. */
export function ChangeCodeAction({ action, slug }: { readonly action: FormAction; readonly slug: string }) {
  const [state, submit, pending] = useActionState(action, idle);
  const toast = useToast();
  const tell = useEffectEvent(({ ok, message, hint }: ActionState) => {
    if (!ok && message !== undefined) toast.add({ title: message, description: hint });
  });
  useEffect(() => tell(state), [state]);
  return (
    <>
      <input type="hidden" name="slug" value={slug} />
      <Button type="submit" formAction={submit} size="small" aria-busy={pending}>
        {pending && <Spinner />}
        Change the code
      </Button>
    </>
  );
}

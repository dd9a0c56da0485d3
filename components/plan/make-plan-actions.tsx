"use client";

import { useActionState, useEffect, useEffectEvent } from "react";
import { type ActionState, type FormAction, idle } from "@/components/ui/action-state";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { useToast } from "@/components/ui/toast";

/** What can be done with chosen differences: a plan of them. Stands in the form that holds the choice. */
export function MakePlanActions({ action, slug }: { readonly action: FormAction; readonly slug: string }) {
  const [state, submit, pending] = useActionState(action, idle);
  const toast = useToast();
  const tell = useEffectEvent(({ ok, message, hint }: ActionState) => {
    if (!ok && message !== undefined) toast.add({ title: message, description: hint, stays: true });
  });
  useEffect(() => tell(state), [state]);
  return (
    <>
      <input type="hidden" name="slug" value={slug} />
      <label className="inline-flex min-h-6 items-center gap-1.5 text-xs">
        <input type="checkbox" name="drops" className="size-4" /> Drop what is not expected
      </label>
      <label className="inline-flex min-h-6 items-center gap-1.5 text-xs">
        <input type="checkbox" name="online" className="size-4" /> Online steps
      </label>
      <Button
        type="submit"
        formAction={submit}
        look="primary"
        size="small"
        aria-busy={pending}
        data-shortcut="make-plan"
      >
        {pending && <Spinner />}
        {pending ? "Planning…" : "Make plan"}
      </Button>
    </>
  );
}

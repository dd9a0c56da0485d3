"use client";

import { useRouter } from "next/navigation";
import { startTransition, useEffect, useRef, useState } from "react";
import { type FormAction, idle } from "@/components/ui/action-state";
import { Spinner } from "@/components/ui/spinner";

/** Asks the checks of a plan when its page is opened, once. */
export function ChecksOnOpen({ planId, action }: { readonly planId: string; readonly action: FormAction }) {
  const router = useRouter();
  const asked = useRef(false);
  const [state, setState] = useState<"asking" | "done" | string>("asking");
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    const data = new FormData();
    data.set("id", planId);
    startTransition(async () => {
      const { ok, message } = await action(idle, data);
      setState(ok ? "done" : (message ?? "The checks could not be run."));
      router.refresh();
    });
  }, [planId, action, router]);
  if (state === "done") return null;
  return (
    <p role="status" className="screen-only mb-4 flex items-center gap-2 text-muted text-sm">
      {state === "asking" ? (
        <>
          <Spinner /> Asking the database whether the plan still holds…
        </>
      ) : (
        state
      )}
    </p>
  );
}

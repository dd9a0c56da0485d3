"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { type FormAction, idle } from "@/components/ui/action-state";
import { Spinner } from "@/components/ui/spinner";

interface ChecksOnOpenProps {
  readonly planId: string;
  /** ISO 8601: when the answers were given that the page shows; null where there are none. */
  readonly askedAt: string | null;
  /** Begins the checks, and does not wait for them. */
  readonly action: FormAction;
}

/** How often it is looked whether the answers are there, and for how long. */
const pauseMilliseconds = 1_000;
const patienceMilliseconds = 75_000;

/**
 * Asks the checks of a plan when its page is opened, once. The page is told by a look at the time of the answers, not by
 * the action: actions wait for one another, and reading, accepting and approving must not wait for the database.
 */
export function ChecksOnOpen({ planId, askedAt, action }: ChecksOnOpenProps) {
  const router = useRouter();
  const begun = useRef(false);
  const [state, setState] = useState<"asking" | "done" | string>("asking");
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void ask({ planId, askedAt, action }).then((failure) => {
      setState(failure ?? "done");
      router.refresh();
    });
  }, [planId, askedAt, action, router]);
  if (state === "done") return null;
  return (
    <p role="status" className="screen-only flex items-center gap-2 text-muted text-sm">
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

/** Begins the checks and waits for answers that are not those shown. Gives what went wrong, in words, or null. */
async function ask({ planId, askedAt, action }: ChecksOnOpenProps): Promise<string | null> {
  const data = new FormData();
  data.set("id", planId);
  try {
    const { ok, message } = await action(idle, data);
    if (!ok) return message ?? "The checks could not be run.";
    for (const end = Date.now() + patienceMilliseconds; Date.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
      const answer = await fetch(`/api/plans/${planId}/checks`);
      if (!answer.ok) return "Whether the plan still holds could not be read.";
      const { at } = (await answer.json()) as { readonly at: string | null };
      if (at !== askedAt) return null;
    }
    return "The checks have no answer yet.";
  } catch (error) {
    console.error("The checks of the plan were not answered", error);
    return "The server did not answer whether the plan still holds.";
  }
}

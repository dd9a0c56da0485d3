"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { z } from "zod/mini";
import { Button } from "@/components/ui/button";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Spinner } from "@/components/ui/spinner";

/** How far a check is. `total` is null while the number of steps is not known. */
export interface CheckStep {
  readonly phase: string;
  readonly message: string;
  readonly done: number;
  readonly total: number | null;
  readonly state: "queued" | "running" | "finished" | "failed" | "cancelled";
}

const stepSchema = z.object({
  phase: z.string(),
  message: z.string(),
  done: z.number(),
  total: z.nullable(z.number()),
  state: z.enum(["queued", "running", "finished", "failed", "cancelled"]),
});

interface CheckProgressProps {
  /** Answers with server-sent events, each a {@link CheckStep} as JSON. */
  readonly url: string;
  /** What the server knew when it rendered the page. */
  readonly initial: CheckStep;
  /** Asks for the check to be cancelled; gets `checkId`. */
  readonly cancelAction: (data: FormData) => void | Promise<void>;
  readonly checkId: string;
}

/** Follows a running check and renders the page again when it has ended. The list under it stays usable. */
export function CheckProgress({ url, initial, cancelAction, checkId }: CheckProgressProps) {
  const router = useRouter();
  const [step, setStep] = useState(initial);
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const events = new EventSource(url);
    events.onopen = () => setLost(false);
    events.onmessage = (event: MessageEvent<string>) => {
      const next = stepOf(event.data);
      if (next === null) return;
      setLost(false);
      setStep(next);
      if (next.state !== "queued" && next.state !== "running") {
        events.close();
        router.refresh();
      }
    };
    // The browser connects again by itself, unless the server refused for good.
    events.onerror = () => {
      setLost(true);
      if (events.readyState === EventSource.CLOSED) router.refresh();
    };
    return () => events.close();
  }, [url, router]);
  return (
    <section
      aria-label="Running check"
      className="card screen-only overflow-hidden rounded-lg border bg-surface shadow-card"
    >
      <ProgressBar
        label="Progress of the check"
        done={step.done}
        total={step.state === "queued" ? null : step.total}
      />
      <div className="flex min-h-11 flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-1.5 text-sm">
        <Spinner />
        <p role="status" className="min-w-0 flex-1 basis-48 [overflow-wrap:anywhere]">
          <span className="font-medium">{step.phase}</span>
          {step.message !== "" && <span className="text-muted"> · {step.message}</span>}
          {step.total !== null && step.total > 0 && (
            <span className="text-faint">
              {" "}
              {step.done}/{step.total}
            </span>
          )}
        </p>
        {lost && <span className="text-medium text-xs">Connection lost, trying again…</span>}
        <form action={cancelAction}>
          <input type="hidden" name="checkId" value={checkId} />
          <Button type="submit" look="quiet" size="small">
            Cancel
          </Button>
        </form>
      </div>
    </section>
  );
}

function stepOf(data: string): CheckStep | null {
  try {
    return stepSchema.parse(JSON.parse(data));
  } catch (error) {
    console.error("A progress event could not be read", error);
    return null;
  }
}

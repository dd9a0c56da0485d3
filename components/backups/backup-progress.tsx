"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { z } from "zod/mini";
import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Spinner } from "@/components/ui/spinner";
import { sizeText } from "./size-text";

const stepSchema = z.object({
  state: z.enum(["queued", "running", "cancelling", "done", "failed", "cancelled"]),
  phase: z.string(),
  message: z.string(),
  done: z.number(),
  total: z.number(),
  bytes: z.number(),
});

/** How far a backup is. */
export type BackupStep = z.infer<typeof stepSchema>;

interface BackupProgressProps {
  /** `B-31`. */
  readonly id: string;
  /** Answers with server-sent events, each a {@link BackupStep} as JSON. */
  readonly url: string;
  readonly initial: BackupStep;
  readonly cancelAction: FormAction;
  readonly mayCancel: boolean;
}

/** Follows a backup and renders the page again when it has ended. */
export function BackupProgress({ id, url, initial, cancelAction, mayCancel }: BackupProgressProps) {
  const router = useRouter();
  const [step, setStep] = useState(initial);
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const events = new EventSource(url);
    events.onopen = () => setLost(false);
    events.onmessage = (event: MessageEvent<string>) => {
      const next = stepSchema.safeParse(JSON.parse(event.data));
      if (!next.success) {
        console.error("A progress event could not be read", next.error);
        return;
      }
      setStep(next.data);
      if (!["queued", "running", "cancelling"].includes(next.data.state)) {
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
  const words =
    step.state === "queued"
      ? "Waiting for a worker"
      : step.state === "cancelling"
        ? "Stopping"
        : step.phase || "Beginning";
  return (
    <section
      aria-label="Running backup"
      className="card screen-only mb-5 overflow-hidden rounded-lg border bg-surface shadow-card"
    >
      <ProgressBar
        label={`Progress of ${id}`}
        done={step.done}
        total={step.total === 0 ? null : step.total}
      />
      <div className="flex min-h-11 flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-1.5 text-sm">
        <Spinner />
        <p role="status" className="min-w-0 flex-1 basis-48 [overflow-wrap:anywhere]">
          <span className="font-medium">
            {id} · {words}
          </span>
          {step.message !== "" && <span className="text-muted"> · {step.message}</span>}
          {step.total > 0 && (
            <span className="text-faint">
              {" "}
              {step.done}/{step.total}
            </span>
          )}
          {step.bytes > 0 && <span className="text-faint"> · {sizeText(step.bytes)}</span>}
        </p>
        {lost && <span className="text-medium text-xs">Connection lost, trying again…</span>}
        {mayCancel && step.state !== "cancelling" && (
          <ActionButton
            action={cancelAction}
            fields={{ id }}
            pendingText="Cancelling…"
            look="quiet"
            size="small"
          >
            Cancel
          </ActionButton>
        )}
      </div>
    </section>
  );
}

"use client";

import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { ProgressCard } from "@/components/ui/progress-card";
import { useFollowed } from "@/components/ui/use-followed";
import type { BackupStep } from "./backup-step";
import { sizeText } from "./size-text";

interface BackupProgressProps {
  /** `B-31`. */
  readonly id: string;
  /** Answers with server-sent events, each a {@link BackupStep} as JSON. */
  readonly url: string;
  readonly initial: BackupStep;
  readonly cancelAction: FormAction;
  readonly mayCancel: boolean;
}

const loadReader = async () => (await import("./backup-step")).readBackupStep;
const isEnd = ({ state }: BackupStep): boolean => !["queued", "running", "cancelling"].includes(state);

/** Follows a backup and renders the page again when it has ended. */
export function BackupProgress({ id, url, initial, cancelAction, mayCancel }: BackupProgressProps) {
  const { step, lost } = useFollowed({ url, initial, loadReader, isEnd });
  return (
    <div className="mb-5">
      <ProgressCard
        label="Running backup"
        barLabel={`Progress of ${id}`}
        phase={`${id} · ${words(step)}`}
        message={step.message}
        done={step.done}
        total={step.total === 0 ? null : step.total}
        lost={lost}
        {...(step.bytes > 0 ? { more: sizeText(step.bytes) } : {})}
        {...(mayCancel && step.state !== "cancelling"
          ? {
              actions: (
                <ActionButton
                  action={cancelAction}
                  fields={{ id }}
                  pendingText="Cancelling…"
                  look="quiet"
                  size="small"
                >
                  Cancel
                </ActionButton>
              ),
            }
          : {})}
      />
    </div>
  );
}

function words({ state, phase }: BackupStep): string {
  if (state === "queued") return "Waiting for a worker";
  return state === "cancelling" ? "Stopping" : phase || "Beginning";
}

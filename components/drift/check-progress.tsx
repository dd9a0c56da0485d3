"use client";

import { Button } from "@/components/ui/button";
import { ProgressCard } from "@/components/ui/progress-card";
import { useFollowed } from "@/components/ui/use-followed";
import type { CheckStep } from "./check-step";

interface CheckProgressProps {
  /** Answers with server-sent events, each a {@link CheckStep} as JSON. */
  readonly url: string;
  /** What the server knew when it rendered the page. */
  readonly initial: CheckStep;
  /** Asks for the check to be cancelled; gets `checkId`. */
  readonly cancelAction: (data: FormData) => void | Promise<void>;
  readonly checkId: string;
}

const loadReader = async () => (await import("./check-step")).readCheckStep;
const isEnd = ({ state }: CheckStep): boolean => state !== "queued" && state !== "running";

/** Follows a running check and renders the page again when it has ended. The list under it stays usable. */
export function CheckProgress({ url, initial, cancelAction, checkId }: CheckProgressProps) {
  const { step, lost } = useFollowed({ url, initial, loadReader, isEnd });
  return (
    <ProgressCard
      label="Running check"
      barLabel="Progress of the check"
      phase={step.phase}
      message={step.message}
      done={step.done}
      total={step.state === "queued" ? null : step.total}
      lost={lost}
      actions={
        <form action={cancelAction}>
          <input type="hidden" name="checkId" value={checkId} />
          <Button type="submit" look="quiet" size="small">
            Cancel
          </Button>
        </form>
      }
    />
  );
}

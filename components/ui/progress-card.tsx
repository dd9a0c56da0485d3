import type { ReactNode } from "react";
import { ProgressBar } from "./progress-bar";
import { Spinner } from "./spinner";

interface ProgressCardProps {
  /** What is under way: `Running check`. */
  readonly label: string;
  /** Of the bar: `Progress of the check`. */
  readonly barLabel: string;
  readonly phase: string;
  readonly message: string;
  readonly done: number;
  /** Null while the number of steps is not known. */
  readonly total: number | null;
  /** After the numbers. */
  readonly more?: string;
  /** True while nothing is heard of it. */
  readonly lost: boolean;
  /** How to stop it. */
  readonly actions?: ReactNode;
}

/** What a worker is doing, with a bar. Changes of the phase are read out; the numbers beside it are not. */
export function ProgressCard({
  label,
  barLabel,
  phase,
  message,
  done,
  total,
  more,
  lost,
  actions,
}: ProgressCardProps) {
  return (
    <section
      aria-label={label}
      className="card screen-only overflow-hidden rounded-lg border bg-surface shadow-card"
    >
      <ProgressBar label={barLabel} done={done} total={total} />
      <div className="flex min-h-11 flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-1.5 text-sm">
        <Spinner />
        <p className="min-w-0 flex-1 basis-48 [overflow-wrap:anywhere]">
          <span role="status">
            <span className="font-medium">{phase}</span>
            {message !== "" && <span className="text-muted"> · {message}</span>}
          </span>
          {total !== null && total > 0 && (
            <span className="text-faint">
              {" "}
              {done}/{total}
            </span>
          )}
          {more !== undefined && <span className="text-faint"> · {more}</span>}
        </p>
        <span role="status" className="text-medium text-xs">
          {lost && "Connection lost, trying again…"}
        </span>
        {actions}
      </div>
    </section>
  );
}

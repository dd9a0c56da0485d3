import type { Check } from "../store/checks";

/** How far a check is, as pages follow it: the data of one server-sent event. */
export interface CheckStep {
  readonly phase: string;
  readonly message: string;
  readonly done: number;
  /** Null while the number of steps is not known. */
  readonly total: number | null;
  readonly state: "queued" | "running" | "finished" | "failed" | "cancelled";
}

/** What to say of a check now. */
export function checkStep(check: Check): CheckStep {
  const { progress } = check;
  switch (check.state) {
    case "queued":
      return { phase: "Waiting for a worker", message: "", done: 0, total: null, state: "queued" };
    case "running": {
      const phase = check.cancelRequested ? "Cancelling" : (progress?.phase ?? "Starting");
      const total = progress === null || progress.total === 0 ? null : progress.total;
      return { phase, message: progress?.message ?? "", done: progress?.done ?? 0, total, state: "running" };
    }
    case "done":
      return { phase: "Finished", message: "", done: 0, total: null, state: "finished" };
    case "failed":
      return { phase: "Failed", message: check.error?.message ?? "", done: 0, total: null, state: "failed" };
    case "cancelled":
      return { phase: "Cancelled", message: "", done: 0, total: null, state: "cancelled" };
  }
}

"use client";

import { useCallback, useState } from "react";
import type { ActionState } from "@/components/ui/action-state";

/** What can be asked of a run. */
export type ConsoleRequest =
  | { readonly type: "pause" }
  | { readonly type: "resume" }
  | { readonly type: "stop trying" }
  | { readonly type: "cancel" }
  | { readonly type: "end session"; readonly pid: number; readonly typed: string };

/** A server action that passes a request on. */
export type ControlAction = (runId: string, request: ConsoleRequest) => Promise<ActionState>;

export interface RunControls {
  /** @returns whether it was taken */
  readonly send: (request: ConsoleRequest) => Promise<boolean>;
  readonly busy: boolean;
  /** Why the last request was not taken. */
  readonly failure: string | null;
}

/** Sends requests to a run, one at a time, and keeps what was refused. */
export function useRunControls(runId: string, action: ControlAction): RunControls {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const send = useCallback(
    async (request: ConsoleRequest): Promise<boolean> => {
      setBusy(true);
      setFailure(null);
      try {
        const state = await action(runId, request);
        if (!state.ok) setFailure([state.message, state.hint].filter(Boolean).join(" "));
        return state.ok;
      } catch (error) {
        console.error("A request to the run was not answered", error);
        setFailure("The server did not answer. The run continues there.");
        return false;
      } finally {
        setBusy(false);
      }
    },
    [runId, action],
  );
  return { send, busy, failure };
}

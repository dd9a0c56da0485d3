"use client";

import { useEffect, useState } from "react";
import type { ActionState } from "@/components/ui/action-state";
import { Button } from "@/components/ui/button";
import { visible } from "@/lib/postgres/identity";
import type { RunView } from "./console-event";

/** What can be asked about who drives. */
export type DriverRequest = "take over" | "hand over" | "keep";

/** A server action that passes it on. */
export type DriverAction = (runId: string, request: DriverRequest) => Promise<ActionState>;

interface RunDriversProps {
  readonly runId: string;
  readonly view: RunView;
  readonly me: { readonly id: string; readonly mayRun: boolean };
  readonly action: DriverAction;
}

const silence = 60;

/** Who drives and who watches. One drives; whoever else may run plans can ask to. */
export function RunDrivers({ runId, view, me, action }: RunDriversProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const driving = view.driver.id === me.id;
  const others = view.watchers
    .filter(({ id }) => id !== me.id && id !== view.driver.id)
    .map(({ name }) => name);
  const send = async (request: DriverRequest): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      const state = await action(runId, request);
      if (!state.ok) setFailure([state.message, state.hint].filter(Boolean).join(" "));
    } catch (error) {
      console.error("A request about who drives was not answered", error);
      setFailure("The server did not answer.");
    } finally {
      setBusy(false);
    }
  };
  const asking = view.active && !driving && view.askedBy?.id === me.id ? view.askedBy.at : null;
  useEffect(() => {
    if (asking === null) return;
    // A driver who does not answer for a minute has let go: the second asking is granted.
    const wait = Math.max(1_000, Date.parse(asking) + (silence + 1) * 1_000 - Date.now());
    const timer = setTimeout(() => void action(runId, "take over"), wait);
    return () => clearTimeout(timer);
  }, [asking, action, runId]);
  if (!view.active) return null;
  return (
    <div className="min-w-0 text-sm">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span>
          {driving ? (
            <span className="font-medium">You are driving</span>
          ) : (
            <>
              <span className="font-medium">{visible(view.driver.name)}</span> is driving; you can only watch
            </>
          )}
          {others.length > 0 && (
            <span className="text-muted">
              {" "}
              · {namesOf(others.map(visible))} {others.length === 1 ? "is" : "are"} watching
            </span>
          )}
        </span>
        {!driving && me.mayRun && (
          <Button size="small" onClick={() => void send("take over")} aria-busy={busy}>
            Take over
          </Button>
        )}
      </p>
      {asking !== null && (
        <p className="mt-1 text-muted" role="status">
          {visible(view.driver.name)} is asked. Without an answer it is yours in a minute.
        </p>
      )}
      {driving && view.askedBy !== null && (
        <div
          role="alert"
          className="mt-1 flex flex-wrap items-center gap-2 rounded border bg-medium-tint px-2 py-1.5 text-medium"
        >
          <span className="min-w-0 flex-1">
            {visible(view.askedBy.name)} asks to take over. Without an answer it is theirs in a minute.
          </span>
          <Button size="small" onClick={() => void send("hand over")} aria-busy={busy}>
            Hand over
          </Button>
          <Button size="small" onClick={() => void send("keep")} aria-busy={busy}>
            Keep driving
          </Button>
        </div>
      )}
      {failure !== null && (
        <p role="alert" className="mt-1 text-critical">
          {failure}
        </p>
      )}
    </div>
  );
}

/** `Ben`, `Ben and Chen`, `Ben, Chen and Dan`. */
function namesOf(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

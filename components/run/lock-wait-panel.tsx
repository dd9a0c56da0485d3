"use client";

import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { visible } from "@/lib/postgres/identity";
import type { Blocker } from "./console-event";
import { durationText } from "./duration-text";
import type { RunControls } from "./run-controls";
import type { LockWait } from "./run-progress";

interface LockWaitPanelProps {
  readonly waiting: LockWait;
  readonly attempt: number;
  readonly attempts: number;
  readonly controls: RunControls;
  /** False for who only watches. */
  readonly driving: boolean;
  /** Whoever may end sessions may do so without driving. */
  readonly mayEndSessions: boolean;
}

/** Who stands in the run's way, live, and what can be done about it. */
export function LockWaitPanel({
  waiting,
  attempt,
  attempts,
  controls,
  driving,
  mayEndSessions,
}: LockWaitPanelProps) {
  const [kept, setKept] = useState(false);
  return (
    <section
      aria-label="Waiting for a lock"
      className="border-b bg-medium-tint px-4 py-3 text-sm [overflow-wrap:anywhere]"
    >
      <p className="font-medium text-medium">
        {waiting.statement === null
          ? "Waiting to lock the plan's tables"
          : `Statement ${waiting.statement + 1} waits for a lock`}
        :{" "}
        {waiting.between
          ? "trying again soon"
          : `${durationText(waiting.waitedMilliseconds)} of ${durationText(waiting.limitMilliseconds)}`}
        , try {attempt} of {attempts}
      </p>
      <ul className="mt-2 grid gap-2">
        {waiting.blockers.map((blocker) => (
          <li key={blocker.pid} className="min-w-0 rounded border bg-surface px-3 py-2">
            <p>
              {waiting.between ? "Was blocked by" : "Blocked by"}{" "}
              <span className="font-medium">pid {blocker.pid}</span>
              {blocker.application !== "" && ` ${visible(blocker.application)}`}
              {blocker.user !== "" && ` as ${visible(blocker.user)}`} · {blocker.state}
              {blocker.transactionMilliseconds !== null &&
                ` ${durationText(blocker.transactionMilliseconds)}`}
            </p>
            {blocker.holds.length > 0 && (
              <p className="text-muted text-xs">Holds {blocker.holds.map(visible).join(", ")}</p>
            )}
            {blocker.query !== "" && (
              <p className="mt-1 line-clamp-3 font-mono text-xs">{visible(blocker.query)}</p>
            )}
            {mayEndSessions && blocker.pid > 0 && (
              <div className="mt-2">
                <EndSession blocker={blocker} controls={controls} />
              </div>
            )}
          </li>
        ))}
      </ul>
      {driving && (
        <div className="mt-2.5 flex flex-wrap items-center gap-2">
          <Button size="small" aria-pressed={kept} onClick={() => setKept(true)}>
            Keep waiting
          </Button>
          <Button
            size="small"
            onClick={() => controls.send({ type: "stop trying" })}
            aria-busy={controls.busy}
          >
            Stop trying
          </Button>
          <span className="text-muted text-xs">
            {kept
              ? "It waits, and tries again by itself."
              : "It tries again by itself. Stopping rolls back: nothing changes."}
            {!mayEndSessions && " An approver may end the session from this page."}
          </span>
        </div>
      )}
    </section>
  );
}

/** Ends one session: its number is typed once more, because whoever owns it loses what they were doing. */
function EndSession({ blocker, controls }: { readonly blocker: Blocker; readonly controls: RunControls }) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const form = useId();
  return (
    <Dialog
      title={`End session ${blocker.pid}?`}
      description={`${visible(blocker.application) || "An application without a name"} as ${visible(blocker.user)}: its transaction is rolled back. This stands in the audit log.`}
      trigger={
        <Button size="small" look="secondary">
          End that session…
        </Button>
      }
      open={open}
      onOpenChange={setOpen}
    >
      {blocker.query !== "" && (
        <pre className="mb-3 max-h-40 overflow-auto whitespace-pre-wrap rounded bg-inset p-2 font-mono text-xs [overflow-wrap:anywhere]">
          {visible(blocker.query)}
        </pre>
      )}
      <form
        id={form}
        onSubmit={async (event) => {
          event.preventDefault();
          if (await controls.send({ type: "end session", pid: blocker.pid, typed })) setOpen(false);
        }}
      >
        <Field label={`Type ${blocker.pid} to end it`} error={controls.failure ?? undefined}>
          {(control) => (
            <Input
              {...control}
              value={typed}
              inputMode="numeric"
              autoComplete="off"
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <div className="mt-4 flex flex-wrap justify-end gap-2">
          <DialogClose render={<Button>Keep it</Button>} />
          <Button type="submit" look="danger" aria-busy={controls.busy}>
            End session {blocker.pid}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

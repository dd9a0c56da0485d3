"use client";

import { Pause, Play, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, loadDialog } from "@/components/ui/dialog";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { NumberedEvent, RunView } from "./console-event";
import { durationText } from "./duration-text";
import { LockWaitPanel } from "./lock-wait-panel";
import { RunAnnouncer } from "./run-announcer";
import { RunBanner } from "./run-banner";
import { RunClock } from "./run-clock";
import { type ControlAction, useRunControls } from "./run-controls";
import { type DriverAction, RunDrivers } from "./run-drivers";
import { RunLog } from "./run-log";
import { phaseWords, type RunProgress, statementsOf } from "./run-progress";
import { RunTab } from "./run-tab";
import { type ConsoleStatement, StatementList } from "./statement-list";
import { useRunStream } from "./use-run-stream";

interface RunConsoleProps {
  /** `R-31` */
  readonly runId: string;
  readonly databaseName: string;
  readonly statements: readonly ConsoleStatement[];
  /** Transactions of the plan. */
  readonly steps: number;
  /** Those that were committed before this run went on from there. */
  readonly stepsBefore: number;
  readonly events: readonly NumberedEvent[];
  readonly view: RunView;
  /** Answers with server-sent events. */
  readonly url: string;
  readonly me: { readonly id: string; readonly mayRun: boolean; readonly mayEndSessions: boolean };
  readonly controlAction: ControlAction;
  readonly driverAction: DriverAction;
  /** What can be done when it has ended. */
  readonly endActions?: ReactNode;
}

/** A run, as it happens: its statements, who stands in its way, its log, and for its driver the controls. */
export function RunConsole(props: RunConsoleProps) {
  const { runId, databaseName, statements, steps, stepsBefore, url, me } = props;
  const router = useRouter();
  const { progress, view, retryIn } = useRunStream({
    ...{ url, statements: statements.length, events: props.events, view: props.view },
  });
  const controls = useRunControls(runId, props.controlAction);
  const states = statementsOf(
    progress,
    view,
    statements.map(({ doneBy }) => doneBy),
  );
  const done = states.filter(({ state }) => state === "done" || state === "done before").length;
  const total = statements.length;
  const working = view.active && view.state !== "in doubt";
  const driving = working && view.driver.id === me.id && me.mayRun;
  const phase = working ? (progress.paused === null ? progress.phase : "paused") : view.state;
  useEffect(() => {
    // What follows the run (verification, undo) is the server's page.
    if (props.view.active && !view.active) router.refresh();
  }, [props.view.active, view.active, router]);
  useEffect(() => {
    // Who has to cancel in a hurry does not wait for a script.
    if (driving) loadDialog().catch((error: unknown) => console.error("A dialog could not be loaded", error));
  }, [driving]);
  const failed = states.find(({ state }) => state === "failed");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <RunTab {...tabOf(view, { done, total, waiting: progress.waiting !== null }, databaseName)} />
      <RunAnnouncer
        status={working ? sentence(phase, done, total) : ""}
        alarm={working ? (failed?.reason ?? null) : (view.outcome?.sentence ?? view.error?.message ?? null)}
      />
      {retryIn !== null && (
        <Banner tone="medium" live>
          Live updates lost. <span className="font-semibold">The run continues on the server.</span>{" "}
          Reconnecting in {retryIn} s.
        </Banner>
      )}
      <RunBanner view={view} actions={props.endActions} />
      <section
        aria-label="Run"
        className="card min-w-0 overflow-hidden rounded-lg border bg-surface shadow-card"
      >
        {working && (
          <ProgressBar
            label="Statements done"
            done={done}
            total={progress.phase === "executing" ? total : null}
          />
        )}
        <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-b px-4 py-3">
          <p className="text-sm">
            <span className="font-semibold">{stateWords(view, progress)}</span> · {done} of {total}
            <RunClock view={view} />
          </p>
          {view.state !== "in doubt" && (
            <RunDrivers runId={runId} view={view} me={me} action={props.driverAction} />
          )}
        </header>
        {working && progress.waiting !== null && (
          <LockWaitPanel
            waiting={progress.waiting}
            attempt={progress.attempt}
            attempts={progress.attempts}
            controls={controls}
            driving={driving}
            mayEndSessions={me.mayEndSessions && me.mayRun}
          />
        )}
        {working && progress.paused !== null && (
          <p className="border-b bg-medium-tint px-4 py-2 text-medium text-sm" role="status">
            Paused after statement {progress.paused.afterStatement + 1}.
            {progress.paused.locksHeld && " Its locks stay held: others wait meanwhile."}
            {typeof progress.paused.limitMilliseconds === "number" &&
              ` After ${durationText(progress.paused.limitMilliseconds)} it is rolled back.`}
          </p>
        )}
        <StatementList {...{ statements, states, progress, steps }} follow={working} />
        {driving && (
          <footer className="screen-only flex flex-wrap items-center gap-2 border-t px-4 py-3">
            {progress.paused === null ? (
              <Button
                data-shortcut="pause-run"
                aria-busy={controls.busy}
                onClick={() => void controls.send({ type: "pause" })}
              >
                <Pause aria-hidden />
                Pause after this statement
              </Button>
            ) : (
              <Button
                look="primary"
                data-shortcut="pause-run"
                aria-busy={controls.busy}
                onClick={() => void controls.send({ type: "resume" })}
              >
                <Play aria-hidden />
                Continue
              </Button>
            )}
            <CancelRun
              progress={{ ...progress, stepsDone: Math.max(progress.stepsDone, stepsBefore) }}
              steps={steps}
              busy={controls.busy}
              cancel={() => controls.send({ type: "cancel" })}
            />
            {controls.failure !== null && (
              <p role="alert" className="min-w-0 flex-1 text-critical text-sm">
                {controls.failure}
              </p>
            )}
          </footer>
        )}
      </section>
      <RunLog lines={progress.log} runId={runId} />
    </div>
  );
}

interface CancelRunProps {
  readonly progress: RunProgress;
  readonly steps: number;
  readonly busy: boolean;
  readonly cancel: () => Promise<boolean>;
}

/** Cancelling says what stays before it is done. */
function CancelRun({ progress, steps, busy, cancel }: CancelRunProps) {
  const [open, setOpen] = useState(false);
  const words = whatStays(progress, steps);
  return (
    <Dialog
      title="Cancel the run?"
      description={words}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button look="quiet">
          <X aria-hidden />
          Cancel…
        </Button>
      }
    >
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose render={<Button>Let it run</Button>} />
        <Button
          look="danger"
          aria-busy={busy}
          onClick={async () => {
            if (await cancel()) setOpen(false);
          }}
        >
          Cancel the run
        </Button>
      </div>
    </Dialog>
  );
}

/** `Cancels the current statement and rolls back transaction 2. Transaction 1 stays committed.` */
function whatStays({ step, stepsDone }: Pick<RunProgress, "step" | "stepsDone">, steps: number): string {
  if (steps <= 1) return "Cancels the current statement and rolls everything back. Nothing stays.";
  const begin = `Cancels the current statement and rolls back transaction ${Math.max(step, stepsDone) + 1}.`;
  if (stepsDone === 0) return `${begin} Nothing stays.`;
  return stepsDone === 1
    ? `${begin} Transaction 1 stays committed.`
    : `${begin} Transactions 1 to ${stepsDone} stay committed.`;
}

const sentence = (phase: string, done: number, total: number): string =>
  `${phaseWords[phase] ?? phase}, ${done} of ${total} statements done`;

function stateWords(view: RunView, progress: RunProgress): string {
  if (!view.active && view.error !== null) return "Did not begin";
  if (!view.active || view.state === "in doubt") return phaseWords[view.state] ?? view.state;
  if (progress.paused !== null) return "‖ Paused";
  if (view.state === "queued") return "Waiting for a worker";
  return progress.phase === "executing" ? "▷ Running" : `▷ ${phaseWords[progress.phase] ?? progress.phase}`;
}

function tabOf(
  view: RunView,
  { done, total, waiting }: { readonly done: number; readonly total: number; readonly waiting: boolean },
  name: string,
) {
  if (view.active && view.state !== "in doubt")
    return {
      title: `▷ ${done}/${total} ${name}`,
      done,
      total,
      look: waiting ? "waiting" : "running",
    } as const;
  if (view.state === "committed")
    return { title: `✓ ${name} · Run`, done: 1, total: 1, look: "done" } as const;
  if (view.state === "in doubt")
    return { title: `? ${name} · Run`, done: 1, total: 1, look: "unknown" } as const;
  return { title: `✕ ${name} · Run`, done: 1, total: 1, look: "failed" } as const;
}

"use client";

import {
  Check,
  CheckCheck,
  Circle,
  CircleDot,
  CircleHelp,
  Hourglass,
  LoaderCircle,
  SkipForward,
  Undo2,
  X,
} from "lucide-react";
import { useEffect, useRef } from "react";
import { classNames } from "@/components/ui/class-names";
import { durationText } from "./duration-text";
import type { RunProgress, StatementProgress } from "./run-progress";

/** A statement of the plan, as the console lists it. */
export interface ConsoleStatement {
  readonly text: string;
  readonly sql: string;
  readonly step: number;
  readonly outside: boolean;
  readonly afterwards: boolean;
  /** `R-30`: the earlier run that committed it. */
  readonly doneBy: string | null;
}

interface StatementListProps {
  readonly statements: readonly ConsoleStatement[];
  readonly states: readonly StatementProgress[];
  readonly progress: RunProgress;
  readonly steps: number;
  /** True keeps the statement that runs in sight. */
  readonly follow: boolean;
}

const looks: {
  readonly [S in StatementProgress["state"]]: {
    readonly icon: typeof Check;
    readonly word: string;
    readonly className: string;
  };
} = {
  waiting: { icon: Circle, word: "Waiting", className: "text-faint" },
  ready: { icon: CircleDot, word: "Ready", className: "text-muted" },
  running: { icon: LoaderCircle, word: "Running", className: "text-low" },
  "waiting for lock": { icon: Hourglass, word: "Waiting for lock", className: "text-medium" },
  done: { icon: Check, word: "Done", className: "text-ok" },
  "done before": { icon: CheckCheck, word: "Done before", className: "text-ok" },
  failed: { icon: X, word: "Failed", className: "text-critical" },
  "rolled back": { icon: Undo2, word: "Rolled back", className: "text-muted" },
  skipped: { icon: SkipForward, word: "Skipped", className: "text-faint" },
  "not known": { icon: CircleHelp, word: "Not known", className: "text-unknown" },
};

/** States whose reason is a word or two beside them. */
const besides: ReadonlySet<StatementProgress["state"]> = new Set(["skipped", "done before"]);

/** Every statement of the plan with how it stands, in their order. */
export function StatementList({ statements, states, progress, steps, follow }: StatementListProps) {
  const list = useRef<HTMLOListElement>(null);
  const current = states.findIndex(({ state }) => state === "running" || state === "waiting for lock");
  useEffect(() => {
    if (!follow || current < 0) return;
    const row = list.current?.children[current];
    if (!(row instanceof HTMLElement) || list.current === null) return;
    // Only the list scrolls: a page that moves under the reader's hands is worse than a row out of sight.
    list.current.scrollTop = row.offsetTop - list.current.clientHeight / 2;
  }, [current, follow]);
  return (
    <ol
      ref={list}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
      tabIndex={0}
      aria-label="Statements"
      className="relative max-h-[26rem] overflow-y-auto"
    >
      {statements.map((statement, position) => {
        const state = states[position];
        if (state === undefined) return null;
        const before = statements[position - 1];
        const heading =
          statement.afterwards && before?.afterwards !== true
            ? "After COMMIT"
            : steps > 1 && !statement.afterwards && statement.step !== before?.step
              ? `Transaction ${statement.step + 1} of ${steps}${statement.outside ? " (outside of a transaction block)" : ""}`
              : null;
        return (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: a statement's identity is its place in the plan
            key={position}
            position={position}
            statement={statement}
            state={state}
            heading={heading}
            progress={position === current ? progress : null}
          />
        );
      })}
    </ol>
  );
}

interface RowProps {
  readonly position: number;
  readonly statement: ConsoleStatement;
  readonly state: StatementProgress;
  readonly heading: string | null;
  readonly progress: RunProgress | null;
}

function Row({ position, statement, state, heading, progress }: RowProps) {
  const { icon: Icon, word, className } = looks[state.state];
  return (
    <li id={`s${position + 1}`} className="border-b px-4 py-1.5 [content-visibility:auto] last:border-b-0">
      {heading !== null && <p className="pt-1 pb-1.5 font-medium text-faint text-xs">{heading}</p>}
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-3 text-sm">
        <span className={classNames("flex w-12 shrink-0 items-center gap-1.5 self-start pt-0.5", className)}>
          <Icon
            aria-hidden
            className={classNames("size-4", state.state === "running" && "motion-safe:animate-spin-slow")}
          />
          <span className="tabular-nums">{position + 1}</span>
        </span>
        <details className="min-w-0 flex-1 basis-52">
          <summary className="cursor-pointer list-none truncate rounded font-mono text-xs leading-5">
            {statement.text}
          </summary>
          <pre className="mt-1 mb-1 overflow-x-auto whitespace-pre-wrap rounded bg-inset p-2 font-mono text-xs [overflow-wrap:anywhere]">
            {`${statement.sql};`}
          </pre>
        </details>
        <span className={classNames("ml-auto text-right text-xs", className)}>
          {word}
          {besides.has(state.state) && state.reason !== null && (
            <span className="text-faint"> · {state.reason}</span>
          )}
          {state.state === "waiting for lock" && progress?.waiting && (
            <>
              {" "}
              {durationText(progress.waiting.waitedMilliseconds)} of{" "}
              {durationText(progress.waiting.limitMilliseconds)} (try {progress.attempt} of{" "}
              {progress.attempts})
            </>
          )}
          {state.milliseconds !== null && (
            <span className="text-muted"> · {durationText(state.milliseconds)}</span>
          )}
        </span>
      </div>
      {state.reason !== null && !besides.has(state.state) && (
        <p
          className={classNames(
            "pl-15 text-xs [overflow-wrap:anywhere]",
            state.state === "failed" ? "text-critical" : "text-faint",
          )}
        >
          {state.reason}
        </p>
      )}
      {progress?.command && (
        <div className="flex items-center gap-2 pl-15 text-muted text-xs">
          <span>{progress.command.words}</span>
          {progress.command.total > 0 && (
            <>
              <progress
                className="bar max-w-48"
                aria-label={progress.command.words}
                value={Math.min(progress.command.done, progress.command.total)}
                max={progress.command.total}
              />
              <span>{Math.floor((100 * progress.command.done) / progress.command.total)} %</span>
            </>
          )}
        </div>
      )}
    </li>
  );
}

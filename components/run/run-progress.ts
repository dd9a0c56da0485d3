import type { Blocker, NumberedEvent, RunView } from "./console-event";

/** How one statement of a plan stands. */
export interface StatementProgress {
  readonly state:
    | "waiting"
    | "ready"
    | "running"
    | "waiting for lock"
    | "done"
    | "done before"
    | "failed"
    | "rolled back"
    | "skipped"
    | "not known";
  /** ISO 8601 of when it began. */
  readonly since: string | null;
  readonly milliseconds: number | null;
  /** Why it failed or was skipped. */
  readonly reason: string | null;
}

/** A line of the log. */
export interface LogLine {
  readonly sequence: number;
  readonly at: string;
  readonly level: "info" | "warning" | "error";
  readonly text: string;
}

export interface LockWait {
  /** Null while the tables are locked up front. */
  readonly statement: number | null;
  readonly waitedMilliseconds: number;
  readonly limitMilliseconds: number;
  /** Those who stand in the way, or who did until the try ended. */
  readonly blockers: readonly Blocker[];
  /** True between two tries. Who stood in the way stays in sight: tries are short, and reading takes longer. */
  readonly between: boolean;
}

/** What the events of a run add up to. */
export interface RunProgress {
  /** Number of the last event that is in it. */
  readonly sequence: number;
  readonly phase: string;
  readonly step: number;
  readonly attempt: number;
  readonly attempts: number;
  readonly statements: readonly StatementProgress[];
  /** The step of each statement, as far as events told. */
  readonly steps: readonly number[];
  readonly waiting: LockWait | null;
  readonly command: { readonly words: string; readonly done: number; readonly total: number } | null;
  readonly paused: {
    readonly afterStatement: number;
    readonly locksHeld: boolean;
    readonly limitMilliseconds?: number | null | undefined;
  } | null;
  readonly stepsDone: number;
  readonly log: readonly LogLine[];
}

const untouched: StatementProgress = { state: "waiting", since: null, milliseconds: null, reason: null };

/** Before the first event. */
export function noProgress(statements: number): RunProgress {
  return {
    sequence: 0,
    phase: "queued",
    step: 0,
    attempt: 1,
    attempts: 1,
    statements: Array.from({ length: statements }, () => untouched),
    steps: Array.from({ length: statements }, () => 0),
    ...{ waiting: null, command: null, paused: null, stepsDone: 0, log: [] },
  };
}

/** The progress with more events in it. One that is in it already is passed over, so that a resumed stream may repeat some. */
export function addEvents(progress: RunProgress, events: readonly NumberedEvent[]): RunProgress {
  const fresh = events.filter(({ sequence }) => sequence > progress.sequence);
  if (fresh.length === 0) return progress;
  const next = {
    ...progress,
    statements: [...progress.statements],
    steps: [...progress.steps],
    log: [...progress.log],
  };
  for (const numbered of fresh) {
    next.sequence = numbered.sequence;
    apply(next, numbered);
    const line = logLine(numbered);
    if (line !== null) next.log.push({ sequence: numbered.sequence, at: numbered.at, ...line });
  }
  return next;
}

type Draft = {
  -readonly [K in keyof RunProgress]: K extends "statements"
    ? StatementProgress[]
    : K extends "steps"
      ? number[]
      : K extends "log"
        ? LogLine[]
        : RunProgress[K];
};

function apply(draft: Draft, { at, event }: NumberedEvent): void {
  switch (event.type) {
    case "phase":
      draft.phase = event.phase;
      draft.step = event.step;
      // Locks are taken anew in each try; every other phase comes after them.
      if (!beforeLocks.has(event.phase)) draft.waiting = null;
      draft.command = null;
      return;
    case "attempt":
      draft.attempt = event.attempt;
      draft.attempts = event.of;
      // What was done in the transaction was rolled back with it.
      if (event.attempt > 1) {
        draft.statements.forEach((statement, position) => {
          const undone = draft.steps[position] === draft.step && statement.state !== "waiting";
          if (undone && draft.step >= draft.stepsDone) draft.statements[position] = untouched;
        });
      }
      draft.waiting = betweenTries(draft.waiting);
      return;
    case "waiting": {
      const { statement } = event;
      // A statement that nobody blocks any more is at work; taking locks up front ends with `locked`, or is tried again.
      if (event.blockers.length > 0) draft.waiting = { ...event, between: false };
      else draft.waiting = statement === null ? betweenTries(draft.waiting) : null;
      if (statement === null) return;
      const now = draft.statements[statement] ?? untouched;
      const state = event.blockers.length === 0 ? "running" : "waiting for lock";
      if (now.state === "running" || now.state === "waiting for lock")
        draft.statements[statement] = { ...now, state };
      return;
    }
    case "locked":
      draft.waiting = null;
      return;
    case "statement started":
      draft.steps[event.statement] = event.step;
      draft.statements[event.statement] = { ...untouched, state: "running", since: at };
      return;
    case "statement done":
      draft.statements[event.statement] = {
        ...untouched,
        state: "done",
        milliseconds: event.milliseconds,
      };
      draft.waiting = null;
      draft.command = null;
      return;
    case "statement failed":
      draft.statements[event.statement] = {
        ...untouched,
        state: "failed",
        reason: `${event.message} (${event.code})`,
      };
      draft.waiting = null;
      draft.command = null;
      return;
    case "progress":
      draft.command = {
        words: `${event.command}: ${event.phase}`,
        done: event.done,
        total: event.total,
      };
      return;
    case "paused":
      draft.paused = event;
      return;
    case "resumed":
      draft.paused = null;
      return;
    case "step done":
      draft.stepsDone = event.step + 1;
      return;
    case "log":
    case "session ended":
    case "proof":
      return;
  }
}

/** Phases in which nothing is locked yet. */
const beforeLocks: ReadonlySet<string> = new Set(["connecting", "claimed", "locking"]);

const betweenTries = (waiting: LockWait | null): LockWait | null =>
  waiting === null ? null : { ...waiting, between: true };

/** What an event says in the log; null for what would only fill it. */
function logLine({ event }: NumberedEvent): Omit<LogLine, "sequence" | "at"> | null {
  const info = (text: string) => ({ level: "info" as const, text });
  switch (event.type) {
    case "log":
      return { level: event.level, text: event.message };
    case "phase":
      return info(phaseWords[event.phase] ?? event.phase);
    case "attempt":
      return event.attempt === 1
        ? null
        : {
            level: "warning",
            text: `Try ${event.attempt} of ${event.of}${event.reason === null ? "" : `: ${event.reason}`}`,
          };
    case "waiting":
      return event.blockers.length === 0
        ? null
        : {
            level: "warning",
            text: `Waiting for a lock; in the way: ${event.blockers.map(inTheWay).join(", ")}`,
          };
    case "locked":
      return info(
        `${event.relations.length} ${event.relations.length === 1 ? "table" : "tables"} locked in ${event.milliseconds} ms`,
      );
    case "statement started":
      return null;
    case "statement done":
      return info(`Statement ${event.statement + 1} done in ${event.milliseconds} ms`);
    case "statement failed":
      return {
        level: "error",
        text: `Statement ${event.statement + 1} failed: ${event.message} (${event.code})`,
      };
    case "progress":
      return null;
    case "paused":
      return info(
        `Paused after statement ${event.afterStatement + 1}${event.locksHeld ? "; its locks stay held" : ""}`,
      );
    case "resumed":
      return info("Continued");
    case "session ended":
      return event.ended
        ? { level: "warning", text: `Session ${event.pid} was ended` }
        : event.reason === undefined
          ? info(`Session ${event.pid} no longer stood in the way`)
          : { level: "warning", text: `Session ${event.pid} was not ended. ${event.reason}` };
    case "step done":
      return info(`Step ${event.step + 1} of ${event.of} is committed`);
    case "proof":
      return event.proof.holds
        ? info(`Proof holds: ${Number(event.proof.rowsProven).toLocaleString("en")} rows proven`)
        : { level: "error", text: "Proof does not hold" };
  }
}

const inTheWay = ({ pid, application, state }: Blocker): string =>
  `pid ${pid}${application === "" ? "" : ` ${application}`} (${state})`;

/** Phases of the protocol, as people read them. */
export const phaseWords: { readonly [phase: string]: string } = {
  queued: "Waiting for a worker",
  connecting: "Connecting",
  claimed: "Claimed",
  locking: "Taking locks",
  "verifying source": "Verifying that the database is as planned",
  "counting rows": "Counting rows",
  executing: "Running statements",
  proving: "Proving the result",
  committing: "Committing",
  reconciling: "Finding out what happened",
  committed: "Committed",
  "rolled back": "Rolled back",
  "partly applied": "Partly applied",
  "in doubt": "In doubt",
};

/**
 * Each statement as it stands, with the run's end in it where there is one.
 * @param before by position, the run that committed it before this one went on from there: `R-30`
 */
export function statementsOf(
  progress: RunProgress,
  view: RunView,
  before: readonly (string | null)[] = [],
): readonly StatementProgress[] {
  const { outcome } = view;
  const ended = !view.active || view.state === "in doubt";
  const next = ended
    ? -1
    : progress.statements.findIndex(
        ({ state }, position) => state === "waiting" && (before[position] ?? null) === null,
      );
  return progress.statements.map((statement, position) => {
    const doneBy = before[position] ?? null;
    if (doneBy !== null) return { ...untouched, state: "done before", reason: `by ${doneBy}` };
    if (outcome !== null) return ending(statement, outcome.statements[position] ?? "not run", outcome.status);
    if (view.error !== null) return { ...statement, state: "skipped", reason: "The run did not begin." };
    if (ended) return { ...statement, state: "not known" };
    return position === next && progress.phase === "executing" ? { ...statement, state: "ready" } : statement;
  });
}

function ending(statement: StatementProgress, outcome: string, status: string): StatementProgress {
  switch (outcome) {
    case "applied":
      return { ...statement, state: "done" };
    case "rolled back":
      return statement.state === "failed" ? statement : { ...statement, state: "rolled back" };
    case "in doubt":
      return { ...statement, state: "not known" };
    default:
      if (statement.state === "failed") return statement;
      return {
        ...statement,
        state: "skipped",
        reason: status === "committed" ? "left out" : "not reached",
      };
  }
}

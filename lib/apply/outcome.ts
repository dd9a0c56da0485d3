import type { PlanStep } from "./plan-steps";
import type { RunFailure } from "./run-failure";
import type { RunOutcome, StatementOutcome } from "./run-outcome";
import type { Run, StepEnd } from "./run-state";

export interface EndedRun {
  readonly end: StepEnd;
  readonly steps: readonly PlanStep[];
  readonly afterwards: readonly number[];
  readonly stepsDone: number;
  readonly milliseconds: number;
}

/** What the store, the console and the command line tell of a run that has ended. */
export function describeOutcome(run: Run, ended: EndedRun): RunOutcome {
  const { request } = run;
  const statements = request.plan.statements.map(
    (_, position): StatementOutcome => run.outcomes.get(position) ?? notRun(position, ended),
  );
  const remaining = statements
    .filter(({ outcome }) => outcome !== "applied")
    .map(({ statement }) => statement);
  return {
    ...words(run, ended, statements),
    mode: request.mode,
    ...{ statements, remaining },
    proofs: run.proofs.filter((proof) => proof !== undefined),
    transactions: run.transactions,
    attempts: run.attempts,
    lockedMilliseconds: Math.round(run.lockedMilliseconds),
    milliseconds: ended.milliseconds,
    stepsDone: ended.stepsDone,
    steps: ended.steps.length,
  };
}

function notRun(position: number, { steps, stepsDone }: EndedRun): StatementOutcome {
  const step = Math.max(
    0,
    steps.findIndex(({ statements }) => statements.includes(position)),
  );
  const earlier = step < stepsDone && steps[step]?.statements.includes(position) === true;
  return { statement: position, step, outcome: earlier ? "applied" : "not run", milliseconds: null };
}

type Words = Pick<RunOutcome, "status" | "code" | "sentence" | "next" | "details">;

function words(run: Run, ended: EndedRun, statements: readonly StatementOutcome[]): Words {
  const { end, stepsDone } = ended;
  const seconds = `${(ended.milliseconds / 1000).toFixed(ended.milliseconds < 10_000 ? 1 : 0)} s`;
  const total = statements.length;
  switch (end.type) {
    case "done": {
      const applied = statements.filter(({ outcome }) => outcome === "applied").length;
      const before = doneBefore(run, ended).length;
      const left = ended.afterwards.flatMap((position) =>
        statements[position]?.outcome === "applied" ? [] : [run.request.plan.statements[position]?.sql ?? ""],
      );
      return {
        ...{ status: "committed", code: "proven", details: left.map((sql) => `Not run: ${sql}`) },
        sentence: `${applied - before} of ${total} done in ${seconds}${before === 0 ? "" : `; ${before} were done before`}. ${verified(run)}`,
        next: `${left.length === 0 ? "" : "Queries may be slow until what is left of ANALYZE was run. "}Watch the application. Sessions that were connected before may hold cached plans: restart them or let poolers DISCARD ALL.`,
      };
    }
    case "rehearsed":
      return {
        ...{ status: "rolled back", code: "rehearsed", details: [] },
        sentence: `Rehearsed in ${seconds} with the real locks, proven and rolled back. Nothing changed. ${verified(run)}`,
        next: "Run it when the window allows.",
      };
    case "in doubt":
      return {
        ...{ status: "in doubt", code: end.failure.code, details: end.failure.details },
        sentence: `The server stopped answering${during(run, end.statement)}. Checking what happened…`,
        next: "Do not run it again before this is settled. The transaction is looked up by its number as soon as the server answers.",
      };
    case "rolled back": {
      const why = reasonOf(run, end.failure, end.statement);
      const next = end.failure.hint ?? "Look into the details, then run again.";
      const facts = { code: end.failure.code, details: end.failure.details };
      return stepsDone === 0
        ? { ...facts, status: "rolled back", sentence: `${why} Nothing changed.`, next }
        : {
            ...facts,
            ...{ status: "partly applied", sentence: `${partly(run, ended, end.statement)} ${why}` },
            next: `${next} What is committed stays.`,
          };
    }
  }
}

/** Stopped from outside, through no fault of the statement that ran. */
const stops = new Set(["cancelled", "window-closed", "stopped-trying", "paused-too-long"]);

function reasonOf(run: Run, { code, message }: RunFailure, statement: number | null): string {
  if (statement === null) return message;
  return stops.has(code)
    ? message.replace(/\.$/, `${during(run, statement)}.`)
    : `Statement ${statement + 1} failed: ${message}`;
}

function verified(run: Run): string {
  const differences = run.proofs.at(-1)?.differences ?? [];
  const gone = differences.filter(({ outcome }) => outcome === "gone").length;
  return `Verified: ${gone} of ${differences.length} differences are gone, 0 new.`;
}

function during(run: Run, statement: number | null): string {
  const planned = statement === null ? undefined : run.request.plan.statements[statement];
  if (planned === undefined || statement === null) return "";
  // The first words say what kind of statement it is; the rest would be names.
  const command = /^[A-Z]+(?: [A-Z]+)*/.exec(planned.sql)?.[0] ?? "";
  return ` during statement ${statement + 1} (${command})`;
}

function partly(run: Run, { steps, stepsDone }: EndedRun, failed: number | null): string {
  const done = steps.slice(0, stepsDone).flatMap(({ statements }) => statements);
  const last = Math.max(...done) + 1;
  const transactions = stepsDone === 1 ? "Transaction 1 is" : `Transactions 1 to ${stepsDone} are`;
  const end = failed === null ? "was not begun" : "was rolled back";
  const nothing = stepsDone === run.request.resume?.stepsDone;
  const committed = `${transactions} committed${nothing ? " since before this run" : ""} (statements 1–${last}).`;
  return `${committed} Transaction ${stepsDone + 1} ${end}.${nothing ? " This run changed nothing." : ""} The database is between plans.`;
}

/** Positions of the statements that an earlier run committed. */
const doneBefore = (run: Run, { steps }: EndedRun): readonly number[] =>
  steps.slice(0, run.request.resume?.stepsDone ?? 0).flatMap(({ statements }) => statements);

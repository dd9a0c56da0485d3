import type { PlanStep } from "../apply/plan-steps";
import type { Proof } from "../apply/proof";
import type { Settled } from "../apply/reconcile-run";
import type { RunOutcome, RunStatus, StatementOutcome } from "../apply/run-outcome";
import type { Run, StoredRunEvent } from "../store/runs";

/** How a run ended; `invalid` says that an index was left in between. */
export type Found = Settled & { readonly invalid?: boolean };

/** What is known of a run whose worker did not live to tell how it ended. */
interface Settlement {
  readonly steps: readonly PlanStep[];
  readonly afterwards: readonly number[];
  readonly events: readonly StoredRunEvent[];
  readonly found: Found;
  readonly stepsDone: number;
}

/** The outcome of such a run: from its events, and from what was found out. Pure. */
export function settledOutcome(
  run: Run,
  { steps, afterwards, events, found, stepsDone }: Settlement,
): RunOutcome {
  const facts = run.transaction;
  const invalid = found.invalid ?? false;
  const timings = new Map(
    events.flatMap(({ event }) =>
      event.type === "statement done" ? [[event.statement, event.milliseconds] as const] : [],
    ),
  );
  const started = new Set(
    events.flatMap(({ event }) => (event.type === "statement started" ? [event.statement] : [])),
  );
  const statements: StatementOutcome[] = steps.flatMap((step, index) =>
    step.statements.map((statement) => ({
      statement,
      step: index,
      outcome: statementOutcome(index < stepsDone, started.has(statement), invalid),
      milliseconds: timings.get(statement) ?? null,
    })),
  );
  for (const statement of afterwards)
    statements.push({
      statement,
      step: steps.length,
      outcome: timings.has(statement) ? "applied" : "not run",
      milliseconds: timings.get(statement) ?? null,
    });
  statements.sort((one, other) => one.statement - other.statement);
  const status: RunStatus =
    stepsDone === steps.length ? "committed" : stepsDone > 0 || invalid ? "partly applied" : "rolled back";
  const begin = run.claimedAt ?? run.createdAt;
  // A step outside of a transaction was seen to be complete, and nobody proved what else changed: the check after it does.
  const proven = status === "committed" && steps[stepsDone - 1]?.transaction !== "none";
  return {
    status,
    mode: "run",
    code: proven ? "proven" : "worker-stopped",
    ...words(run, { status, found: found.sentence, statements, afterwards }),
    details: [],
    statements,
    remaining: statements.filter(({ outcome }) => outcome !== "applied").map(({ statement }) => statement),
    proofs: events.flatMap(({ event }): Proof[] => (event.type === "proof" ? [event.proof] : [])),
    transactions: facts === null ? [] : [facts],
    attempts: events.filter(({ event }) => event.type === "attempt").length,
    // A worker that is gone told nobody.
    lockedMilliseconds: run.outcome?.lockedMilliseconds ?? 0,
    milliseconds: Math.max(0, (events.at(-1)?.at ?? begin).getTime() - begin.getTime()),
    stepsDone,
    steps: steps.length,
  };
}

/** What an invalid index is left of is neither applied nor rolled back. */
function statementOutcome(done: boolean, started: boolean, invalid: boolean): StatementOutcome["outcome"] {
  if (done) return "applied";
  if (!started) return "not run";
  return invalid ? "in doubt" : "rolled back";
}

interface Ended {
  readonly status: RunStatus;
  readonly found: string;
  readonly statements: readonly StatementOutcome[];
  readonly afterwards: readonly number[];
}

function words(
  run: Run,
  { status, found, statements, afterwards }: Ended,
): Pick<RunOutcome, "sentence" | "next"> {
  // A worker that told of its doubt was there all the time.
  const lost = run.outcome !== null;
  const why = lost ? "Contact with the server was lost" : "The worker stopped";
  const all = statements.length;
  const applied = statements.filter(({ outcome }) => outcome === "applied").length;
  if (status === "committed") {
    const left = afterwards.filter((position) =>
      statements.some(({ statement, outcome }) => statement === position && outcome !== "applied"),
    ).length;
    return {
      sentence: `${why}, and everything was applied. ${found}`,
      next:
        left === 0
          ? "Nothing is left to do. A fresh check shows the result."
          : `Run ANALYZE on the tables that were changed: ${left} statements that do so were not reached.`,
    };
  }
  if (status === "rolled back") {
    return {
      sentence: `${why}, and everything was rolled back. ${found} Nothing changed.`,
      next: lost
        ? "Look whether the server and the network are up, then start the plan again."
        : "Make sure that a worker runs, then start the plan again.",
    };
  }
  return {
    sentence: `${why} after ${applied} of ${all} statements. ${found} The database is between plans.`,
    next: "Resume it, or check the database and plan what remains.",
  };
}

import type { Person, Run } from "../store/runs";

/** What may change about a run besides its events, as pages show it. */
export function runView(run: Run, watchers: readonly Person[], now: Date) {
  const { outcome, error } = run;
  return {
    state: run.state as string,
    active: run.active,
    driver: run.driver,
    driverSilentSeconds: Math.max(0, Math.floor((now.getTime() - run.driverSeenAt.getTime()) / 1_000)),
    askedBy: run.askedBy === null ? null : { ...run.askedBy, at: run.askedBy.at.toISOString() },
    watchers: [...watchers],
    deadline: run.deadline?.toISOString() ?? null,
    claimedAt: run.claimedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    settling:
      run.state === "in doubt" && run.active
        ? (run.settling?.sentence ?? "The database is asked what became of it.")
        : null,
    outcome:
      outcome === null
        ? null
        : {
            status: outcome.status as string,
            code: outcome.code,
            sentence: outcome.sentence,
            next: outcome.next,
            details: [...outcome.details],
            statements: outcome.statements
              .toSorted((one, other) => one.statement - other.statement)
              .map(({ outcome: end }) => end as string),
            attempts: outcome.attempts,
            lockedMilliseconds: outcome.lockedMilliseconds,
            milliseconds: outcome.milliseconds,
          },
    error:
      error === null
        ? null
        : { message: error.message, hint: error.hint ?? null, details: [...error.details] },
  };
}

export type RunViewData = ReturnType<typeof runView>;

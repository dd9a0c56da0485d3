import type { RunEvent } from "../apply/run-event";
import type { RunOutcome } from "../apply/run-outcome";
import type { Plan } from "../plan/plan";
import type { AppError } from "../postgres/app-error";
import { displayName, identityOf, visible } from "../postgres/identity";
import { oneLine } from "../postgres/one-line";

/** The name and version of the report of a run. */
export const runFormat = "plumbline.run/v1";

/** How a run ended, as documented JSON. Fields are added, never changed, within a version. */
export const runReport = (plan: Plan, outcome: RunOutcome) => ({
  format: runFormat,
  ...outcome,
  statements: outcome.statements.map((statement) => {
    const planned = plan.statements[statement.statement];
    return {
      ...statement,
      sql: planned?.sql ?? "",
      object: planned === undefined ? null : identityOf(planned.object),
    };
  }),
});

/**
 * A run that stopped between two steps is not resumed here: nothing was kept of it, and nothing needs to be.
 * A run that ends in doubt is settled by the worker where there is a store. Nobody goes on asking after the command line
 * has ended: what to ask the server is told instead.
 */
export function toldWithoutStore(outcome: RunOutcome): RunOutcome {
  const sent = outcome.transactions.at(-1);
  if (outcome.status === "partly applied")
    return {
      ...outcome,
      next: `${outcome.next} To go on, apply again with the same options: the database is read anew, and the plan then holds only what remains.`,
    };
  if (outcome.code === "rehearsed") return { ...outcome, next: "To apply it, leave out --rehearse." };
  if (outcome.status !== "in doubt") return outcome;
  return {
    ...outcome,
    sentence: outcome.sentence.replace("Checking what happened…", "Whether it was applied is not known."),
    next:
      sent === undefined
        ? "Do not apply again before you have looked: plumbline check says what is there now."
        : `Do not apply again before it is known. Ask the server, when it answers: SELECT pg_xact_status('${sent.xid}'). plumbline check says what is there now.`,
  };
}

/**
 * How a command ended that found nothing to run, in the form of a run's report.
 * @param byHand differences that no statement removes
 */
export const nothingReport = (byHand: Plan["manual"], mode: RunOutcome["mode"]) => ({
  format: runFormat,
  ...{ status: "nothing to apply", mode, code: byHand.length === 0 ? "clean" : "by-hand" },
  ...nothingWords(byHand),
  ...{ statements: [], remaining: [], proofs: [], transactions: [] },
  ...{ attempts: 0, lockedMilliseconds: 0, milliseconds: 0, stepsDone: 0, steps: 0 },
});

/** The same, for a terminal. */
export const nothingText = (byHand: Plan["manual"]): string => {
  const { sentence, next } = nothingWords(byHand);
  return `${[sentence, next].filter((line) => line !== "").join("\n")}\n`;
};

const nothingWords = (byHand: Plan["manual"]) => ({
  sentence:
    byHand.length === 0
      ? "Nothing to apply."
      : `Nothing was applied: ${byHand.length === 1 ? "the one difference has" : `all ${byHand.length} differences have`} to be mended by hand.`,
  next: byHand.length === 0 ? "" : "Mend them as told above, then check again.",
  details: byHand.map(byHandLine),
});

/** A difference that no statement removes, in one line. */
export const byHandLine = ({ object, reason }: Plan["manual"][number]): string =>
  `${object.kind} ${displayName(object)}: ${reason}`;

/** What is printed instead of a report when nothing could be compared or planned. */
export const runErrorReport = (error: AppError) => ({
  format: runFormat,
  error: { code: error.code, message: error.message, hint: error.hint ?? null, details: error.details },
});

/** How a run ended, for a terminal: the banner first. */
export function applyText(plan: Plan, outcome: RunOutcome): string {
  const { sentence, details, next, statements, proofs, lockedMilliseconds } = outcome;
  const lines = [sentence, ...details.map((detail) => `  ${detail}`)];
  for (const proof of proofs) {
    for (const { table, method, rowsAfter, columns, equal } of proof.tables) {
      if (method !== "counted") continue;
      const values = columns.map(({ column, outcome: result }) => `${column} ${result}`).join(", ");
      lines.push(
        `  rows ${equal ? "equal" : "NOT EQUAL"}  ${displayName(table)}: ${rowsAfter}${values === "" ? "" : ` (${values})`}`,
      );
    }
  }
  for (const { statement, observed } of statements) {
    if (observed === undefined) continue;
    const locks = observed.locks.map(({ relation, mode }) => `${relation} ${mode}`).join(", ");
    const rewritten = observed.rewritten.length === 0 ? "" : `; rewrites ${observed.rewritten.join(", ")}`;
    lines.push(
      `  observed  ${statement + 1}  ${lineOf(plan.statements[statement]?.sql ?? "")}: ${locks || "no new lock"}${rewritten}; ${observed.walBytes} bytes of WAL`,
    );
  }
  if (lockedMilliseconds > 0) lines.push(`Locks were held for ${(lockedMilliseconds / 1000).toFixed(2)} s.`);
  if (next !== "") lines.push(next);
  return `${lines
    .flatMap((text) => text.split("\n"))
    .map(visible)
    .join("\n")}\n`;
}

const lineOf = (sql: string): string => oneLine(sql, 120);

/** One line of progress for stderr; null for what needs none. */
export function progressLine(plan: Plan, event: RunEvent): string | null {
  const number = (position: number | null): string =>
    position === null ? "locks" : `${position + 1}/${plan.statements.length}`;
  switch (event.type) {
    case "phase":
      return event.phase;
    case "log":
      return `${event.level}  ${event.message}`;
    case "attempt":
      return event.attempt === 1 ? null : `try ${event.attempt} of ${event.of}: ${event.reason ?? ""}`;
    case "waiting":
      return event.blockers.length === 0
        ? null
        : `  ${number(event.statement)}  waiting for ${event.blockers
            .map(
              ({ pid, application, user, state, holds }) =>
                `process ${pid} ${application} (${user}, ${state}) which holds ${holds.join(", ")}`,
            )
            .join("; ")}`;
    case "locked":
      return `  ${event.relations.length} relations locked in ${event.milliseconds} ms`;
    case "statement done":
      return `  ${number(event.statement)}  ${lineOf(plan.statements[event.statement]?.sql ?? "")}  ${event.milliseconds} ms`;
    case "statement failed":
      return `  ${number(event.statement)}  ${lineOf(plan.statements[event.statement]?.sql ?? "")}  failed: ${event.message} (${event.code})`;
    case "progress":
      return event.total === 0
        ? `  ${number(event.statement)}  ${event.command}: ${event.phase}`
        : `  ${number(event.statement)}  ${event.command}: ${event.phase}, ${event.done} of ${event.total} ${event.unit}`;
    case "step done":
      return `step ${event.step + 1} of ${event.of} done`;
    case "session ended":
      return `  process ${event.pid} ${event.ended ? "was ended" : `was not ended: ${event.reason ?? "it does not block the run"}`}`;
    case "statement started":
    case "paused":
    case "resumed":
    case "proof":
      return null;
  }
}

import type { ShownRehearsal } from "@/components/run/rehearsal-card";
import type { Rehearsal } from "@/lib/store/rehearsals";

/** A rehearsal as its card shows it. */
export function shownRehearsal(rehearsal: Rehearsal): ShownRehearsal {
  const { outcome, error } = rehearsal;
  const facts = {
    ...{ number: rehearsal.number, place: rehearsal.place, state: rehearsal.state, by: rehearsal.by.name },
    at: (rehearsal.finishedAt ?? rehearsal.createdAt).toISOString(),
  };
  if (outcome === null) {
    return {
      ...{ ...facts, partly: false, milliseconds: null, observed: [] },
      sentence: error === null ? "" : `${error.message} ${error.hint ?? ""}`.trim(),
      details: error?.details ?? [],
    };
  }
  if (outcome.place === "copy") {
    const { copy } = outcome;
    return {
      ...{ ...facts, partly: copy.outcome === "partly", sentence: copy.sentence, observed: [] },
      milliseconds: copy.milliseconds,
      details: [
        ...copy.statements.flatMap(({ statement, outcome: end, message }) =>
          end === "failed" ? [`Statement ${statement + 1}: ${message ?? "failed"}`] : [],
        ),
        ...copy.unplanned.map(({ sentence }) => sentence),
        ...copy.leftOut.slice(0, 20).map(({ object, reason }) => `${object.kind} ${object.name}: ${reason}`),
      ],
    };
  }
  const { run } = outcome;
  return {
    ...{ ...facts, partly: false, milliseconds: run.milliseconds, details: run.details },
    sentence: `${run.sentence} Locks on tables were held for ${run.lockedMilliseconds} ms.`,
    observed: run.statements.flatMap(({ statement, milliseconds, observed }) =>
      observed === undefined ? [] : [{ number: statement + 1, milliseconds, ...observed }],
    ),
  };
}

import type { Plan, PlannedStatement } from "@/lib/plan/plan";

/** A stretch of a plan's statements that do the same sort of work. */
export interface Phase {
  readonly name: PhaseName;
  /** Positions in the plan, in order and without a gap. */
  readonly from: number;
  readonly to: number;
}

export type PhaseName = "Prepare" | "Drop" | "Convert" | "Create" | "Analyse";

/** What each phase does, for who reads the outline. */
export const phaseWords: { readonly [P in PhaseName]: string } = {
  Prepare: "takes out of the way what stands around the changes",
  Drop: "removes what nobody expects",
  Convert: "changes what is there",
  // What is new and what comes back wait for each other, so they cannot be told apart by place.
  Create: "adds what is missing, and puts back what was taken out of the way",
  Analyse: "gives the planner its statistics back, after COMMIT",
};

/** The outline of a plan: its statements by phase, in the order in which they run. */
export function phasesOf(plan: Plan): readonly Phase[] {
  const actions = new Map(plan.fixes.map(({ id, action }) => [id, action]));
  const phases: { name: PhaseName; from: number; to: number }[] = [];
  plan.statements.forEach((statement, position) => {
    const name = phaseOf(statement, actions.get(statement.fixes[0] ?? ""));
    const last = phases.at(-1);
    if (last?.name === name) last.to = position;
    else phases.push({ name, from: position, to: position });
  });
  return phases;
}

function phaseOf(
  statement: PlannedStatement,
  action: Plan["fixes"][number]["action"] | undefined,
): PhaseName {
  if (statement.fixes.length === 0) return "Analyse";
  const takesOff = /^DROP |^ALTER \S+.* (DROP|DETACH|NO INHERIT|DISABLE) /i.test(statement.sql);
  switch (action) {
    case "create":
      return "Create";
    case "drop":
      return "Drop";
    case "rebuild":
    case "recreate":
      return takesOff ? "Prepare" : "Create";
    case "alter":
    case undefined:
      return "Convert";
  }
}

import { visible } from "../postgres/identity";
import type { Hazard } from "../postgres/statement";
import { lockedTable } from "./estimate";
import type { Plan, PlannedStatement } from "./plan";

/** What tells hazards of a plan apart, and what an answer is for. */
export const hazardKey = ({ code, detail }: Hazard): string => `${code}\n${detail ?? ""}`;

/** A hazard of a plan that wants an answer before anything runs. */
export interface HazardQuestion {
  readonly key: string;
  readonly hazard: Hazard;
  /** Positions of the statements that have it. */
  readonly statements: readonly number[];
  /** What has to be typed to accept it, as it is shown; null where a tick is enough. */
  readonly typed: string | null;
}

/** Every hazard of a plan with its statements, in the plan's order. */
export function hazardQuestions(plan: Plan): readonly HazardQuestion[] {
  const statements = new Map<string, number[]>();
  plan.statements.forEach((statement, position) => {
    for (const key of new Set(statement.hazards.map(hazardKey))) {
      const list = statements.get(key);
      if (list) list.push(position);
      else statements.set(key, [position]);
    }
  });
  return plan.hazards.map((hazard) => {
    const key = hazardKey(hazard);
    const positions = statements.get(key) ?? [];
    const first = plan.statements[positions[0] ?? -1];
    const typed = hazard.code === "data-loss" && first !== undefined ? typedName(first) : null;
    return { key, hazard, statements: positions, typed };
  });
}

/** The table whose rows are at stake, with hostile characters as escapes: what is shown is what is to be typed. */
function typedName(statement: PlannedStatement): string {
  const table = lockedTable(statement) ?? { schema: statement.object.schema, name: statement.object.name };
  return visible(table.schema === undefined ? table.name : `${table.schema}.${table.name}`);
}

import { visible } from "../postgres/identity";
import type { Hazard, HazardCode } from "../postgres/statement";
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

/** Hazards of something being gone, which nobody meets where it comes back before COMMIT. */
const ofAbsence: ReadonlySet<HazardCode> = new Set([
  "constraint-dropped",
  "index-dropped",
  "access-narrowed",
  "access-widened",
]);

/**
 * True where a hazard is that of taking something out of the way which the same transaction puts back as it was: until
 * COMMIT its lock keeps everybody away, and after COMMIT it is there again.
 */
export function isPutBack(plan: Pick<Plan, "fixes" | "statements">, question: HazardQuestion): boolean {
  if (!ofAbsence.has(question.hazard.code)) return false;
  // Between transactions others do meet what is gone.
  if (plan.statements.some(({ transaction }) => transaction !== "inside")) return false;
  const rebuilds = new Set(plan.fixes.filter(({ action }) => action === "rebuild").map(({ id }) => id));
  return question.statements.every((position) => {
    const fixes = plan.statements[position]?.fixes ?? [];
    return fixes.length > 0 && fixes.every((id) => rebuilds.has(id));
  });
}

/** The table whose rows are at stake, with hostile characters as escapes: what is shown is what is to be typed. */
function typedName(statement: PlannedStatement): string {
  const table = lockedTable(statement) ?? { schema: statement.object.schema, name: statement.object.name };
  return visible(table.schema === undefined ? table.name : `${table.schema}.${table.name}`);
}

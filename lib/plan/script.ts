import type { Plan, PlannedStatement } from "./plan";

/** Seconds a statement of the script waits for a lock before it gives up and the transaction rolls back. */
const lockTimeout = 5;

/**
 * The plan as a script for `psql -v ON_ERROR_STOP=1`. What is transactional stands in one transaction with timeouts;
 * what Postgres refuses there, or what others can use only after a COMMIT, stands around it in its place.
 * Comments hold no names: a name with a line break would end the comment and run what follows (CVE-2025-8715).
 */
export function planScript(plan: Plan): string {
  const lines = [
    "\\set ON_ERROR_STOP on",
    `-- ${plan.format}`,
    `-- expected ${plan.expectedFingerprint}`,
    `-- actual   ${plan.actualFingerprint}`,
    `-- ${plan.statements.length} statements, ${plan.manual.length} differences left to be done by hand`,
    "",
  ];
  let inside = false;
  const leave = (): void => {
    if (inside) lines.push("COMMIT;", "");
    inside = false;
  };
  for (const statement of plan.statements) {
    if (statement.transaction === "inside") {
      if (!inside) lines.push(...opening);
      inside = true;
      lines.push(...withHazards(statement));
    } else {
      leave();
      lines.push(...withHazards(statement), "");
    }
  }
  leave();
  return `${lines.join("\n")}`;
}

const opening = [
  "BEGIN;",
  `SET LOCAL lock_timeout = '${lockTimeout}s';`,
  "SET LOCAL search_path = pg_catalog;",
  // Bodies may name what a later statement of the plan makes; the proof after the run looks at them again.
  "SET LOCAL check_function_bodies = off;",
];

const withHazards = (statement: PlannedStatement): readonly string[] => [
  ...(statement.hazards.length === 0
    ? []
    : [`-- ${[...new Set(statement.hazards.map((hazard) => hazard.code))].join(", ")}`]),
  `${statement.sql};`,
];

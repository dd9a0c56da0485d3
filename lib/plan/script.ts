import { quoteLiteral } from "../postgres/identifier";
import { definitionSettings } from "./definition-settings";
import type { Plan, PlannedStatement } from "./plan";

/** Seconds a statement of the script waits for a lock before it gives up and the transaction rolls back. */
const lockTimeout = 5;

/** Seconds after which the server rolls back a transaction whose client has gone quiet: its locks would hold everybody. */
const idleTimeout = 60;

/**
 * The plan as a script for `psql -v ON_ERROR_STOP=1`. What is transactional stands in one transaction with timeouts;
 * what Postgres refuses there, or what others can use only after a COMMIT, stands around it in its place.
 * Comments hold no names: a name with a line break would end the comment and run what follows (CVE-2025-8715).
 * No line is a command of psql itself, so that the script runs behind `\restrict` too.
 */
export function planScript(plan: Plan): string {
  const lines = [
    `-- ${plan.format}`,
    `-- expected ${plan.expectedFingerprint}`,
    `-- actual   ${plan.actualFingerprint}`,
    `-- ${plan.statements.length} statements, ${plan.manual.length} differences left to be done by hand`,
    "-- Run it with: psql -v ON_ERROR_STOP=1 -f <this file>",
    "",
    ...(plan.statements.length === 0 ? [] : [...settings, ""]),
  ];
  let inside = false;
  const leave = (): void => {
    if (inside) lines.push("COMMIT;", "");
    inside = false;
  };
  for (const statement of plan.statements) {
    if (statement.transaction === "inside") {
      if (!inside) lines.push("BEGIN;");
      inside = true;
      lines.push(...withHazards(statement));
    } else {
      leave();
      lines.push(...withHazards(statement), "");
    }
  }
  leave();
  return lines.join("\n");
}

/** For the whole session, because some statements stand outside of the transaction. */
const settings = [
  "SET client_encoding = 'UTF8';",
  ...definitionSettings.map(([name, value]) => `SET ${name} = ${quoteLiteral(value)};`),
  `SET lock_timeout = '${lockTimeout}s';`,
  "SET statement_timeout = 0;",
  `SET idle_in_transaction_session_timeout = '${idleTimeout}s';`,
];

/** What waits for older snapshots to end blocks nobody meanwhile, and leaves an invalid index behind when it gives up. */
const withHazards = (statement: PlannedStatement): readonly string[] => {
  const codes = [...new Set(statement.hazards.map((hazard) => hazard.code))];
  const comment = codes.length === 0 ? [] : [`-- ${codes.join(", ")}`];
  return statement.transaction === "outside"
    ? ["SET lock_timeout = 0;", ...comment, `${statement.sql};`, `SET lock_timeout = '${lockTimeout}s';`]
    : [...comment, `${statement.sql};`];
};

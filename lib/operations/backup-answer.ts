import "server-only";
import type { PlanCheckResult } from "../access/plan-facts";
import { lockedTable } from "../plan/estimate";
import type { Plan } from "../plan/plan";
import {
  ageMinutes,
  bestEvidence,
  destructiveNeeds,
  type Evidence,
  isOld,
  levelWords,
} from "../recovery/backup-level";

/** What is known of backups for a plan's tables. */
export interface BackupAnswer {
  readonly result: PlanCheckResult;
  readonly sentence: string;
  /** When what is in the backup was true. */
  readonly at: Date | null;
}

/** Evidence of a database's backups, and whether one is being taken. */
export interface KnownBackups {
  readonly evidence: readonly Evidence[];
  readonly running: boolean;
}

/**
 * What backups say about a plan: of the tables whose rows it destroys, or of the whole database where it destroys none.
 * @param plan null where its statements were not read: then only a backup of everything counts
 */
export function backupAnswer(
  { evidence, running }: KnownBackups,
  plan: Plan | null,
  now: Date,
): BackupAnswer {
  const tables = plan === null ? null : endangered(plan);
  const whole = evidence.filter(({ tables: held }) => held === null);
  const best =
    tables === null || tables.length === 0
      ? bestEvidence(whole, [], now)
      : bestEvidence(evidence, tables, now);
  if (best === null) {
    if (running) return { result: "running", sentence: "A backup is being taken.", at: null };
    const of =
      tables === null || tables.length === 0 ? "this database" : tables.map(named).slice(0, 3).join(", ");
    return { result: "not run", sentence: `No backup of ${of} is known.`, at: null };
  }
  const age = ageMinutes(best, now);
  const words = `B-${best.number}: ${levelWords[best.level].name.toLowerCase()}, ${ageText(age)} old.`;
  const at = best.takenAt;
  if (best.level < destructiveNeeds) {
    const sentence = `${words} Fixes that destroy rows need one that was read through (level ${destructiveNeeds}).`;
    return { result: "caution", sentence, at };
  }
  if (isOld(best, now))
    return { result: "caution", sentence: `${words} It says little about the rows of now.`, at };
  return { result: "pass", sentence: words, at };
}

/** The tables whose rows or values some statement destroys. */
function endangered(plan: Plan) {
  const tables = new Map<string, { readonly schema: string; readonly name: string }>();
  for (const statement of plan.statements) {
    if (!statement.hazards.some(({ code }) => code === "data-loss")) continue;
    const table = lockedTable(statement);
    if (table?.schema === undefined) continue;
    tables.set(JSON.stringify([table.schema, table.name]), { schema: table.schema, name: table.name });
  }
  return [...tables.values()];
}

const named = ({ schema, name }: { readonly schema: string; readonly name: string }) => `${schema}.${name}`;

const ageText = (minutes: number): string =>
  minutes < 120
    ? `${minutes} min`
    : minutes < 2_880
      ? `${Math.floor(minutes / 60)} h`
      : `${Math.floor(minutes / 1_440)} d`;

import { z } from "zod";
import { publicOrigin } from "../access/session-cookie";
import { describeDifference, describeObject } from "../drift/describe";
import { type Severity, severities } from "../kinds/severity";
import { AppError } from "../postgres/app-error";
import type { Check } from "../store/checks";
import type { Database } from "../store/databases";
import type { DatabaseHealth } from "./database-health";
import type { ListedDatabase } from "./list-databases";
import type { DatabaseOverview } from "./read-database";

// What /api/v1 answers. Names are in snake case and stay: machines read them.

/** A database of the list. */
export function listedForApi({ database, health, checks }: ListedDatabase) {
  return {
    slug: database.slug,
    name: database.name,
    environment: database.environment,
    state: health.state,
    reason: health.reason,
    differences: countsOf(checks.compared),
    checked_at: checks.compared?.finishedAt?.toISOString() ?? null,
    url: addressOf(database),
  };
}

/** The open differences of the last check that compared. */
export function differencesForApi({ database, check, differences }: DatabaseOverview) {
  return {
    database: database.slug,
    check: check?.id ?? null,
    checked_at: check?.finishedAt?.toISOString() ?? null,
    differences: differences.map(({ difference }) => ({
      id: difference.id,
      type: difference.type,
      severity: difference.severity,
      object: difference.object,
      object_name: describeObject(difference.object),
      description: describeDifference(difference),
      cause: difference.cause ?? null,
      ignored: difference.ignoredBy !== undefined,
      url: `${addressOf(database)}/d/${difference.id}`,
    })),
  };
}

const units = { m: 60, h: 3600, d: 86_400 } as const;

/** What a health question may say. */
export const healthQuerySchema = z.object({
  fail_on: z.enum(severities).default("info"),
  max_age: z
    .string()
    .regex(/^\d{1,6}[mhd]$/, "Write it as 15m, 2h or 1d.")
    .optional(),
});

/** Whether a database is all right, by the rule of screens.md §3.8: what is not known is not. */
export function healthForApi(
  { database, check, health }: DatabaseOverview,
  { fail_on, max_age }: z.output<typeof healthQuerySchema>,
  now: Date,
) {
  const checkedAt = check?.finishedAt ?? null;
  const age =
    checkedAt === null ? null : Math.max(0, Math.round((now.getTime() - checkedAt.getTime()) / 1000));
  return {
    status: statusOf(health, fail_on, age !== null && age <= longest(database, max_age)),
    state: health.state,
    reason: health.reason,
    differences: countsOf(check),
    checked_at: checkedAt?.toISOString() ?? null,
    age_s: age,
    url: addressOf(database),
  };
}

function statusOf(health: DatabaseHealth, failOn: Severity, fresh: boolean): "ok" | "drifted" | "unknown" {
  if (health.state === "unknown" || health.state === "never_checked" || !fresh) return "unknown";
  if (health.state === "in_sync" || health.worst === null) return "ok";
  return severities.indexOf(health.worst) <= severities.indexOf(failOn) ? "drifted" : "ok";
}

function longest(database: Database, asked: string | undefined): number {
  if (asked === undefined) return database.staleAfterMinutes * 60;
  const unit = asked.at(-1);
  if (unit !== "m" && unit !== "h" && unit !== "d")
    throw new AppError("bad-request", `max_age=${asked} is no time.`);
  return Number(asked.slice(0, -1)) * units[unit];
}

const countsOf = (check: Check | null) => check?.result?.counts.bySeverity ?? null;

const addressOf = ({ slug }: Database): string => `${publicOrigin()}/databases/${slug}`;

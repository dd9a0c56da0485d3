import { tzOffset } from "@date-fns/tz";

/** A date and time of day as people write it, without a zone: `2026-11-29T02:00`. */
export type LocalTime = string;

/** What a local time is in a zone. Instants are milliseconds since 1970. */
export type ResolvedTime =
  | { readonly type: "exact"; readonly instant: number }
  /** The clock jumps over it: `resumes` is the first instant after the jump. */
  | {
      readonly type: "missing";
      readonly resumes: number;
      readonly before: LocalTime;
      readonly after: LocalTime;
    }
  /** The clock shows it twice. */
  | { readonly type: "ambiguous"; readonly first: number; readonly second: number };

const minute = 60_000;
const hour = 60 * minute;

/** True for IANA's names that this runtime knows; bare offsets such as `+02:00` say nothing of summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The local time as if it were UTC: a line on which days and weeks can be counted. NaN for a date that no calendar has. */
export function countable(local: LocalTime): number {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return Number.NaN;
  const milliseconds = Date.parse(`${local}:00.000Z`);
  // Date.parse takes 31 June for 1 July.
  return Number.isNaN(milliseconds) || uncountable(milliseconds) !== local ? Number.NaN : milliseconds;
}

/** The inverse of {@link countable}. */
export const uncountable = (milliseconds: number): LocalTime =>
  new Date(milliseconds).toISOString().slice(0, 16);

/** What the clocks of a zone show at an instant. */
export function localTime(instant: number, timeZone: string): LocalTime {
  return uncountable(instant + offsetAt(instant, timeZone));
}

/**
 * Finds the instant of a local time. No library decides here: `Date` and Postgres map a time that does not exist to
 * another one without a word (postgres-facts.md §0, 19).
 */
export function resolveLocalTime(local: LocalTime, timeZone: string): ResolvedTime {
  const line = countable(local);
  // No zone is further than 14 hours from UTC, and none changes its clocks twice within two days.
  const early = offsetAt(line - 24 * hour, timeZone);
  const late = offsetAt(line + 24 * hour, timeZone);
  const candidates = [...new Set([line - early, line - late])].filter(
    (instant) => instant + offsetAt(instant, timeZone) === line,
  );
  const [first, second] = candidates.toSorted((one, other) => one - other);
  if (first === undefined) return missingTime(line - 24 * hour, line + 24 * hour, timeZone);
  return second === undefined ? { type: "exact", instant: first } : { type: "ambiguous", first, second };
}

/** The one change of clocks between two instants, by halving. */
function missingTime(from: number, to: number, timeZone: string): ResolvedTime {
  const offset = offsetAt(from, timeZone);
  let [before, after] = [from, to];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle, timeZone) === offset) before = middle;
    else after = middle;
  }
  return {
    type: "missing",
    resumes: after,
    before: uncountable(after + offset),
    after: localTime(after, timeZone),
  };
}

function offsetAt(instant: number, timeZone: string): number {
  const minutes = tzOffset(timeZone, new Date(instant));
  if (Number.isNaN(minutes)) throw new RangeError(`${timeZone} is not a time zone that this runtime knows`);
  return Math.round(minutes * minute);
}

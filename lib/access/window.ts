import { countable, type LocalTime, localTime, resolveLocalTime, uncountable } from "./local-time";

/** How a window comes again. `week` 5 is the last of the month. */
export type WindowRepeat =
  | { readonly every: "week" }
  | { readonly every: "month"; readonly week: 1 | 2 | 3 | 4 | 5 };

/** When a window is, by its rule alone. */
export interface WindowRule {
  /** IANA. */
  readonly timeZone: string;
  /** The first start as its maker wrote it. */
  readonly startsLocal: LocalTime;
  readonly minutes: number;
  readonly repeat: WindowRepeat | null;
}

/** One time span of a window, half-open: its end belongs to it no more. */
export interface Occurrence {
  /** The start by the rule: what tells occurrences of a window apart. */
  readonly scheduledAt: Date;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** What people did with an occurrence. */
export interface OccurrenceDecision extends Occurrence {
  readonly go: boolean | null;
  readonly decidedBy: { readonly id: string; readonly name: string } | null;
  readonly decidedAt: Date | null;
  readonly closedAt: Date | null;
}

/** A window with all that decides whether it is open. */
export interface WindowFacts extends WindowRule {
  readonly goRequired: boolean;
  readonly cancelledAt: Date | null;
  /** Those that somebody decided something about, in any order. */
  readonly decisions: readonly OccurrenceDecision[];
}

export type WindowState =
  | "scheduled"
  /** It waits for somebody to say go; it may have begun meanwhile. */
  | "go or no-go"
  | "open"
  | "extended"
  | "closed"
  /** Nobody said go. */
  | "missed"
  | "no go"
  | "cancelled";

const minute = 60_000;
const day = 24 * 60 * minute;
const week = 7 * day;

/** From when on a window that needs a go asks for it. */
const goBeforeMinutes = 30;

/** Which weekday of its month a date is, 1 to 5, and whether it is the last one. */
export function weekOfMonth(local: LocalTime): { readonly week: 1 | 2 | 3 | 4 | 5; readonly last: boolean } {
  const at = new Date(countable(local));
  const days = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  return {
    week: Math.ceil(at.getUTCDate() / 7) as 1 | 2 | 3 | 4 | 5,
    last: at.getUTCDate() + 7 > days,
  };
}

/**
 * The occurrences by the rule that share a moment with [from, to), in order. A repeated start that the clocks jump over is
 * the moment at which they go on; one that they show twice is its first. First starts like that are refused when the
 * window is made (window-words.ts).
 */
export function occurrencesOf(rule: WindowRule, from: Date, to: Date): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const local of localStarts(rule, from.getTime() - rule.minutes * minute - day, to.getTime() + day)) {
    const occurrence = occurrenceAt(rule, local);
    if (occurrence.endsAt > from && occurrence.startsAt < to) found.push(occurrence);
  }
  return found;
}

/** The occurrence with a local start. */
export function occurrenceAt(rule: WindowRule, local: LocalTime): Occurrence {
  const resolved = resolveLocalTime(local, rule.timeZone);
  const start =
    resolved.type === "exact"
      ? resolved.instant
      : resolved.type === "missing"
        ? resolved.resumes
        : resolved.first;
  const startsAt = new Date(start);
  return { scheduledAt: startsAt, startsAt, endsAt: new Date(start + rule.minutes * minute) };
}

/** The occurrence whose scheduled start is this instant; null when the rule has none then. */
export function findOccurrence(rule: WindowRule, scheduledAt: Date): Occurrence | null {
  const around = occurrencesOf(rule, scheduledAt, new Date(scheduledAt.getTime() + 1));
  return around.find((one) => one.scheduledAt.getTime() === scheduledAt.getTime()) ?? null;
}

/** Local starts whose place on the countable line lies in [from, to]. */
function* localStarts(rule: WindowRule, from: number, to: number): Iterable<LocalTime> {
  const first = countable(rule.startsLocal);
  if (rule.repeat === null) {
    yield rule.startsLocal;
    return;
  }
  if (rule.repeat.every === "week") {
    for (let at = first + Math.max(0, Math.ceil((from - first) / week)) * week; at <= to; at += week)
      yield uncountable(at);
    return;
  }
  const begin = new Date(Math.max(first, from));
  for (let month = begin.getUTCFullYear() * 12 + begin.getUTCMonth() - 1; ; month++) {
    const at = nthWeekday(month, new Date(first), rule.repeat.week);
    if (at > to) return;
    if (at >= first && at >= from) yield uncountable(at);
  }
}

/** The nth (5: last) weekday of a month, counted in months since year 0, at the time of day of `like`. */
function nthWeekday(month: number, like: Date, nth: number): number {
  const [year, inYear] = [Math.floor(month / 12), month % 12];
  const days = new Date(Date.UTC(year, inYear + 1, 0)).getUTCDate();
  const firstWeekday = new Date(Date.UTC(year, inYear, 1)).getUTCDay();
  const firstSuch = 1 + ((like.getUTCDay() - firstWeekday + 7) % 7);
  const date = nth === 5 ? firstSuch + 7 * Math.floor((days - firstSuch) / 7) : firstSuch + 7 * (nth - 1);
  return Date.UTC(year, inYear, date, like.getUTCHours(), like.getUTCMinutes());
}

/** Occurrences as people left them, in order: extended, opened early, said no to. */
export function decidedOccurrences(window: WindowFacts, from: Date, to: Date): readonly OccurrenceDecision[] {
  const decided = new Map(window.decisions.map((one) => [one.scheduledAt.getTime(), one]));
  // One that was opened early or extended reaches further than its rule says.
  const byRule = occurrencesOf(window, from, to).map((one) => one.scheduledAt.getTime());
  const moved = window.decisions
    .filter((one) => one.endsAt > from && one.startsAt < to)
    .map((one) => one.scheduledAt.getTime());
  return [...new Set([...byRule, ...moved])]
    .toSorted((one, other) => one - other)
    .flatMap((scheduled) => {
      const decision = decided.get(scheduled);
      if (decision !== undefined) return decision.endsAt > from && decision.startsAt < to ? [decision] : [];
      const occurrence = findOccurrence(window, new Date(scheduled));
      return occurrence === null ? [] : [undecided(occurrence)];
    });
}

/** An occurrence that nobody has decided anything about. */
export const undecided = (occurrence: Occurrence): OccurrenceDecision => ({
  ...occurrence,
  ...{ go: null, decidedBy: null, decidedAt: null, closedAt: null },
});

/** When an occurrence really ends: its end, or when somebody closed it or cancelled the window. */
export function effectiveEnd(window: WindowFacts, occurrence: OccurrenceDecision): Date {
  const ends = [occurrence.endsAt, occurrence.closedAt, window.cancelledAt].filter((one) => one !== null);
  return new Date(Math.min(...ends.map((one) => one.getTime())));
}

/** What an occurrence is at a moment. */
export function stateOf(window: WindowFacts, occurrence: OccurrenceDecision, now: Date): WindowState {
  const { startsAt, go } = occurrence;
  const goes = window.goRequired ? go === true : go !== false;
  const end = effectiveEnd(window, occurrence);
  if (window.cancelledAt !== null && window.cancelledAt <= startsAt) return "cancelled";
  if (go === false) return "no go";
  if (now >= end) return goes ? "closed" : occurrence.closedAt === null ? "missed" : "closed";
  if (!goes)
    return now.getTime() >= startsAt.getTime() - goBeforeMinutes * minute ? "go or no-go" : "scheduled";
  if (now < startsAt) return "scheduled";
  return isExtended(window, occurrence) ? "extended" : "open";
}

const isExtended = (window: WindowFacts, occurrence: OccurrenceDecision): boolean =>
  occurrence.endsAt.getTime() > occurrence.scheduledAt.getTime() + window.minutes * minute;

/** True while runs are allowed by this occurrence: from its start, up to but not at its end. */
export const isOpen = (state: WindowState): boolean => state === "open" || state === "extended";

// A year of weeks that were all said no to is still looked through.
const horizon = 400 * day;

/** The occurrence that is open at a moment; null when none is. */
export function openOccurrence(window: WindowFacts, now: Date): OccurrenceDecision | null {
  const around = decidedOccurrences(window, now, new Date(now.getTime() + 1));
  return around.find((one) => isOpen(stateOf(window, one, now))) ?? null;
}

/**
 * The occurrence that people have to do with at a moment: the one that has begun and not ended, else the next one that may
 * still happen. Null when nothing will come.
 */
export function currentOccurrence(window: WindowFacts, now: Date): OccurrenceDecision | null {
  const ahead = decidedOccurrences(window, now, new Date(now.getTime() + horizon));
  return (
    ahead.find((one) => !["closed", "cancelled", "no go", "missed"].includes(stateOf(window, one, now))) ??
    null
  );
}

/** A stretch of time that two windows share. */
export interface Overlap {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** The first overlap of two windows within [from, to); null when they never meet there. */
export function firstOverlap(one: WindowFacts, other: WindowFacts, from: Date, to: Date): Overlap | null {
  const theirs = stillToCome(other, from, to);
  for (const mine of stillToCome(one, from, to)) {
    for (const their of theirs) {
      const startsAt = new Date(Math.max(mine.startsAt.getTime(), their.startsAt.getTime()));
      const endsAt = new Date(Math.min(mine.endsAt.getTime(), their.endsAt.getTime()));
      if (startsAt < endsAt) return { startsAt, endsAt };
    }
  }
  return null;
}

const stillToCome = (window: WindowFacts, from: Date, to: Date): readonly Occurrence[] =>
  window.cancelledAt !== null
    ? []
    : decidedOccurrences(window, from, to).filter((one) => one.go !== false && one.closedAt === null);

/** The local start by the rule, where the clocks made an occurrence start at another time; null where they agree. */
export function shiftedStart(rule: WindowRule, occurrence: Occurrence): LocalTime | null {
  const shown = localTime(occurrence.scheduledAt.getTime(), rule.timeZone);
  return shown.slice(11) === rule.startsLocal.slice(11)
    ? null
    : `${shown.slice(0, 10)}${rule.startsLocal.slice(10)}`;
}

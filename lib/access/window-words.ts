import { AppError } from "../postgres/app-error";
import { countable, isTimeZone, type LocalTime, localTime, resolveLocalTime } from "./local-time";
import { type Occurrence, shiftedStart, type WindowRepeat, type WindowRule, weekOfMonth } from "./window";

const timeOf = (local: LocalTime): string => local.slice(11);

const utcDate = new Intl.DateTimeFormat("en-GB", {
  ...{ day: "numeric", month: "short", year: "numeric", timeZone: "UTC" },
});

/** `29 Mar 2027`. */
const dateOf = (local: LocalTime): string => utcDate.format(countable(local));

/**
 * The instant of a first start.
 * @throws AppError `unknown-time-zone`, `no-such-time`, `missing-local-time`, `ambiguous-local-time`, saying what would do
 */
export function requireStart(local: LocalTime, timeZone: string): Date {
  if (!isTimeZone(timeZone)) {
    throw new AppError("unknown-time-zone", `${timeZone.slice(0, 60)} is not the name of a time zone.`, {
      hint: "Write a name of the IANA database, such as Europe/Paris or UTC.",
    });
  }
  if (Number.isNaN(countable(local))) {
    throw new AppError("invalid-local-time", "The start is not a date and time.", {
      hint: "Write it as 2027-03-28 and 02:00.",
    });
  }
  const resolved = resolveLocalTime(local, timeZone);
  switch (resolved.type) {
    case "exact":
      return new Date(resolved.instant);
    case "missing":
      throw new AppError("missing-local-time", missingSentence(local, timeZone, resolved), {
        hint: `Start at ${timeOf(resolved.after)}, or before ${timeOf(resolved.before)}.`,
      });
    case "ambiguous": {
      const [first, second] = [resolved.first, resolved.second].map((one) => timeOf(localTime(one, "UTC")));
      throw new AppError(
        "ambiguous-local-time",
        `${timeOf(local)} happens twice on ${dateOf(local)} in ${timeZone}: at ${first} and at ${second} UTC.`,
        { hint: `Choose another time, or give ${first} or ${second} in the zone UTC.` },
      );
    }
  }
}

const missingSentence = (
  local: LocalTime,
  timeZone: string,
  { before, after }: { readonly before: LocalTime; readonly after: LocalTime },
): string =>
  `${timeOf(local)} does not exist on ${dateOf(local)} in ${timeZone}: the clocks go from ${timeOf(before)} to ${timeOf(after)}.`;

/** What the clocks did to the start of a repeated occurrence; null where they did nothing. */
export function startNote(rule: WindowRule, occurrence: Occurrence): string | null {
  const meant = shiftedStart(rule, occurrence);
  const local = localTime(occurrence.scheduledAt.getTime(), rule.timeZone);
  if (meant !== null) {
    return `${timeOf(meant)} does not exist on ${dateOf(meant)} in ${rule.timeZone}; the window starts ${timeOf(local)}.`;
  }
  if (resolveLocalTime(local, rule.timeZone).type !== "ambiguous") return null;
  return `${timeOf(local)} happens twice on ${dateOf(local)} in ${rule.timeZone}; the window starts at the first.`;
}

/**
 * How a window comes again that begins then.
 * @throws AppError `not-the-last-week`
 */
export function repeatOf(
  startsLocal: LocalTime,
  wished: "none" | "week" | "month" | "last week of month",
): WindowRepeat | null {
  switch (wished) {
    case "none":
      return null;
    case "week":
      return { every: "week" };
    case "month":
      return monthlyRepeat(startsLocal, "nth");
    case "last week of month":
      return monthlyRepeat(startsLocal, "last");
  }
}

const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: "UTC" });

const ordinals = { 1: "first", 2: "second", 3: "third", 4: "fourth", 5: "last" } as const;

/** `Once`, `Every Sunday`, `The last Sunday of each month`. */
export function repeatText(startsLocal: LocalTime, repeat: WindowRepeat | null): string {
  const day = weekday.format(countable(startsLocal));
  if (repeat === null) return "Once";
  return repeat.every === "week" ? `Every ${day}` : `The ${ordinals[repeat.week]} ${day} of each month`;
}

/**
 * The repeat that fits a first start.
 * @throws AppError `not-the-last-week` for "last" on a date after which its weekday comes once more
 */
export function monthlyRepeat(startsLocal: LocalTime, which: "nth" | "last"): WindowRepeat {
  const { week, last } = weekOfMonth(startsLocal);
  // A fifth weekday does not come every month; as the last one it does.
  if (which === "nth") return { every: "month", week };
  if (last) return { every: "month", week: 5 };
  const day = weekday.format(countable(startsLocal));
  throw new AppError("not-the-last-week", `${dateOf(startsLocal)} is not the last ${day} of its month.`, {
    hint: `Start on the last ${day}, or let it come again on the ${ordinals[week]} ${day}.`,
  });
}

/** `Sun 02:00` within the next six days, else `Sun 29 Nov 02:00`, with the year where it is another one. */
export function momentText(instant: Date, timeZone: string, now: Date): string {
  const distance = instant.getTime() - now.getTime();
  const near = distance >= 0 && distance < 6 * 86_400_000;
  const otherYear =
    localTime(instant.getTime(), timeZone).slice(0, 4) !== localTime(now.getTime(), timeZone).slice(0, 4);
  const parts = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone, weekday: "short", day: "numeric", month: "short", year: "numeric" },
  }).formatToParts(instant);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  const date = near ? "" : ` ${part("day")} ${part("month")}${otherYear ? ` ${part("year")}` : ""}`;
  return `${part("weekday")}${date} ${timeOf(localTime(instant.getTime(), timeZone))}`;
}

/** `Sun 29 Nov 02:00–04:00`; the day of the end is said where it is another one. */
export function stretchText(startsAt: Date, endsAt: Date, timeZone: string): string {
  // Always with its date: as seen from long ago.
  const far = new Date(startsAt.getTime() - 30 * 86_400_000);
  const end = momentText(endsAt, timeZone, far);
  const start = momentText(startsAt, timeZone, far);
  const sameDay = start.slice(0, -5) === end.slice(0, -5);
  return `${start}–${sameDay ? end.slice(-5) : end}`;
}

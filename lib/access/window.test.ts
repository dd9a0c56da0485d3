import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "../postgres/app-error";
import { localTime, resolveLocalTime, uncountable } from "./local-time";
import {
  currentOccurrence,
  firstOverlap,
  isOpen,
  type OccurrenceDecision,
  occurrenceAt,
  occurrencesOf,
  openOccurrence,
  stateOf,
  undecided,
  type WindowFacts,
  type WindowRule,
} from "./window";
import { momentText, monthlyRepeat, repeatText, requireStart, startNote } from "./window-words";

const zones = [
  "UTC",
  "Europe/Paris",
  "America/New_York",
  "America/St_Johns",
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "Pacific/Chatham",
  "Africa/Casablanca",
  "America/Santiago",
];
const zone = fc.constantFrom(...zones);
const begin = Date.UTC(2026, 10, 1);
const twoYears = 2 * 365 * 24 * 60;
/** A local minute within two years. */
const local = fc.integer({ min: 0, max: twoYears }).map((minutes) => uncountable(begin + minutes * 60_000));
const runs = { numRuns: 2_000 };
// A day on either side: local days begin before and end after those of UTC.
const from = new Date(begin - 86_400_000);
const to = new Date(begin + twoYears * 60_000 + 86_400_000);

const facts = (rule: Partial<WindowFacts>): WindowFacts => ({
  ...{ timeZone: "Europe/Paris", startsLocal: "2026-11-29T02:00", minutes: 120, repeat: null },
  ...{ goRequired: false, cancelledAt: null, decisions: [] },
  ...rule,
});

const failure = (work: () => unknown): AppError => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

describe("a local time", () => {
  it("has exactly the instants at which the zone's clocks show it, over two years of every zone", () => {
    fc.assert(
      fc.property(local, zone, (time, timeZone) => {
        const line = Date.parse(`${time}:00Z`);
        const shown: number[] = [];
        // An observer of its own: every quarter of an hour at which any zone's clocks could show it.
        for (let at = line - 15 * 3_600_000; at <= line + 15 * 3_600_000; at += 15 * 60_000)
          if (localTime(at, timeZone) === time) shown.push(at);
        const resolved = resolveLocalTime(time, timeZone);
        if (resolved.type === "exact") expect(shown).toEqual([resolved.instant]);
        if (resolved.type === "ambiguous") expect(shown).toEqual([resolved.first, resolved.second]);
        if (resolved.type === "missing") {
          expect(shown).toEqual([]);
          expect(localTime(resolved.resumes, timeZone)).toBe(resolved.after);
          expect(localTime(resolved.resumes - 60_000, timeZone) < time).toBe(true);
          expect(resolved.before <= time && time < resolved.after).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("is refused when the clocks jump over it, with what would be possible", () => {
    const error = failure(() => requireStart("2027-03-28T02:30", "Europe/Paris"));
    expect(error.message).toBe(
      "02:30 does not exist on 28 Mar 2027 in Europe/Paris: the clocks go from 02:00 to 03:00.",
    );
    expect(error.hint).toBe("Start at 03:00, or before 02:00.");
    expect(requireStart("2027-03-28T03:00", "Europe/Paris").toISOString()).toBe("2027-03-28T01:00:00.000Z");
    expect(requireStart("2027-03-28T01:59", "Europe/Paris").toISOString()).toBe("2027-03-28T00:59:00.000Z");
  });

  it("is refused when the clocks show it twice, with both instants", () => {
    const error = failure(() => requireStart("2027-10-31T02:30", "Europe/Paris"));
    expect(error.message).toBe(
      "02:30 happens twice on 31 Oct 2027 in Europe/Paris: at 00:30 and at 01:30 UTC.",
    );
    expect(requireStart("2027-10-31T03:00", "Europe/Paris").toISOString()).toBe("2027-10-31T02:00:00.000Z");
  });

  it("knows jumps of half an hour and days that begin at one o'clock", () => {
    expect(failure(() => requireStart("2027-10-03T02:15", "Australia/Lord_Howe")).message).toContain(
      "from 02:00 to 02:30",
    );
    expect(failure(() => requireStart("2027-09-05T00:30", "America/Santiago")).message).toContain(
      "from 00:00 to 01:00",
    );
  });

  it("must be in a calendar and a zone that exist", () => {
    expect(failure(() => requireStart("2027-02-30T02:00", "UTC")).code).toBe("invalid-local-time");
    for (const name of ["Mars/Olympus", "+02:00", ""])
      expect(failure(() => requireStart("2027-02-20T02:00", name)).code).toBe("unknown-time-zone");
  });
});

describe("a window", () => {
  const state = (window: WindowFacts, at: string): string => {
    const occurrence = occurrencesOf(window, new Date(0), new Date("2100-01-01"))[0];
    if (occurrence === undefined) throw new Error("no occurrence");
    const decided = window.decisions[0] ?? undecided(occurrence);
    return stateOf(window, decided, new Date(at));
  };

  it("is open from its start, up to but not at its end, to the millisecond", () => {
    fc.assert(
      fc.property(local, zone, fc.integer({ min: 5, max: 1440 }), (startsLocal, timeZone, minutes) => {
        const window = facts({ startsLocal, timeZone, minutes });
        const { startsAt, endsAt } = occurrenceAt(window, startsLocal);
        const openAt = (instant: number): boolean => openOccurrence(window, new Date(instant)) !== null;
        expect([
          openAt(startsAt.getTime() - 1),
          openAt(startsAt.getTime()),
          openAt(endsAt.getTime() - 1),
          openAt(endsAt.getTime()),
        ]).toEqual([false, true, true, false]);
        expect(endsAt.getTime() - startsAt.getTime()).toBe(minutes * 60_000);
      }),
      runs,
    );
  });

  it("comes every week at the same time of day, across every change of clocks", () => {
    fc.assert(
      fc.property(local, zone, (startsLocal, timeZone) => {
        const rule: WindowRule = { startsLocal, timeZone, minutes: 60, repeat: { every: "week" } };
        const found = occurrencesOf(rule, from, to);
        found.forEach((occurrence, position) => {
          const shown = localTime(occurrence.startsAt.getTime(), timeZone);
          const meant = uncountable(Date.parse(`${startsLocal}:00Z`) + position * 7 * 86_400_000);
          const note = startNote(rule, occurrence);
          if (resolveLocalTime(meant, timeZone).type === "exact") {
            expect(shown).toBe(meant);
            expect(note).toBeNull();
          } else expect(note).not.toBeNull();
          expect(openOccurrence(facts(rule), occurrence.startsAt)).not.toBeNull();
        });
      }),
      { numRuns: 150 },
    );
  });

  it("comes each month on its weekday", () => {
    fc.assert(
      fc.property(local, zone, fc.boolean(), (startsLocal, timeZone, last) => {
        const repeat = monthlyRepeatOr(startsLocal, last);
        const rule: WindowRule = { startsLocal, timeZone, minutes: 60, repeat };
        const found = occurrencesOf(rule, from, to);
        const months = found.map((one) => localTime(one.scheduledAt.getTime(), timeZone).slice(0, 7));
        expect(new Set(months).size).toBe(months.length);
        const weekdays = found.map((one) =>
          new Date(`${localTime(one.scheduledAt.getTime(), timeZone)}Z`).getUTCDay(),
        );
        expect(new Set(weekdays).size).toBeLessThanOrEqual(1);
        expect(found[0]?.scheduledAt).toEqual(occurrenceAt(rule, startsLocal).scheduledAt);
        found.forEach((one, position) => {
          const before = found[position - 1];
          if (before === undefined) return;
          const days = (one.scheduledAt.getTime() - before.scheduledAt.getTime()) / 86_400_000;
          expect(days).toBeGreaterThan(27.9);
          expect(days).toBeLessThan(35.1);
        });
      }),
      { numRuns: 150 },
    );
  });

  it("goes over midnight", () => {
    const window = facts({ startsLocal: "2026-11-29T22:00", minutes: 240, repeat: { every: "week" } });
    for (const [at, open] of [
      ["2026-11-29T21:00:00Z", true],
      ["2026-11-30T00:59:59.999Z", true],
      ["2026-11-30T01:00:00Z", false],
      ["2026-12-06T23:30:00Z", true],
      ["2026-12-07T00:30:00Z", true],
      ["2026-12-05T23:30:00Z", false],
    ] as const)
      expect([at, openOccurrence(window, new Date(at)) !== null]).toEqual([at, open]);
  });

  it("moves a repeated start that does not exist to when the clocks go on, and says so", () => {
    const rule = facts({ startsLocal: "2027-03-21T02:30", repeat: { every: "week" } });
    const [, jumped] = occurrencesOf(rule, new Date("2027-03-20"), new Date("2027-04-01"));
    expect(jumped?.startsAt.toISOString()).toBe("2027-03-28T01:00:00.000Z");
    expect(jumped && startNote(rule, jumped)).toBe(
      "02:30 does not exist on 28 Mar 2027 in Europe/Paris; the window starts 03:00.",
    );
  });

  it("stays shut until somebody says go, and is missed when nobody does", () => {
    const window = facts({ goRequired: true });
    expect(state(window, "2026-11-29T00:29:59.999Z")).toBe("scheduled");
    expect(state(window, "2026-11-29T00:30:00Z")).toBe("go or no-go");
    expect(state(window, "2026-11-29T01:00:00Z")).toBe("go or no-go");
    expect(openOccurrence(window, new Date("2026-11-29T01:30:00Z"))).toBeNull();
    expect(state(window, "2026-11-29T03:00:00Z")).toBe("missed");
  });

  it("follows what people decided: go, no go, longer, shorter, earlier, cancelled", () => {
    const [occurrence] = occurrencesOf(facts({}), new Date("2026-11-28"), new Date("2026-11-30"));
    if (occurrence === undefined) throw new Error("no occurrence");
    const decided = (change: Partial<OccurrenceDecision>, window: Partial<WindowFacts> = {}): WindowFacts =>
      facts({ goRequired: true, ...window, decisions: [{ ...undecided(occurrence), ...change }] });
    const during = "2026-11-29T01:30:00Z";
    expect(state(decided({ go: true }), during)).toBe("open");
    expect(state(decided({ go: false }), during)).toBe("no go");
    const longer = decided({ go: true, endsAt: new Date("2026-11-29T03:15:00Z") });
    expect(state(longer, "2026-11-29T03:14:59.999Z")).toBe("extended");
    expect(state(longer, "2026-11-29T03:15:00Z")).toBe("closed");
    expect(openOccurrence(longer, new Date("2026-11-29T03:10:00Z"))).not.toBeNull();
    const shorter = decided({ go: true, closedAt: new Date("2026-11-29T01:20:00Z") });
    expect(openOccurrence(shorter, new Date("2026-11-29T01:19:59.999Z"))).not.toBeNull();
    expect(openOccurrence(shorter, new Date("2026-11-29T01:20:00Z"))).toBeNull();
    const earlier = decided({ go: true, startsAt: new Date("2026-11-28T20:00:00Z") });
    expect(openOccurrence(earlier, new Date("2026-11-28T20:00:00Z"))).not.toBeNull();
    expect(openOccurrence(earlier, new Date("2026-11-28T19:59:59.999Z"))).toBeNull();
    const gone = decided({ go: true }, { cancelledAt: new Date("2026-11-29T01:10:00Z") });
    expect(isOpen(stateOf(gone, undecided(occurrence), new Date("2026-11-29T01:10:00Z")))).toBe(false);
  });

  it("leads from one occurrence to the next that can still happen", () => {
    const window = facts({ repeat: { every: "week" } });
    const [first] = occurrencesOf(window, new Date("2026-11-28"), new Date("2026-11-30"));
    if (first === undefined) throw new Error("no occurrence");
    const refused = { ...window, decisions: [{ ...undecided(first), go: false }] };
    const next = (one: WindowFacts, now: string): string | undefined =>
      currentOccurrence(one, new Date(now))?.startsAt.toISOString();
    expect(next(window, "2026-11-28T00:00:00Z")).toBe("2026-11-29T01:00:00.000Z");
    expect(next(refused, "2026-11-28T00:00:00Z")).toBe("2026-12-06T01:00:00.000Z");
    expect(next(window, "2026-11-29T02:59:59.999Z")).toBe("2026-11-29T01:00:00.000Z");
    expect(next(window, "2026-11-29T03:00:00Z")).toBe("2026-12-06T01:00:00.000Z");
    expect(next({ ...window, cancelledAt: new Date("2026-11-28") }, "2026-11-28T01:00:00Z")).toBeUndefined();
  });

  it("overlaps another when they share a moment, and not when one begins as the other ends", () => {
    const between = [new Date("2026-11-01"), new Date("2027-11-01")] as const;
    const nightly = facts({ repeat: { every: "week" } });
    const meets = (startsLocal: string, timeZone = "Europe/Paris") =>
      firstOverlap(
        facts({ startsLocal, timeZone, minutes: 60 }),
        nightly,
        ...between,
      )?.startsAt.toISOString();
    expect(meets("2026-12-06T03:30")).toBe("2026-12-06T02:30:00.000Z");
    expect(meets("2026-12-06T04:00")).toBeUndefined();
    expect(meets("2026-12-06T01:00")).toBeUndefined();
    expect(meets("2026-12-05T20:30", "America/New_York")).toBe("2026-12-06T01:30:00.000Z");
  });
});

function monthlyRepeatOr(startsLocal: string, last: boolean) {
  try {
    return monthlyRepeat(startsLocal, last ? "last" : "nth");
  } catch (error) {
    if (error instanceof AppError) return monthlyRepeat(startsLocal, "nth");
    throw error;
  }
}

describe("the words of windows", () => {
  it("say moments as people do", () => {
    const now = new Date("2026-11-26T12:00:00Z");
    expect(momentText(new Date("2026-11-29T01:00:00Z"), "Europe/Paris", now)).toBe("Sun 02:00");
    expect(momentText(new Date("2026-12-06T01:00:00Z"), "Europe/Paris", now)).toBe("Sun 6 Dec 02:00");
    expect(momentText(new Date("2027-01-03T01:00:00Z"), "Europe/Paris", now)).toBe("Sun 3 Jan 2027 02:00");
  });

  it("say how a window comes again", () => {
    expect(repeatText("2026-11-29T02:00", null)).toBe("Once");
    expect(repeatText("2026-11-29T02:00", { every: "week" })).toBe("Every Sunday");
    expect(repeatText("2026-11-29T02:00", monthlyRepeat("2026-11-29T02:00", "last"))).toBe(
      "The last Sunday of each month",
    );
    expect(repeatText("2026-11-22T02:00", monthlyRepeat("2026-11-22T02:00", "nth"))).toBe(
      "The fourth Sunday of each month",
    );
    expect(failure(() => monthlyRepeat("2026-11-22T02:00", "last")).code).toBe("not-the-last-week");
  });
});

import type { StripDay } from "@/components/windows/month-strip";
import type { WindowRow } from "@/components/windows/windows-table";
import { localTime } from "@/lib/access/local-time";
import { effectiveEnd, isOpen } from "@/lib/access/window";
import { repeatText, stretchText } from "@/lib/access/window-words";
import { type ListedOccurrence, stripDays, type WindowList } from "@/lib/operations/list-windows";
import type { Window } from "@/lib/store/windows";

/** A window that may still open, as a row. */
export function comingRow({ window, occurrence, state }: ListedOccurrence, now: Date): WindowRow {
  const open = isOpen(state);
  const end = effectiveEnd(window, occurrence);
  const counted = open ? end : occurrence.startsAt;
  return {
    ...shared(window),
    state,
    stretch: stretchText(occurrence.startsAt, end, window.timeZone),
    until: counted > now ? counted.toISOString() : null,
    untilWord: open ? "closes in" : "opens in",
  };
}

/** A window that opens no more. */
export function pastRow(window: Window): WindowRow {
  return {
    ...shared(window),
    ...{ state: window.cancelledAt === null ? "closed" : "cancelled", stretch: null },
    ...{ until: null, untilWord: null },
  };
}

const shared = (window: Window) => ({
  id: window.id,
  name: window.name,
  databases: window.databases.map(({ name }) => name),
  repeat: repeatText(window.startsLocal, window.repeat),
  timeZone: window.timeZone,
});

/** The zone in which the strip counts days: that of the window that comes first. */
export const stripZone = ({ coming }: WindowList): string => coming[0]?.window.timeZone ?? "UTC";

const month = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: "UTC" });

/** The days of the strip with what begins on each. */
export function daysOf({ now, occurrences, ...list }: WindowList): readonly StripDay[] {
  const zone = stripZone({ now, occurrences, ...list });
  const today = localTime(now.getTime(), zone).slice(0, 10);
  return Array.from({ length: Math.ceil(stripDays / 7) * 7 }, (_, position): StripDay => {
    const noon = new Date(Date.parse(`${today}T12:00Z`) + position * 86_400_000);
    const date = noon.toISOString().slice(0, 10);
    const first = position === 0 || noon.getUTCDate() === 1;
    return {
      date,
      label: first ? month.format(noon) : String(noon.getUTCDate()),
      weekday: weekday.format(noon),
      today: position === 0,
      windows: occurrences.flatMap(({ window, occurrence, state }) => {
        const local = localTime(occurrence.startsAt.getTime(), zone);
        // What began yesterday and is still open stands at today.
        const day = local.slice(0, 10);
        if (day !== date && !(day < today && date === today)) return [];
        return [
          {
            key: `${window.id} ${occurrence.scheduledAt.toISOString()}`,
            href: `/windows/${window.id}`,
            name: window.name,
            time: local.slice(11),
            open: isOpen(state),
            shut: ["closed", "missed", "no go"].includes(state),
          },
        ];
      }),
    };
  });
}

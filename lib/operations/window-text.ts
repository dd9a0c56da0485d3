import type { WindowMoment } from "./window-now";

/** When a window opens, in its own zone and from now: `Sun 02:00 Europe/Paris (in 2 d 13 h)`. */
export function windowText(
  { startsAt, timeZone, needsGo }: Pick<WindowMoment, "startsAt" | "timeZone" | "needsGo">,
  now: Date,
): string {
  const at = new Intl.DateTimeFormat("en-GB", {
    ...{ weekday: "short", hour: "2-digit", minute: "2-digit", hour12: false, timeZone },
  }).format(startsAt);
  const minutes = Math.round((startsAt.getTime() - now.getTime()) / 60_000);
  const when = minutes > 0 ? `in ${span(minutes)}` : needsGo ? "once somebody says go" : "now";
  return `${at.replace(",", "")} ${timeZone} (${when})`;
}

function span(minutes: number): string {
  const days = Math.floor(minutes / 1_440);
  const hours = Math.floor((minutes % 1_440) / 60);
  const rest = minutes % 60;
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${rest} min` : `${rest} min`;
}

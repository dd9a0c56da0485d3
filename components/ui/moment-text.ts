const units = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "always", style: "short" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" });

/** `4 min ago`, `in 2 hr`, `just now`. Both in milliseconds since 1970. */
export function relativeText(moment: number, now: number): string {
  const seconds = Math.round((moment - now) / 1000);
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) {
      // The abbreviations carry a point, which reads as the end of a sentence.
      return relative.format(Math.trunc(seconds / length), unit).replace(".", "");
    }
  }
  return "just now";
}

/** `2 Nov 2026, 09:00:00 UTC`, in the zone of whoever renders it. */
export function exactText(moment: number): string {
  return exact.format(moment);
}

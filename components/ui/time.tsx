"use client";

import { useEffect, useState } from "react";

interface TimeProps {
  /** ISO 8601, with a zone. */
  readonly value: string;
}

const units = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "always", style: "short" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" });

/** A moment: how long ago in the text, the exact time on hover. It keeps itself up to date. */
export function Time({ value }: TimeProps) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  const moment = new Date(value);
  return (
    // Server and browser read the clock at different moments and live in different zones.
    <time
      dateTime={value}
      title={exact.format(moment)}
      className="whitespace-nowrap"
      suppressHydrationWarning
    >
      {relativeText(moment.getTime(), now)}
    </time>
  );
}

function relativeText(moment: number, now: number): string {
  const seconds = Math.round((moment - now) / 1000);
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return "just now";
}

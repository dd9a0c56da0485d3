"use client";

import { useEffect, useState } from "react";
import { exactText, relativeText } from "./moment-text";

interface TimeProps {
  /** ISO 8601, with a zone. */
  readonly value: string;
}

/** A moment: how long ago in the text, the exact time on hover. It keeps itself up to date. */
export function Time({ value }: TimeProps) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  const moment = Date.parse(value);
  return (
    // Server and browser read the clock at different moments and live in different zones.
    <time dateTime={value} title={exactText(moment)} className="whitespace-nowrap" suppressHydrationWarning>
      {relativeText(moment, now)}
    </time>
  );
}

"use client";

import { useEffect, useState } from "react";

interface ElsewhereProps {
  /** ISO 8601. */
  readonly startsAt: string;
  readonly endsAt: string;
  /** The window's own zone, in which it is shown already. */
  readonly timeZone: string;
}

/** A window's stretch in the other zones that matter: UTC, and that of whoever looks. */
export function Elsewhere({ startsAt, endsAt, timeZone }: ElsewhereProps) {
  // Only the browser knows where it is: the server's page says UTC alone.
  const [local, setLocal] = useState("UTC");
  useEffect(() => setLocal(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  const zones = [...new Set(["UTC", local])].filter((zone) => zone !== timeZone);
  if (zones.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-3 text-faint text-xs">
      {zones.map((zone) => (
        <span key={zone}>
          {stretchIn(zone, startsAt, endsAt)} {zone}
          {zone === local && zone !== "UTC" && " (where you are)"}
        </span>
      ))}
    </p>
  );
}

const stretchIn = (timeZone: string, startsAt: string, endsAt: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    ...{ weekday: "short", day: "numeric", month: "short", timeZone },
    ...{ hour: "2-digit", minute: "2-digit", hour12: false },
  }).formatRange(new Date(startsAt), new Date(endsAt));

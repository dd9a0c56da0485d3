"use client";

import { useEffect, useState } from "react";
import { stretchText } from "@/lib/access/window-words";

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
          {stretchText(new Date(startsAt), new Date(endsAt), zone)} {zone}
          {zone === local && zone !== "UTC" && " (where you are)"}
        </span>
      ))}
    </p>
  );
}

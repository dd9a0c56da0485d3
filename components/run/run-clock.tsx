"use client";

import { useEffect, useState } from "react";
import type { RunView } from "./console-event";
import { durationText } from "./duration-text";

/** How long it has been running, and how long the window stays open. */
export function RunClock({ view }: { readonly view: RunView }) {
  const [now, setNow] = useState(() => Date.now());
  const ticking = view.active && view.claimedAt !== null;
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [ticking]);
  if (view.claimedAt === null) return null;
  const end = view.finishedAt === null ? now : Date.parse(view.finishedAt);
  const left = view.deadline === null || !view.active ? null : Date.parse(view.deadline) - now;
  return (
    // Server and browser read the clock at different moments.
    <span suppressHydrationWarning>
      {" "}
      · {clock(end - Date.parse(view.claimedAt))}
      {left !== null && (
        <span className={left < 120_000 ? "font-medium text-medium" : "text-muted"} suppressHydrationWarning>
          {" "}
          · window {left <= 0 ? "is closed" : `closes in ${durationText(left)}`}
        </span>
      )}
    </span>
  );
}

/** `00:04:18` */
function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  return [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

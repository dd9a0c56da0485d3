"use client";

import { useEffect, useRef, useState } from "react";

interface RunAnnouncerProps {
  /** What is going on; said when it has changed, and not more often than every 5 seconds. */
  readonly status: string;
  /** What must be heard at once; null while there is nothing. */
  readonly alarm: string | null;
}

const everyMilliseconds = 5_000;

/** Says what happens to who cannot see it. */
export function RunAnnouncer({ status, alarm }: RunAnnouncerProps) {
  const [said, setSaid] = useState(status);
  const last = useRef(0);
  useEffect(() => {
    if (status === said) return;
    const wait = Math.max(0, last.current + everyMilliseconds - Date.now());
    const timer = setTimeout(() => {
      last.current = Date.now();
      setSaid(status);
    }, wait);
    return () => clearTimeout(timer);
  }, [status, said]);
  return (
    <>
      <p role="status" aria-live="polite" className="sr-only">
        {said}
      </p>
      <p role="alert" className="sr-only">
        {alarm}
      </p>
    </>
  );
}

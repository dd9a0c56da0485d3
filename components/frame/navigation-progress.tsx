"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { leavingEvent } from "./use-go";

/** Milliseconds a navigation may take before a line shows it, and before words do. */
const patience = { line: 300, words: 8_000 };

/**
 * A thin line over the page while another is being loaded, and a sentence where that takes long. There is no loading page
 * instead of it, because that would hold every first answer back behind a script: without JavaScript nothing would ever show.
 */
export function NavigationProgress() {
  const address = `${usePathname()}?${useSearchParams()}`;
  const [leaving, setLeaving] = useState<string | null>(null);
  const [shown, setShown] = useState<keyof typeof patience | null>(null);
  const pending = leaving === address;

  useEffect(() => {
    const leave = (): void => setLeaving(address);
    const follow = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (link === null || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      const elsewhere =
        link.origin !== location.origin || link.target === "_blank" || link.hasAttribute("download");
      const here = link.pathname === location.pathname && link.search === location.search;
      if (!elsewhere && !here) leave();
    };
    // In the capture phase, because the router's own links stop the event's default.
    document.addEventListener("click", follow, true);
    document.addEventListener(leavingEvent, leave);
    return () => {
      document.removeEventListener("click", follow, true);
      document.removeEventListener(leavingEvent, leave);
    };
  }, [address]);

  useEffect(() => {
    setShown(null);
    if (!pending) return;
    const timers = [
      setTimeout(() => setShown("line"), patience.line),
      setTimeout(() => setShown("words"), patience.words),
    ];
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, [pending]);

  return (
    <div role="status" className="screen-only fixed inset-x-0 top-0 z-50 grid justify-items-center">
      {shown !== null && <progress className="bar h-[3px] rounded-none" aria-label="Loading the page" />}
      {shown === "words" && (
        <p className="mt-2 rounded-md border bg-raised px-3 py-1 text-sm shadow-float">
          Still loading. The app’s own database is slow.
        </p>
      )}
    </div>
  );
}

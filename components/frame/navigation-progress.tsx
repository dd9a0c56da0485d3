"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";

/** Milliseconds a navigation may take before it is spoken of. */
const patience = 300;

/**
 * A thin line over the page while a link is being followed. There is no loading page instead of it, because that
 * would hold every first answer back behind a script: without JavaScript nothing would ever show.
 */
export function NavigationProgress() {
  const address = `${usePathname()}?${useSearchParams()}`;
  const [leaving, setLeaving] = useState<string | null>(null);
  const [shown, setShown] = useState(false);
  const pending = leaving === address;

  useEffect(() => {
    const follow = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (link === null || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      const elsewhere =
        link.origin !== location.origin || link.target === "_blank" || link.hasAttribute("download");
      const here = link.pathname === location.pathname && link.search === location.search;
      if (!elsewhere && !here) setLeaving(address);
    };
    // In the capture phase, because the router's own links stop the event's default.
    document.addEventListener("click", follow, true);
    return () => document.removeEventListener("click", follow, true);
  }, [address]);

  useEffect(() => {
    setShown(false);
    if (!pending) return;
    const timer = setTimeout(() => setShown(true), patience);
    return () => clearTimeout(timer);
  }, [pending]);

  return (
    <div role="status" className="screen-only fixed inset-x-0 top-0 z-50">
      {shown && <progress className="bar h-[3px] rounded-none" aria-label="Loading the page" />}
    </div>
  );
}

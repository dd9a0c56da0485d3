"use client";

import { type ReactNode, useEffect, useRef } from "react";

interface ScrollsToMarkProps {
  readonly label: string;
  readonly className: string;
  readonly children: ReactNode;
}

/** A region that scrolls, and begins where what it is about stands: the element with `data-mark`. */
export function ScrollsToMark({ label, className, children }: ScrollsToMarkProps) {
  const region = useRef<HTMLElement>(null);
  useEffect(() => {
    const { current } = region;
    const mark = current?.querySelector("[data-mark]");
    if (!current || !mark) return;
    const [outer, inner] = [current.getBoundingClientRect(), mark.getBoundingClientRect()];
    current.scrollTop += inner.top + inner.height / 2 - (outer.top + outer.height / 2);
  }, []);
  return (
    <section
      ref={region}
      data-scrolls
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
      tabIndex={0}
      className={className}
    >
      {children}
    </section>
  );
}

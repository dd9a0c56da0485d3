"use client";

import { useEffect } from "react";

interface RunTabProps {
  /** `▷ 7/18 orders-prod` */
  readonly title: string;
  readonly done: number;
  readonly total: number;
  readonly look: "running" | "waiting" | "done" | "failed" | "unknown";
}

const colours: { readonly [L in RunTabProps["look"]]: string } = {
  running: "#2563eb",
  waiting: "#ca8a04",
  done: "#16a34a",
  failed: "#dc2626",
  unknown: "#71717a",
};

/** Tells in the browser's tab how far the run is: in its title, and as a ring in its icon. */
export function RunTab({ title, done, total, look }: RunTabProps) {
  useEffect(() => {
    const tell = (): void => {
      if (document.title !== title) document.title = title;
    };
    tell();
    // The page's own title comes after ours when its data is loaded again.
    const observer = new MutationObserver(tell);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [title]);
  useEffect(() => {
    const link = Object.assign(document.createElement("link"), { rel: "icon", type: "image/svg+xml" });
    link.href = `data:image/svg+xml,${encodeURIComponent(ring(total === 0 ? 0 : done / total, colours[look]))}`;
    // Browsers take the last icon of the document.
    document.head.append(link);
    return () => link.remove();
  }, [done, total, look]);
  return null;
}

const circumference = 2 * Math.PI * 12;

const ring = (share: number, colour: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="12" fill="none" stroke="#a1a1aa" stroke-opacity=".45" stroke-width="6"/><circle cx="16" cy="16" r="12" fill="none" stroke="${colour}" stroke-width="6" stroke-dasharray="${(circumference * share).toFixed(2)} ${circumference.toFixed(2)}" transform="rotate(-90 16 16)"/></svg>`;

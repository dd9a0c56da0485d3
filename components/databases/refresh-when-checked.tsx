"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Renders the page again when one of these checks ends, so that a list of databases needs no reload. */
export function RefreshWhenChecked({ urls }: { readonly urls: readonly string[] }) {
  const router = useRouter();
  const key = urls.join(" ");
  useEffect(() => {
    const sources = key
      .split(" ")
      .filter(Boolean)
      .map((url) => {
        const events = new EventSource(url);
        events.onmessage = ({ data }: MessageEvent<string>) => {
          if (!/"state":"(finished|failed|cancelled)"/.test(data)) return;
          events.close();
          router.refresh();
        };
        return events;
      });
    return () => {
      for (const events of sources) events.close();
    };
  }, [key, router]);
  return null;
}

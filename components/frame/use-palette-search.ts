"use client";

import { useEffect, useState } from "react";
import { z } from "zod/mini";
import type { PaletteGroup } from "./palette-item";

const answerSchema = z.object({
  groups: z.array(
    z.object({
      label: z.string(),
      items: z.array(
        z.object({
          id: z.string(),
          label: z.string(),
          detail: z.optional(z.string()),
          keywords: z.optional(z.string()),
          href: z.string().check(z.startsWith("/")),
        }),
      ),
    }),
  ),
});

interface PaletteSearch {
  readonly groups: readonly PaletteGroup[];
  readonly searching: boolean;
}

const nothing: PaletteSearch = { groups: [], searching: false };

/** Asks the server for more lines, 150 ms after the last key, and forgets answers to older questions. */
export function usePaletteSearch(url: string | undefined, text: string): PaletteSearch {
  const [search, setSearch] = useState(nothing);
  useEffect(() => {
    const query = text.trim();
    if (url === undefined || query === "") {
      setSearch(nothing);
      return;
    }
    const abort = new AbortController();
    setSearch((before) => ({ ...before, searching: true }));
    const timer = setTimeout(async () => {
      try {
        const response = await fetch(`${url}?${new URLSearchParams({ q: query })}`, { signal: abort.signal });
        if (!response.ok) throw new Error(`the search answered ${response.status}`);
        const { groups } = answerSchema.parse(await response.json());
        if (!abort.signal.aborted) setSearch({ groups: groups as readonly PaletteGroup[], searching: false });
      } catch (error) {
        if (abort.signal.aborted) return;
        console.error("The palette's search failed", error);
        setSearch(nothing);
      }
    }, 150);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [url, text]);
  return search;
}

"use client";

import { Search } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import type { PaletteGroup } from "./palette-item";
import { ShortcutKeys } from "./shortcut-keys";
import { shortcuts } from "./shortcut-registry";

interface CommandPaletteProps {
  readonly groups: readonly PaletteGroup[];
  /** Answers `?q=` with `{ groups: PaletteGroup[] }`; absent where the server has nothing more to offer. */
  readonly searchUrl?: string;
}

/** Its dialog and list are a third of what a page would load, and most pages are left without them. */
const load = () => import("./palette-popup");
const PalettePopup = lazy(async () => ({ default: (await load()).PalettePopup }));

/** Search and commands behind ⌘K or Ctrl K. */
export function CommandPalette({ groups, searchUrl }: CommandPaletteProps) {
  const [open, setOpen] = useState(false);
  const [used, setUsed] = useState(false);
  if (open && !used) setUsed(true);
  useEffect(() => {
    // Whoever presses ⌘ or Ctrl may be about to press K.
    const prepare = (event: KeyboardEvent): void => {
      if (event.key === "Meta" || event.key === "Control") void load();
    };
    document.addEventListener("keydown", prepare);
    return () => document.removeEventListener("keydown", prepare);
  }, []);
  return (
    <>
      <button
        type="button"
        data-shortcut="palette"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        className="flex h-8 w-full min-w-8 items-center gap-2 rounded-md border bg-surface px-2 text-faint text-sm shadow-card hover:border-line-strong hover:text-ink"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="flex-1 text-left max-lg:sr-only">Search</span>
        <span aria-hidden className="max-lg:hidden">
          <PaletteKeys />
        </span>
      </button>
      {used && (
        <Suspense>
          <PalettePopup {...{ open, groups, searchUrl }} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  );
}

function PaletteKeys() {
  const shortcut = shortcuts.find((candidate) => candidate.id === "palette");
  return shortcut === undefined ? null : <ShortcutKeys shortcut={shortcut} />;
}

"use client";

import { Dialog } from "@base-ui/react/dialog";
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

/** Its list is a sixth of what a page would load, and most pages are left without it. */
const load = () => import("./palette");
const Palette = lazy(async () => ({ default: (await load()).Palette }));

/** Search and commands behind ⌘K or Ctrl K. */
export function CommandPalette({ groups, searchUrl }: CommandPaletteProps) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    // Whoever presses ⌘ or Ctrl may be about to press K.
    const prepare = (event: KeyboardEvent): void => {
      if (event.key === "Meta" || event.key === "Control") void load();
    };
    document.addEventListener("keydown", prepare);
    return () => document.removeEventListener("keydown", prepare);
  }, []);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger
        data-shortcut="palette"
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        className="flex h-8 w-full min-w-8 items-center gap-2 rounded-md border bg-surface px-2 text-faint text-sm shadow-card hover:border-line-strong hover:text-ink"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="flex-1 text-left max-lg:sr-only">Search</span>
        <span aria-hidden className="max-lg:hidden">
          <PaletteKeys />
        </span>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/25" />
        <Dialog.Popup
          aria-label="Search and commands"
          className="fixed top-[12vh] left-1/2 z-50 w-[min(38rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-xl bg-raised shadow-float"
        >
          {open && (
            <Suspense fallback={<p className="px-4 py-3 text-faint text-lg">Loading…</p>}>
              <Palette groups={groups} searchUrl={searchUrl} onDone={() => setOpen(false)} />
            </Suspense>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteKeys() {
  const shortcut = shortcuts.find((candidate) => candidate.id === "palette");
  return shortcut === undefined ? null : <ShortcutKeys shortcut={shortcut} />;
}

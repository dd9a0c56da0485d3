"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Palette } from "./palette";
import type { PaletteGroup } from "./palette-item";

interface PalettePopupProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly groups: readonly PaletteGroup[];
  readonly searchUrl: string | undefined;
}

/** The opened palette; loaded when it is opened first. The focus goes back to where it was. */
export function PalettePopup({ open, onOpenChange, groups, searchUrl }: PalettePopupProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/25" />
        <Dialog.Popup
          aria-label="Search and commands"
          className="fixed top-[12vh] left-1/2 z-50 w-[min(38rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-xl bg-raised shadow-float"
        >
          <Palette groups={groups} searchUrl={searchUrl} onDone={() => onOpenChange(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

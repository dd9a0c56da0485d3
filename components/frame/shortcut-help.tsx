"use client";

import { Keyboard } from "lucide-react";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ShortcutKeys } from "./shortcut-keys";
import { type Shortcut, shortcuts, shortcutTarget } from "./shortcut-registry";
import { setSingleKeys, singleKeysOn } from "./single-keys";

const groups: readonly Shortcut["group"][] = ["This page", "Lists", "Everywhere"];

/** The sheet behind `?`: the shortcuts this very page offers, and the switch for single keys. */
export function ShortcutHelp() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        data-shortcut="help"
        aria-label="Keyboard shortcuts"
        onClick={() => setOpen(true)}
        className="flex size-7 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
      >
        <Keyboard aria-hidden className="size-4" />
      </button>
      <Dialog
        title="Keyboard shortcuts"
        description="What the keys do on this page."
        open={open}
        onOpenChange={setOpen}
      >
        {open && <Sheet />}
      </Dialog>
    </>
  );
}

function Sheet() {
  const [single, setSingle] = useState(singleKeysOn);
  const [offered] = useState(() => shortcuts.filter((shortcut) => shortcutTarget(shortcut) !== null));
  return (
    <div className="grid gap-5">
      {groups.map((group) => {
        const members = offered.filter((shortcut) => shortcut.group === group);
        return members.length === 0 ? null : (
          <section key={group}>
            <h3 className="mb-1 font-medium text-faint text-xs">{group}</h3>
            <ul className="divide-y">
              {members.map((shortcut) => (
                <li key={shortcut.id} className="flex min-h-8 items-center justify-between gap-4 text-sm">
                  {shortcut.label}
                  <ShortcutKeys shortcut={shortcut} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      <label className="flex min-h-8 items-center gap-2 border-t pt-3 text-sm">
        <input
          type="checkbox"
          checked={single}
          onChange={(event) => {
            setSingleKeys(event.target.checked);
            setSingle(singleKeysOn());
          }}
          className="size-4"
        />
        Shortcuts of a single key
      </label>
    </div>
  );
}

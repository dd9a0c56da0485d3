"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { type ReactElement, type RefObject, startTransition, useEffect, useRef } from "react";
import { type FormAction, idle } from "./action-state";
import { Link } from "./link";
import type { MenuItem } from "./menu";
import { useProved } from "./proof";
import { useToast } from "./toast";

interface MenuPopupProps {
  /** Where it hangs, and where the focus goes back to. */
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** True where it was opened by a key: the first item has the focus then. */
  readonly keyboard: boolean;
  readonly items: readonly MenuItem[];
  readonly heading: ReactElement | undefined;
  readonly align: "start" | "end";
}

const itemClasses =
  "flex min-h-7 w-full items-center rounded-md px-2 text-left text-sm outline-none data-highlighted:bg-hover";

/** The opened menu; loaded when one is. */
export function MenuPopup({ button, open, onOpenChange, keyboard, items, heading, align }: MenuPopupProps) {
  const popup = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open || !keyboard) return;
    const frame = requestAnimationFrame(() =>
      popup.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [open, keyboard]);
  return (
    <Base.Root
      open={open}
      onOpenChange={(next, { event }) => {
        // A press of the button itself is the button's to answer: closed here, it would open again.
        const target = event.target;
        if (!next && target instanceof Node && button.current?.contains(target) && event.type !== "keydown")
          return;
        onOpenChange(next);
      }}
    >
      <Base.Portal>
        <Base.Positioner anchor={button} sideOffset={4} align={align} className="z-50">
          <Base.Popup
            ref={popup}
            finalFocus={button}
            className="min-w-44 max-w-72 rounded-lg bg-raised p-1 shadow-float outline-none"
          >
            {heading}
            {items.map((item) => (
              <Entry key={item.label} item={item} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Entry({ item }: { readonly item: MenuItem }) {
  const toast = useToast();
  const { href, download, copy, run, action, fields = {} } = item;
  const proved = useProved(action ?? nothing);
  if (href !== undefined) {
    return (
      <Base.LinkItem closeOnClick className={itemClasses} render={<Link href={href} />}>
        {item.label}
      </Base.LinkItem>
    );
  }
  if (download !== undefined) {
    return (
      <Base.LinkItem closeOnClick className={itemClasses} href={download} download>
        {item.label}
      </Base.LinkItem>
    );
  }
  const act = async (): Promise<void> => {
    await run?.();
    if (copy !== undefined) {
      const text = copy.startsWith("/") ? new URL(copy, location.href).href : copy;
      try {
        await navigator.clipboard.writeText(text);
        toast.add({ title: "Copied." });
      } catch {
        toast.add({ title: "The browser does not allow to copy.", description: text, stays: true });
      }
    }
    if (action !== undefined) {
      const data = new FormData();
      for (const [name, value] of Object.entries(fields)) data.set(name, value);
      // The menu is gone by the time of the answer, so no state of its own could show it.
      const { ok, message, hint } = await proved(idle, data);
      if (message !== undefined) toast.add({ title: message, description: hint, stays: !ok });
    }
  };
  return (
    <Base.Item className={itemClasses} onClick={() => startTransition(act)}>
      {item.label}
    </Base.Item>
  );
}

const nothing: FormAction = async (state) => state;

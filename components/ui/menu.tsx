"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { type ReactElement, startTransition } from "react";
import { type FormAction, idle } from "./action-state";
import { Link } from "./link";
import { useProved } from "./proof";
import { useToast } from "./toast";

export interface MenuItem {
  readonly label: string;
  /** A place to go to; exactly one of `href`, `copy` and `action` is set. */
  readonly href?: string;
  /** Copied to the clipboard. A path is made a whole address first. */
  readonly copy?: string;
  /** A server action, run with `fields` as its form data. What it answers appears as a toast. */
  readonly action?: FormAction;
  readonly fields?: { readonly [name: string]: string };
}

interface MenuProps {
  readonly trigger: ReactElement;
  readonly items: readonly MenuItem[];
}

const itemClasses =
  "flex min-h-7 w-full items-center rounded-md px-2 text-left text-sm outline-none data-highlighted:bg-hover";

/** Verbs of one row or page behind one button. */
export function Menu({ trigger, items }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="end" className="z-50">
          <Base.Popup className="min-w-44 rounded-lg bg-raised p-1 shadow-float outline-none">
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
  const { href, copy, action, fields = {} } = item;
  const proved = useProved(action ?? nothing);
  if (href !== undefined) {
    return (
      <Base.LinkItem closeOnClick className={itemClasses} render={<Link href={href} />}>
        {item.label}
      </Base.LinkItem>
    );
  }
  const run = async (): Promise<void> => {
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
    <Base.Item className={itemClasses} onClick={() => startTransition(run)}>
      {item.label}
    </Base.Item>
  );
}

const nothing: FormAction = async (state) => state;

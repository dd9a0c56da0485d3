"use client";

import { Menu as Base } from "@base-ui/react/menu";
import Link from "next/link";
import { type ReactElement, useRef } from "react";

export interface MenuItem {
  readonly label: string;
  /** A place to go to; exactly one of `href`, `copy` and `action` is set. */
  readonly href?: string;
  /** Copied to the clipboard. A path is made a whole address first. */
  readonly copy?: string;
  /** A server action, run with `fields` as its form data. */
  readonly action?: (data: FormData) => void | Promise<void>;
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
  const form = useRef<HTMLFormElement>(null);
  if (item.href !== undefined) {
    return (
      <Base.LinkItem className={itemClasses} render={<Link href={item.href} />}>
        {item.label}
      </Base.LinkItem>
    );
  }
  const { copy } = item;
  if (copy !== undefined) {
    const text = copy.startsWith("/") ? () => new URL(copy, location.href).href : () => copy;
    return (
      <Base.Item className={itemClasses} onClick={() => void navigator.clipboard.writeText(text())}>
        {item.label}
      </Base.Item>
    );
  }
  return (
    <form ref={form} action={item.action}>
      {Object.entries(item.fields ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Base.Item className={itemClasses} onClick={() => form.current?.requestSubmit()}>
        {item.label}
      </Base.Item>
    </form>
  );
}

"use client";

import {
  type ComponentProps,
  cloneElement,
  type KeyboardEvent,
  lazy,
  type MouseEvent,
  type ReactElement,
  Suspense,
  useRef,
  useState,
} from "react";
import type { FormAction } from "./action-state";
import { arrivedElement } from "./arrived-element";

export interface MenuItem {
  readonly label: string;
  /** A place to go to; exactly one of `href`, `download`, `copy`, `run` and `action` is set. */
  readonly href?: string;
  /** The address of a file to take away. It is never fetched beforehand. */
  readonly download?: string;
  /** Copied to the clipboard. A path is made a whole address first. */
  readonly copy?: string;
  /** Done in the browser, as a transition. */
  readonly run?: () => void | Promise<void>;
  /** A server action, run with `fields` as its form data. What it answers appears as a toast. */
  readonly action?: FormAction;
  readonly fields?: { readonly [name: string]: string };
}

interface MenuProps {
  readonly trigger: ReactElement<ComponentProps<"button">>;
  readonly items: readonly MenuItem[];
  /** What stands over the items. */
  readonly heading?: ReactElement;
  readonly align?: "start" | "end";
}

/** What positions a menu and walks its items is a fifth of what a page would load, and most menus are never opened. */
const load = () => import("./menu-popup");
const MenuPopup = lazy(async () => ({ default: (await load()).MenuPopup }));

/** Verbs of one row or page behind one button. */
export function Menu({ trigger, items, heading, align = "end" }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [keyboard, setKeyboard] = useState(false);
  const [used, setUsed] = useState(false);
  const show = (byKeyboard: boolean): void => {
    setKeyboard(byKeyboard);
    setUsed(true);
    setOpen(true);
  };
  const prepare = (): void => void load().catch(() => undefined);
  return (
    <>
      {cloneElement(arrivedElement(trigger), {
        ref: button,
        "aria-haspopup": "menu",
        "aria-expanded": open,
        onPointerEnter: prepare,
        onFocus: prepare,
        // Pressed by Enter or Space, a click has no pointer behind it.
        onClick: ({ detail }: MouseEvent) => (open ? setOpen(false) : show(detail === 0)),
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          show(true);
        },
      })}
      {used && (
        <Suspense>
          <MenuPopup {...{ button, open, keyboard, items, heading, align }} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  );
}

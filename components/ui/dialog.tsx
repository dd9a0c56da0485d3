"use client";

import {
  type ComponentProps,
  cloneElement,
  createContext,
  lazy,
  type ReactElement,
  type ReactNode,
  Suspense,
  useContext,
  useRef,
  useState,
} from "react";
import { arrivedElement } from "./arrived-element";

interface DialogProps {
  readonly title: string;
  readonly description?: string;
  /** The element that opens it; absent when `open` is controlled. */
  readonly trigger?: ReactElement<ComponentProps<"button">>;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly children: ReactNode;
}

/** Loads what a dialog is made of, for pages on which one has to open even when the server is gone by then. */
export const loadDialog = () => import("./dialog-popup");
const DialogPopup = lazy(async () => ({ default: (await loadDialog()).DialogPopup }));

const CloseContext = createContext<() => void>(() => undefined);

/**
 * A short decision over the page. Focus is kept inside and comes back to where it was. What it is made of is loaded when
 * one is opened: most visits of a page open none.
 */
export function Dialog({ title, description, trigger, open, onOpenChange, children }: DialogProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [own, setOwn] = useState(false);
  const shown = open ?? own;
  const [used, setUsed] = useState(shown);
  if (shown && !used) setUsed(true);
  const change = (next: boolean): void => {
    setOwn(next);
    onOpenChange?.(next);
  };
  const prepare = (): void => void loadDialog().catch(() => undefined);
  return (
    <>
      {trigger !== undefined &&
        cloneElement(arrivedElement(trigger), {
          ref: button,
          "aria-haspopup": "dialog",
          "aria-expanded": shown,
          onClick: () => change(true),
          onPointerEnter: prepare,
          onFocus: prepare,
        })}
      {used && (
        <CloseContext value={() => change(false)}>
          <Suspense>
            <DialogPopup
              title={title}
              description={description}
              open={shown}
              onOpenChange={change}
              {...(trigger === undefined ? {} : { button })}
            >
              {children}
            </DialogPopup>
          </Suspense>
        </CloseContext>
      )}
    </>
  );
}

/** Closes the dialog it stands in. */
export function DialogClose({ render }: { readonly render: ReactElement<ComponentProps<"button">> }) {
  const close = useContext(CloseContext);
  return cloneElement(arrivedElement(render), { onClick: close });
}

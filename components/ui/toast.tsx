"use client";

import { X } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";

/** What is said in passing: that something was copied or done, or why not. */
export interface ToastContent {
  readonly title: string;
  readonly description?: string | undefined;
  /** True for what failed: it stays until it is dismissed. */
  readonly stays?: boolean;
}

interface Toasts {
  readonly add: (content: ToastContent) => void;
}

interface ShownToast extends ToastContent {
  readonly id: number;
}

/** Milliseconds for which a toast is shown after nobody points at it or has the focus in it. */
const shownFor = 6_000;

/** More than these at once would cover the page: the oldest goes. */
const most = 3;

const ToastContext = createContext<Toasts>({ add: () => undefined });

/** Holds the toasts of the whole app. Use `useToast().add({ title, description })` below it. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly ShownToast[]>([]);
  const last = useRef(0);
  const timers = useRef(new Map<number, ReturnType<typeof setTimeout>>());
  const remove = useCallback((id: number): void => {
    clearTimeout(timers.current.get(id));
    timers.current.delete(id);
    setToasts((before) => before.filter((toast) => toast.id !== id));
  }, []);
  const count = useCallback(
    (id: number): void => {
      clearTimeout(timers.current.get(id));
      timers.current.set(
        id,
        setTimeout(() => remove(id), shownFor),
      );
    },
    [remove],
  );
  const add = useCallback(
    (content: ToastContent): void => {
      last.current += 1;
      const id = last.current;
      setToasts((before) => [...before.slice(1 - most), { ...content, id }]);
      if (content.stays !== true) count(id);
    },
    [count],
  );
  const value = useMemo(() => ({ add }), [add]);
  return (
    <ToastContext value={value}>
      {children}
      {/* There before its first word: only what changes inside of it is read out. */}
      <div
        role="status"
        className="screen-only fixed right-4 bottom-4 z-50 grid w-[min(22rem,calc(100vw-2rem))] gap-2"
      >
        {toasts.map(({ id, title, description, stays }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: who reads it stops its clock; nothing is operated
          <div
            key={id}
            data-toast
            onPointerEnter={() => clearTimeout(timers.current.get(id))}
            onPointerLeave={() => stays !== true && count(id)}
            onFocus={() => clearTimeout(timers.current.get(id))}
            onBlur={() => stays !== true && count(id)}
            className="card flex items-start gap-3 rounded-lg bg-raised p-3 shadow-float"
          >
            <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              <p className="font-medium text-sm">{title}</p>
              {description !== undefined && <p className="text-muted text-sm">{description}</p>}
            </div>
            <button
              type="button"
              aria-label="Dismiss"
              onClick={() => remove(id)}
              className="flex size-6 shrink-0 items-center justify-center rounded text-muted hover:bg-hover hover:text-ink"
            >
              <X aria-hidden className="size-4" />
            </button>
          </div>
        ))}
      </div>
    </ToastContext>
  );
}

/** Adds toasts. */
export const useToast = (): Toasts => useContext(ToastContext);

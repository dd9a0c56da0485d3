"use client";

import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { ReactNode } from "react";

/** Holds the toasts of the whole app. Use `useToast().add({ title, description })` below it. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Base.Provider timeout={6_000} limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed right-4 bottom-4 z-50 flex w-[min(22rem,calc(100vw-2rem))] flex-col gap-2">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList() {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} data-toast="" className="rounded-lg bg-raised shadow-float">
      <Base.Content className="flex items-start gap-3 p-3">
        <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
          <Base.Title className="font-medium text-sm" />
          <Base.Description className="text-muted text-sm" />
        </div>
        <Base.Close
          aria-label="Dismiss"
          className="flex size-6 shrink-0 items-center justify-center rounded text-muted hover:bg-hover"
        >
          <X aria-hidden className="size-4" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}

/** Adds and closes toasts. */
export const useToast = Base.useToastManager;

"use client";

import { useToast } from "@/components/ui/toast";

/** What the shortcut presses that copies the page's address, on pages that show no button of their own for it. */
export function CopyPageLink() {
  const toast = useToast();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(location.href);
      toast.add({ title: "Link copied." });
    } catch {
      // The browser refuses outside a secure context or without permission.
      toast.add({ title: "The browser does not allow to copy.", description: location.href, stays: true });
    }
  };
  return <button type="button" hidden data-shortcut="copy-link" onClick={copy} />;
}

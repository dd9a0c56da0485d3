"use client";

import { useEffect, useState } from "react";
import { exactText } from "@/components/ui/moment-text";

/** What stands at the end of a page on paper: its address, and when it was printed. */
export function PrintedFrom() {
  const [printed, setPrinted] = useState<{ readonly address: string; readonly at: number } | null>(null);
  useEffect(() => {
    const note = (): void => setPrinted({ address: location.href, at: Date.now() });
    note();
    addEventListener("beforeprint", note);
    return () => removeEventListener("beforeprint", note);
  }, []);
  return (
    <footer className="print-only mt-6 border-t pt-2 text-muted text-xs [overflow-wrap:anywhere]">
      {printed !== null && `${printed.address} · printed ${exactText(printed.at)}`}
    </footer>
  );
}

"use client";

import { Check, Copy, X } from "lucide-react";
import { useEffect, useState } from "react";
import { type ButtonLook, buttonClasses } from "./button";

interface CopyButtonProps {
  /** The exact bytes that go to the clipboard. */
  readonly text: string | (() => string);
  /** What is copied: `Copy SQL`. */
  readonly label: string;
  /** Shows only the icon; the label is still read out. */
  readonly iconOnly?: boolean;
  readonly look?: ButtonLook;
  /** The shortcut that presses it. */
  readonly shortcut?: string;
}

/** Copies a text and says whether that worked. */
export function CopyButton({ text, label, iconOnly, look = "quiet", shortcut }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : text());
      setOutcome("copied");
    } catch {
      // The browser refuses outside a secure context or without permission; the text can still be selected by hand.
      setOutcome("refused");
    }
  };
  const words = outcome === "copied" ? "Copied" : outcome === "refused" ? "Not allowed to copy" : label;
  return (
    <button
      type="button"
      onClick={copy}
      title={label}
      data-shortcut={shortcut}
      className={`${buttonClasses(look, "small")} screen-only`}
    >
      {outcome === "copied" ? (
        <Check aria-hidden />
      ) : outcome === "refused" ? (
        <X aria-hidden />
      ) : (
        <Copy aria-hidden />
      )}
      <span aria-live="polite" className={iconOnly ? "sr-only" : ""}>
        {words}
      </span>
    </button>
  );
}

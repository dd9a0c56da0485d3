import type { ReactNode } from "react";

/** Text for screen readers only: what a glyph or a colour says to the eye. */
export function VisuallyHidden({ children }: { readonly children: ReactNode }) {
  return <span className="sr-only">{children}</span>;
}

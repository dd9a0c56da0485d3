import type { Difference } from "@/lib/drift/difference";

const glyphs: { readonly [T in Difference["type"]]: string } = {
  missing: "−",
  unexpected: "+",
  changed: "≠",
  renamed: "→",
};

/** What kind of difference it is, as glyph and word. */
export function TypeMark({ type }: { readonly type: Difference["type"] }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-muted text-xs">
      <span aria-hidden className="w-2.5 text-center font-mono text-ink">
        {glyphs[type]}
      </span>
      {type}
    </span>
  );
}

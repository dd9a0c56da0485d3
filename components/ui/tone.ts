/** What a colour says. Colour never stands alone: whoever uses a tone also gives a shape and a word. */
export type Tone = "neutral" | "critical" | "high" | "medium" | "low" | "ok" | "unknown";

/** Text and background of a tone. Literal class names, because Tailwind finds them by reading the source. */
export const toneClasses: { readonly [T in Tone]: string } = {
  neutral: "bg-inset text-muted border-line",
  critical: "bg-critical-tint text-critical border-critical/25",
  high: "bg-high-tint text-high border-high/25",
  medium: "bg-medium-tint text-medium border-medium/25",
  low: "bg-low-tint text-low border-low/25",
  ok: "bg-ok-tint text-ok border-ok/25",
  unknown: "bg-unknown-tint text-unknown border-dashed border-field",
};

import { Chip } from "@/components/ui/chip";
import type { Tone } from "@/components/ui/tone";

/** What a window is at a moment (screens.md §2.7), with a sign and a colour for each. */
const faces = {
  scheduled: { word: "Scheduled", glyph: "◷", tone: "neutral" },
  "go or no-go": { word: "Go or no-go", glyph: "?", tone: "medium" },
  open: { word: "Open", glyph: "●", tone: "ok" },
  extended: { word: "Extended", glyph: "●", tone: "ok" },
  closed: { word: "Closed", glyph: "■", tone: "neutral" },
  missed: { word: "Missed", glyph: "–", tone: "high" },
  "no go": { word: "No-go", glyph: "✕", tone: "high" },
  cancelled: { word: "Cancelled", glyph: "✕", tone: "unknown" },
} as const satisfies {
  readonly [state: string]: { readonly word: string; readonly glyph: string; readonly tone: Tone };
};

export type ShownWindowState = keyof typeof faces;

/** In which state a window is, as sign, word and colour. */
export function WindowStateChip({ state }: { readonly state: ShownWindowState }) {
  const { word, glyph, tone } = faces[state];
  return (
    <Chip
      tone={tone}
      icon={
        <span aria-hidden className="w-3 text-center font-mono leading-none">
          {glyph}
        </span>
      }
    >
      {word}
    </Chip>
  );
}

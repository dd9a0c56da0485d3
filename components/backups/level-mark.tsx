import { Chip } from "@/components/ui/chip";

export type ShownLevel = 0 | 1 | 2 | 3;

const faces = {
  0: { word: "L0 · a person's word", tone: "unknown", glyph: "○○○" },
  1: { word: "L1 · exists", tone: "medium", glyph: "●○○" },
  2: { word: "L2 · read through", tone: "ok", glyph: "●●○" },
  3: { word: "L3 · restore-tested", tone: "ok", glyph: "●●●" },
} as const;

/** How much is known about a backup, from a word to a restore that was compared. */
export function LevelMark({ level }: { readonly level: ShownLevel }) {
  const { word, tone, glyph } = faces[level];
  return (
    <Chip
      tone={tone}
      icon={
        <span aria-hidden className="text-[0.5rem] leading-none">
          {glyph}
        </span>
      }
    >
      {word}
    </Chip>
  );
}

import type { Tone } from "@/components/ui/tone";

/** The health of a database: one list for chips, filters and exit codes (screens.md §2.0), worst first. */
export const healthStates = [
  "misstamped",
  "drifted",
  "unknown",
  "behind",
  "applying",
  "never_checked",
  "paused",
  "in_sync",
] as const;

export type Health = (typeof healthStates)[number];

/** The glyph and the word of each state. */
export const healthFaces: {
  readonly [H in Health]: { readonly glyph: string; readonly word: string; readonly tone: Tone };
} = {
  misstamped: { glyph: "⚑", word: "Version claim wrong", tone: "critical" },
  drifted: { glyph: "≠", word: "Drifted", tone: "high" },
  unknown: { glyph: "?", word: "Unknown", tone: "unknown" },
  behind: { glyph: "↓", word: "Behind", tone: "low" },
  applying: { glyph: "▷", word: "Applying", tone: "low" },
  never_checked: { glyph: "–", word: "Never checked", tone: "unknown" },
  paused: { glyph: "‖", word: "Paused", tone: "unknown" },
  in_sync: { glyph: "✓", word: "In sync", tone: "ok" },
};

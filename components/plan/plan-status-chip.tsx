import { Chip } from "@/components/ui/chip";
import type { Tone } from "@/components/ui/tone";

/** The states of a plan (screens.md §2.6), with a sign and a colour for each. */
const faces = {
  Draft: { glyph: "–", tone: "neutral" },
  Checking: { glyph: "…", tone: "neutral" },
  "Needs approval": { glyph: "?", tone: "medium" },
  Approved: { glyph: "✓", tone: "ok" },
  Bypassed: { glyph: "!", tone: "high" },
  "Waiting for window": { glyph: "◷", tone: "low" },
  Ready: { glyph: "▸", tone: "ok" },
  Applying: { glyph: "▷", tone: "low" },
  Verifying: { glyph: "▷", tone: "low" },
  Done: { glyph: "✓", tone: "ok" },
  "Failed, rolled back": { glyph: "↩", tone: "high" },
  "Failed, partly applied": { glyph: "!", tone: "critical" },
  "In doubt": { glyph: "?", tone: "unknown" },
  Stale: { glyph: "≠", tone: "high" },
  Rejected: { glyph: "✕", tone: "high" },
  Discarded: { glyph: "–", tone: "unknown" },
  Expired: { glyph: "◷", tone: "medium" },
} as const satisfies { readonly [status: string]: { readonly glyph: string; readonly tone: Tone } };

export type PlanStatusName = keyof typeof faces;

interface PlanStatusChipProps {
  readonly status: PlanStatusName;
  /** `1 of 2`. */
  readonly detail?: string;
}

/** In which state a plan is, as sign, word and colour. */
export function PlanStatusChip({ status, detail }: PlanStatusChipProps) {
  const { glyph, tone } = faces[status];
  return (
    <Chip
      tone={tone}
      icon={
        <span aria-hidden className="w-3 text-center font-mono leading-none">
          {glyph}
        </span>
      }
    >
      {status}
      {detail !== undefined && ` (${detail})`}
    </Chip>
  );
}

import type { Tone } from "@/components/ui/tone";
import type { HazardCode } from "@/lib/postgres/statement";

/** Hazards that are not neutral. */
const tones: { readonly [H in HazardCode]?: Tone } = {
  "data-loss": "critical",
  "cannot-be-undone": "critical",
  "table-rewrite": "high",
  "blocks-reads": "high",
  "blocks-writes": "medium",
  "may-fail-on-data": "medium",
  "access-widened": "high",
};

/** The colour of a hazard. */
export const hazardTone = (code: HazardCode): Tone => tones[code] ?? "neutral";

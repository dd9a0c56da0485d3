import { Chip } from "@/components/ui/chip";
import type { Tone } from "@/components/ui/tone";
import type { Severity } from "@/lib/kinds/severity";
import { type Health, healthFaces } from "./health";

interface HealthChipProps {
  readonly health: Health;
  /** The worst open difference: it gives a drifted database its colour. */
  readonly worst?: Severity | null;
  /** What follows the word: `until 1 Mar`, `stale`. */
  readonly detail?: string;
}

/** The state of a database as glyph, word and colour. */
export function HealthChip({ health, worst, detail }: HealthChipProps) {
  const face = healthFaces[health];
  const tone: Tone =
    health === "drifted" && worst !== undefined && worst !== null
      ? worst === "info"
        ? "neutral"
        : worst
      : face.tone;
  return (
    <Chip
      tone={tone}
      icon={
        <span aria-hidden className="w-3 text-center font-mono leading-none">
          {face.glyph}
        </span>
      }
    >
      {face.word}
      {detail !== undefined && ` ${detail}`}
    </Chip>
  );
}

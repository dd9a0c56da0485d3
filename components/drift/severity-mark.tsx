import { ArrowDown, CircleAlert, Diamond, Info, TriangleAlert } from "lucide-react";
import { Chip } from "@/components/ui/chip";
import type { Tone } from "@/components/ui/tone";
import type { Severity } from "@/lib/kinds/severity";

/** A severity's own shape, word and colour: never told apart by colour alone. */
export const severityFaces: {
  readonly [S in Severity]: {
    readonly word: string;
    /** For counts in a narrow column. */
    readonly short: string;
    readonly tone: Tone;
    readonly text: string;
    readonly icon: typeof Info;
  };
} = {
  critical: { word: "Critical", short: "crit", tone: "critical", text: "text-critical", icon: CircleAlert },
  high: { word: "High", short: "high", tone: "high", text: "text-high", icon: TriangleAlert },
  medium: { word: "Medium", short: "med", tone: "medium", text: "text-medium", icon: Diamond },
  low: { word: "Low", short: "low", tone: "low", text: "text-low", icon: ArrowDown },
  info: { word: "Info", short: "info", tone: "neutral", text: "text-muted", icon: Info },
};

/** A severity as shape and word: a chip, or plain in a list where hundreds stand under each other. */
export function SeverityMark({ severity, plain }: { readonly severity: Severity; readonly plain?: boolean }) {
  const { word, tone, text, icon: Icon } = severityFaces[severity];
  return plain ? (
    <span className={`flex items-center gap-1.5 font-medium text-xs ${text}`}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {word}
    </span>
  ) : (
    <Chip tone={tone} icon={<Icon aria-hidden />}>
      {word}
    </Chip>
  );
}

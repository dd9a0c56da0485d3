import { severityFaces } from "@/components/drift/severity-mark";
import { type Severity, severities } from "@/lib/kinds/severity";

interface SeverityCountsProps {
  readonly counts: { readonly [S in Severity]: number };
}

/** `2 crit 4 high 1 low`: what is zero is left out, nothing at all is a dash. */
export function SeverityCounts({ counts }: SeverityCountsProps) {
  const shown = severities.filter((severity) => counts[severity] > 0);
  if (shown.length === 0) return <span className="text-faint">0</span>;
  return (
    <span className="inline-flex flex-wrap gap-x-2.5 lg:flex-nowrap gap-y-0.5">
      {shown.map((severity) => {
        const { short, word, text, icon: Icon } = severityFaces[severity];
        return (
          <span
            key={severity}
            title={word}
            className={`inline-flex items-center gap-1 whitespace-nowrap ${text}`}
          >
            <Icon aria-hidden className="size-3 shrink-0" />
            <span className="font-semibold">{counts[severity].toLocaleString("en")}</span>
            <span className="text-xs">{short}</span>
          </span>
        );
      })}
    </span>
  );
}

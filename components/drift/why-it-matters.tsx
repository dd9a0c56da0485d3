import { Card } from "@/components/ui/card";

interface WhyItMattersProps {
  /** One paragraph for each thing that follows, with the proof in it. */
  readonly reasons: readonly string[];
}

/** What follows from the difference for who runs the application. */
export function WhyItMatters({ reasons }: WhyItMattersProps) {
  if (reasons.length === 0) return null;
  return (
    <Card id="why" title="Why it matters">
      <div className="grid max-w-[75ch] gap-2 text-pretty">
        {reasons.map((reason) => (
          <p key={reason} className="[overflow-wrap:anywhere]">
            {reason}
          </p>
        ))}
      </div>
    </Card>
  );
}

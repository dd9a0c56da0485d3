import { Card } from "@/components/ui/card";
import { type Fact, FactsTable } from "./facts-table";

interface SizeAndUseProps {
  readonly facts: readonly Fact[];
  /** Why there is nothing, or nothing fresher, to show. */
  readonly note?: string;
}

/** How large and how busy the table of a difference is. */
export function SizeAndUse({ facts, note }: SizeAndUseProps) {
  return (
    <Card id="facts" title="Size and use" flush>
      {facts.length > 0 && <FactsTable facts={facts} />}
      {note !== undefined && (
        <p
          className={`px-4 py-3 text-muted text-sm [overflow-wrap:anywhere] ${facts.length > 0 ? "border-t" : ""}`}
        >
          {note}
        </p>
      )}
    </Card>
  );
}

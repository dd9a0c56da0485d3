import { countOf } from "@/components/drift/counting";
import { Card } from "@/components/ui/card";
import { type Segment, SegmentedLinks } from "@/components/ui/segmented-links";
import { visible } from "@/lib/postgres/identity";

/** A statement of two plans. */
interface ComparedStatement {
  readonly sql: string;
  readonly in: "both" | "earlier" | "later";
}

interface PlanComparisonCardProps {
  readonly planId: string;
  /** The plan it is compared with; null while none is chosen. */
  readonly earlierId: string | null;
  readonly statements: readonly ComparedStatement[];
  readonly choices: readonly Segment[];
}

/** Two plans, statement by statement. What both have alike is folded away. */
export function PlanComparisonCard({ planId, earlierId, statements, choices }: PlanComparisonCardProps) {
  if (choices.length === 0) {
    return (
      <Card id="compare" title="Compare">
        <p className="text-muted">This database has no other plan to compare with.</p>
      </Card>
    );
  }
  const added = statements.filter((statement) => statement.in === "later").length;
  const removed = statements.filter((statement) => statement.in === "earlier").length;
  return (
    <Card
      id="compare"
      title={earlierId === null ? "Compare" : `${planId} beside ${earlierId}`}
      {...(earlierId === null
        ? { description: "Choose a plan." }
        : {
            description:
              added + removed === 0
                ? "Both have the same statements in the same order."
                : `${countOf(added, "statement")} only in ${planId}, ${countOf(removed, "statement")} only in ${earlierId}.`,
          })}
      actions={<SegmentedLinks label="Compare with" segments={choices} />}
    >
      <ol className="grid gap-1 font-mono text-xs">
        {folded(statements).map((entry, index) =>
          typeof entry === "number" ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line's identity is its place
            <li key={index} className="px-2 font-sans text-faint">
              {countOf(entry, "statement")} alike
            </li>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line's identity is its place
            <li key={index} className={`flex rounded ${colours[entry.in]}`}>
              <span aria-hidden className="w-5 shrink-0 text-center font-semibold">
                {signs[entry.in]}
              </span>
              {entry.in !== "both" && (
                <span className="sr-only">only in {entry.in === "later" ? planId : earlierId}: </span>
              )}
              <span className="min-w-0 whitespace-pre-wrap py-0.5 pr-2 [overflow-wrap:anywhere]">
                {entry.sql.split("\n").map(visible).join("\n")}
              </span>
            </li>
          ),
        )}
      </ol>
    </Card>
  );
}

const signs = { both: "", later: "+", earlier: "−" };
const colours = { both: "", later: "bg-added", earlier: "bg-removed" };

/** Statements kept around a difference. */
const around = 1;

/** Long stretches that both have become a number. */
function folded(statements: readonly ComparedStatement[]): readonly (ComparedStatement | number)[] {
  const shown: (ComparedStatement | number)[] = [];
  statements.forEach((statement, position) => {
    const near = statements
      .slice(Math.max(0, position - around), position + around + 1)
      .some((other) => other.in !== "both");
    const last = shown.at(-1);
    if (near) shown.push(statement);
    else if (typeof last === "number") shown[shown.length - 1] = last + 1;
    else shown.push(1);
  });
  return shown;
}

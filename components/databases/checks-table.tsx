import { countOf } from "@/components/drift/counting";
import { durationText } from "@/components/run/duration-text";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Link } from "@/components/ui/link";
import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import type { Severity } from "@/lib/kinds/severity";
import { checkStates } from "./check-state";
import { SeverityCounts } from "./severity-counts";

/** A check in the list. Moments are ISO 8601. */
export interface CheckRow {
  /** `C-881`. */
  readonly id: string;
  readonly href: string;
  readonly state: keyof typeof checkStates;
  readonly verdict: "clean" | "drift" | "unknown" | null;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly milliseconds: number | null;
  readonly counts: {
    readonly compared: number;
    readonly bySeverity: { readonly [S in Severity]: number };
  } | null;
  /** Why it failed. */
  readonly error: string | null;
}

const verdicts: {
  readonly [V in NonNullable<CheckRow["verdict"]>]: { readonly word: string; readonly tone: Tone };
} = {
  clean: { word: "✓ Clean", tone: "ok" },
  drift: { word: "≠ Drift", tone: "high" },
  unknown: { word: "? Unknown", tone: "unknown" },
};

/** The checks of a database, the newest first: a clean one is as visible as one that found something. */
export function ChecksTable({ rows }: { readonly rows: readonly CheckRow[] }) {
  return (
    <Card flush>
      <Table stacks caption="Checks of this database">
        <thead>
          <tr>
            <ColumnHeading>Check</ColumnHeading>
            <ColumnHeading>Outcome</ColumnHeading>
            <ColumnHeading>Differences</ColumnHeading>
            <ColumnHeading>Compared</ColumnHeading>
            <ColumnHeading>Took</ColumnHeading>
            <ColumnHeading>Asked for</ColumnHeading>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <RowHeading className="min-w-16">
                <Link href={row.href} className="rounded font-medium hover:underline">
                  {row.id}
                </Link>
              </RowHeading>
              <Cell label="Outcome">
                <Outcome row={row} />
              </Cell>
              <Cell label="Differences">
                {row.counts === null ? <Nothing /> : <SeverityCounts counts={row.counts.bySeverity} />}
              </Cell>
              <Cell label="Compared" className="whitespace-nowrap">
                {row.counts === null ? <Nothing /> : countOf(row.counts.compared, "object")}
              </Cell>
              <Cell label="Took" className="whitespace-nowrap">
                {row.milliseconds === null ? <Nothing /> : durationText(row.milliseconds)}
              </Cell>
              <Cell label="Asked for">
                <Time value={row.requestedAt} /> by {row.requestedBy}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

const Nothing = () => <span className="text-faint">–</span>;

function Outcome({ row: { state, verdict, error } }: { readonly row: CheckRow }) {
  if (verdict !== null) return <Chip tone={verdicts[verdict].tone}>{verdicts[verdict].word}</Chip>;
  return (
    <div className="grid min-w-40 justify-items-start gap-1">
      <Chip tone={state === "failed" ? "unknown" : "neutral"}>
        {state === "failed" ? "? Could not compare" : checkStates[state]}
      </Chip>
      {error !== null && <span className="text-muted text-xs [overflow-wrap:anywhere]">{error}</span>}
    </div>
  );
}

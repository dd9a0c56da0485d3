import { CirclePlay } from "lucide-react";
import { Chip } from "@/components/ui/chip";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import { visible } from "@/lib/postgres/identity";
import { durationText } from "./duration-text";
import { phaseWords } from "./run-progress";

/** A run in a list. Moments are ISO 8601. */
export interface ListedRun {
  /** `R-31` */
  readonly id: string;
  /** `P-12` */
  readonly planId: string;
  readonly state: string;
  readonly active: boolean;
  readonly startedBy: string;
  readonly createdAt: string;
  readonly milliseconds: number | null;
  readonly lockedMilliseconds: number | null;
  readonly sentence: string | null;
  /** The database's name and page; absent in the list of one database. */
  readonly database?: { readonly name: string; readonly path: string };
}

const tones: { readonly [state: string]: Tone } = {
  committed: "ok",
  "rolled back": "high",
  "partly applied": "critical",
  "in doubt": "unknown",
};

/** Runs, the newest first. */
export function RunList({
  runs,
  caption,
}: {
  readonly runs: readonly ListedRun[];
  readonly caption: string;
}) {
  if (runs.length === 0) {
    return (
      <EmptyState
        icon={<CirclePlay />}
        title="No runs yet."
        description="A run applies an approved plan, and commits nothing that it has not proven first."
      />
    );
  }
  const withDatabase = runs.some(({ database }) => database !== undefined);
  return (
    <Table stacks caption={caption}>
      <thead>
        <tr>
          <ColumnHeading>Run</ColumnHeading>
          {withDatabase && <ColumnHeading>Database</ColumnHeading>}
          <ColumnHeading>Plan</ColumnHeading>
          <ColumnHeading>Result</ColumnHeading>
          <ColumnHeading>Started</ColumnHeading>
          <ColumnHeading>Took</ColumnHeading>
          <ColumnHeading>Locks held</ColumnHeading>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id} className="last:[&>*]:border-b-0">
            <RowHeading>
              <Link href={`/runs/${run.id}`} className="font-medium hover:underline">
                {run.id}
              </Link>
            </RowHeading>
            {withDatabase && (
              <Cell label="Database">
                {run.database !== undefined && (
                  <Link href={run.database.path} className="hover:underline">
                    {visible(run.database.name)}
                  </Link>
                )}
              </Cell>
            )}
            <Cell label="Plan">
              <Link href={`/plans/${run.planId}`} className="hover:underline">
                {run.planId}
              </Link>
            </Cell>
            <Cell label="Result" className="min-w-56">
              <Chip tone={tones[run.state] ?? (run.active ? "low" : "neutral")}>
                {run.active && run.state !== "in doubt" && "▷ "}
                {phaseWords[run.state] ?? run.state}
              </Chip>
              {run.sentence !== null && (
                <p className="mt-0.5 line-clamp-2 text-muted text-xs [overflow-wrap:anywhere]">
                  {visible(run.sentence)}
                </p>
              )}
            </Cell>
            <Cell label="Started" className="whitespace-nowrap">
              <Time value={run.createdAt} /> <span className="text-muted">by {visible(run.startedBy)}</span>
            </Cell>
            <Cell label="Took" className="whitespace-nowrap">
              {run.milliseconds === null ? "–" : durationText(run.milliseconds)}
            </Cell>
            <Cell label="Locks held" className="whitespace-nowrap">
              {run.lockedMilliseconds === null ? "–" : durationText(run.lockedMilliseconds)}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { visible } from "@/lib/postgres/identity";
import { Countdown } from "./countdown";
import { type ShownWindowState, WindowStateChip } from "./window-state-chip";

export interface WindowRow {
  /** `W-4`. */
  readonly id: string;
  readonly name: string;
  readonly state: ShownWindowState;
  readonly databases: readonly string[];
  /** `Every Sunday`. */
  readonly repeat: string;
  /** `Sun 29 Nov 02:00–04:00`; null when it does not open any more. */
  readonly stretch: string | null;
  readonly timeZone: string;
  /** ISO 8601; null when there is nothing to count down to. */
  readonly until: string | null;
  readonly untilWord: "opens in" | "closes in" | null;
}

interface WindowsTableProps {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly WindowRow[];
}

/** Windows as a list. */
export function WindowsTable({ id, title, rows }: WindowsTableProps) {
  return (
    <Card id={id} title={title} flush className="mb-6">
      <Table stacks caption={title}>
        <thead>
          <tr>
            <ColumnHeading>Window</ColumnHeading>
            <ColumnHeading>State</ColumnHeading>
            <ColumnHeading>When</ColumnHeading>
            <ColumnHeading>Repeats</ColumnHeading>
            <ColumnHeading>Databases</ColumnHeading>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <RowHeading className="min-w-40">
                <Link
                  href={`/windows/${row.id}`}
                  className="font-medium [overflow-wrap:anywhere] hover:underline"
                >
                  <bdi>{visible(row.name)}</bdi>
                </Link>{" "}
                <span className="text-faint">{row.id}</span>
              </RowHeading>
              <Cell label="State">
                <WindowStateChip state={row.state} />
              </Cell>
              <Cell label="When" className="whitespace-nowrap">
                {row.stretch ?? "Opens no more"}
                <span className="block text-faint text-xs">
                  {row.timeZone}
                  {row.until !== null && (
                    <>
                      {" "}
                      · {row.untilWord} <Countdown until={row.until} refresh />
                    </>
                  )}
                </span>
              </Cell>
              <Cell label="Repeats">{row.repeat}</Cell>
              <Cell label="Databases" className="min-w-32 [overflow-wrap:anywhere]">
                {row.databases.length === 0 ? "None left" : row.databases.map(visible).join(", ")}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

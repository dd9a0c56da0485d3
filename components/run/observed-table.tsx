import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { visible } from "@/lib/postgres/identity";
import { durationText } from "./duration-text";

/** What one statement really did in a rehearsal on the database. */
export interface ObservedRow {
  /** Counted from 1. */
  readonly number: number;
  readonly milliseconds: number | null;
  readonly locks: readonly { readonly relation: string; readonly mode: string }[];
  readonly rewritten: readonly string[];
  readonly walBytes: number;
}

/** Locks, rewrites, WAL and time of each statement, as they were seen. */
export function ObservedTable({ rows }: { readonly rows: readonly ObservedRow[] }) {
  const wal = rows.reduce((sum, { walBytes }) => sum + walBytes, 0);
  const rewritten = new Set(rows.flatMap((row) => row.rewritten)).size;
  return (
    <details className="mt-2">
      <summary className="w-fit cursor-pointer rounded pl-6 underline underline-offset-2">
        Observed: {rewritten} {rewritten === 1 ? "relation" : "relations"} written anew, {bytes(wal)} of WAL
      </summary>
      <Table stacks caption="What each statement did">
        <thead>
          <tr>
            <ColumnHeading>Statement</ColumnHeading>
            <ColumnHeading>Took</ColumnHeading>
            <ColumnHeading>Locks it took</ColumnHeading>
            <ColumnHeading>Written anew</ColumnHeading>
            <ColumnHeading>WAL</ColumnHeading>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.number}>
              <RowHeading>Statement {row.number}</RowHeading>
              <Cell label="Took" className="whitespace-nowrap">
                {row.milliseconds === null ? "–" : durationText(row.milliseconds)}
              </Cell>
              <Cell label="Locks" className="min-w-52 [overflow-wrap:anywhere]">
                {row.locks.map(({ relation, mode }) => `${visible(relation)} (${mode})`).join(", ") || "none"}
              </Cell>
              <Cell label="Written anew" className="[overflow-wrap:anywhere]">
                {row.rewritten.map(visible).join(", ") || "nothing"}
              </Cell>
              <Cell label="WAL" className="whitespace-nowrap">
                {bytes(row.walBytes)}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </details>
  );
}

/** `1.2 MB` */
function bytes(count: number): string {
  if (count < 1_024) return `${count} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = count / 1_024;
  let unit = 0;
  while (value >= 1_024 && unit < units.length - 1) {
    value /= 1_024;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

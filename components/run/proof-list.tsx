import { CircleCheck, CircleX } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { displayName, type Identity, visible } from "@/lib/postgres/identity";

/** The rows of one table, before and after. */
export interface ProvenTable {
  readonly table: Identity;
  readonly counted: boolean;
  readonly rowsBefore: string | null;
  readonly rowsAfter: string | null;
  readonly columns: readonly {
    readonly column: string;
    readonly from: string;
    readonly to: string;
    readonly outcome: "same" | "as converted" | "differs";
    readonly sum: string;
  }[];
  readonly equal: boolean;
}

/** One thing that was shown. */
export interface ProofLine {
  readonly holds: boolean;
  readonly sentence: string;
}

interface ProofListProps {
  readonly lines: readonly ProofLine[];
  readonly tables: readonly ProvenTable[];
}

const outcomes = {
  same: "the same text as before",
  "as converted": "what the conversion makes of it",
  differs: "not what it was",
} as const;

/** What was shown inside the transaction before COMMIT, and afterwards. */
export function ProofList({ lines, tables }: ProofListProps) {
  const counted = tables.filter((table) => table.counted);
  return (
    <Card id="proofs" title="Proofs" flush>
      <ul>
        {lines.map(({ holds, sentence }) => (
          <li key={sentence} className="flex items-start gap-3 border-b px-4 py-2 text-sm last:border-b-0">
            {holds ? (
              <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
            ) : (
              <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-critical" />
            )}
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <span className="sr-only">{holds ? "Holds: " : "Does not hold: "}</span>
              {visible(sentence)}
            </span>
          </li>
        ))}
      </ul>
      {counted.length > 0 && (
        <details className="border-t text-sm">
          <summary className="cursor-pointer px-4 py-2.5 font-medium">
            Rows of {counted.length} {counted.length === 1 ? "table" : "tables"}, before and after
          </summary>
          <Table stacks caption="Rows of tables that were written anew">
            <thead>
              <tr>
                <ColumnHeading>Table</ColumnHeading>
                <ColumnHeading>Rows before</ColumnHeading>
                <ColumnHeading>Rows after</ColumnHeading>
                <ColumnHeading>Converted columns</ColumnHeading>
              </tr>
            </thead>
            <tbody>
              {counted.map(({ table, rowsBefore, rowsAfter, columns, equal }) => (
                <tr key={displayName(table)}>
                  <RowHeading>{displayName(table)}</RowHeading>
                  <Cell label="Before" className="tabular-nums">
                    {grouped(rowsBefore)}
                  </Cell>
                  <Cell
                    label="After"
                    className={equal ? "tabular-nums" : "font-medium text-critical tabular-nums"}
                  >
                    {grouped(rowsAfter)}
                  </Cell>
                  <Cell label="Columns" className="min-w-64">
                    {columns.length === 0 && <span className="text-faint">none</span>}
                    {columns.map(({ column, from, to, outcome, sum }) => (
                      <p key={column} className="[overflow-wrap:anywhere]">
                        {visible(column)}: {visible(from)} → {visible(to)}, each value {outcomes[outcome]}
                        <span className="text-faint"> (sum {sum})</span>
                      </p>
                    ))}
                  </Cell>
                </tr>
              ))}
            </tbody>
          </Table>
        </details>
      )}
    </Card>
  );
}

/** `2,134,118` */
const grouped = (digits: string | null): string =>
  digits === null ? "not counted" : digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");

import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";

/** One measured or estimated fact. */
export interface Fact {
  readonly label: string;
  /** `2,134,118`, `139 MB`. */
  readonly value: string;
  /** What the value rests on: `reltuples, analysed 2 h ago`. An estimate without a basis is not shown. */
  readonly basis: string;
}

/** Facts about the object, each with its basis (screens.md P16). */
export function FactsTable({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <Table caption="Facts about the object">
      <thead>
        <tr>
          <ColumnHeading>Fact</ColumnHeading>
          <ColumnHeading>Value</ColumnHeading>
          <ColumnHeading>Basis</ColumnHeading>
        </tr>
      </thead>
      <tbody>
        {facts.map((fact) => (
          <tr key={fact.label} className="last:[&>*]:border-b-0">
            <RowHeading className="text-muted">{fact.label}</RowHeading>
            <Cell className="font-medium">{fact.value}</Cell>
            <Cell className="text-faint text-xs">{fact.basis}</Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { Chip } from "@/components/ui/chip";
import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";

export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly databases: readonly string[];
  readonly createdByName: string;
  /** ISO 8601, as the others. */
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
  readonly state: "holds" | "expired" | "revoked";
}

interface TokensTableProps {
  readonly tokens: readonly TokenRow[];
  readonly revoke: FormAction;
}

/** Every token with what it may do; none shows itself. */
export function TokensTable({ tokens, revoke }: TokensTableProps) {
  return (
    <Table stacks caption="Tokens">
      <thead>
        <tr>
          <ColumnHeading>Token</ColumnHeading>
          <ColumnHeading>May</ColumnHeading>
          <ColumnHeading>On</ColumnHeading>
          <ColumnHeading>By</ColumnHeading>
          <ColumnHeading>Last used</ColumnHeading>
          <ColumnHeading>Ends</ColumnHeading>
          <ColumnHeading>
            <span className="sr-only">Actions</span>
          </ColumnHeading>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id}>
            <RowHeading className="[overflow-wrap:anywhere]">
              <span className="font-medium">{token.name}</span>
              <code className="block text-muted text-xs">{token.prefix}…</code>
            </RowHeading>
            <Cell label="May">{token.scopes.join(", ")}</Cell>
            <Cell label="On" className="[overflow-wrap:anywhere]">
              {token.databases.length === 0 ? "all databases" : token.databases.join(", ")}
            </Cell>
            <Cell label="By" className="[overflow-wrap:anywhere]">
              {token.createdByName}
            </Cell>
            <Cell label="Last used">
              {token.lastUsedAt === null ? "never" : <Time value={token.lastUsedAt} />}
            </Cell>
            <Cell label="Ends">
              <Time value={token.expiresAt} />
            </Cell>
            <Cell className="text-right">
              {token.state === "holds" ? (
                <ActionButton
                  action={revoke}
                  fields={{ token: token.id }}
                  pendingText="Revoking…"
                  size="small"
                >
                  Revoke
                  <span className="sr-only"> {token.name}</span>
                </ActionButton>
              ) : (
                <Chip tone="unknown">{token.state === "revoked" ? "Revoked" : "Expired"}</Chip>
              )}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { roleWords } from "./role-words";

export interface InvitationRow {
  readonly id: string;
  readonly email: string;
  readonly purpose: string;
  readonly role: string | null;
  readonly databaseRoles: readonly unknown[];
  readonly createdByName: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

interface InvitationsTableProps {
  readonly invitations: readonly InvitationRow[];
  readonly revoke: FormAction;
}

/** One-time addresses that were not used yet. */
export function InvitationsTable({ invitations, revoke }: InvitationsTableProps) {
  return (
    <Table stacks caption="Open invitations">
      <thead>
        <tr>
          <ColumnHeading>For</ColumnHeading>
          <ColumnHeading>Gives</ColumnHeading>
          <ColumnHeading>By</ColumnHeading>
          <ColumnHeading>Ends</ColumnHeading>
          <ColumnHeading>
            <span className="sr-only">Actions</span>
          </ColumnHeading>
        </tr>
      </thead>
      <tbody>
        {invitations.map((invitation) => (
          <tr key={invitation.id}>
            <RowHeading className="[overflow-wrap:anywhere]">{invitation.email}</RowHeading>
            <Cell label="Gives">
              {invitation.purpose === "password" ? "a new password" : roleWords(invitation)}
            </Cell>
            <Cell label="By" className="[overflow-wrap:anywhere]">
              {invitation.createdByName}
            </Cell>
            <Cell label="Ends">
              <Time value={invitation.expiresAt} />
            </Cell>
            <Cell className="text-right">
              <ActionButton
                action={revoke}
                fields={{ invitation: invitation.id }}
                pendingText="Revoking…"
                size="small"
              >
                Revoke
                <span className="sr-only"> the invitation of {invitation.email}</span>
              </ActionButton>
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

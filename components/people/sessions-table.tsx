import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { Chip } from "@/components/ui/chip";
import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";

export interface SessionRow {
  readonly id: string;
  readonly browser: string;
  readonly address: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly current: boolean;
}

interface SessionsTableProps {
  readonly sessions: readonly SessionRow[];
  readonly end: FormAction;
}

/** The browsers in which somebody is signed in. */
export function SessionsTable({ sessions, end }: SessionsTableProps) {
  return (
    <Table stacks caption="Sessions">
      <thead>
        <tr>
          <ColumnHeading>Browser</ColumnHeading>
          <ColumnHeading>From</ColumnHeading>
          <ColumnHeading>Signed in</ColumnHeading>
          <ColumnHeading>Ends</ColumnHeading>
          <ColumnHeading>
            <span className="sr-only">Actions</span>
          </ColumnHeading>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <tr key={session.id}>
            <RowHeading>{session.browser}</RowHeading>
            <Cell label="From">{session.address}</Cell>
            <Cell label="Signed in">
              <Time value={session.createdAt} />
            </Cell>
            <Cell label="Ends">
              <Time value={session.expiresAt} />
            </Cell>
            <Cell className="text-right">
              {session.current ? (
                <Chip tone="ok">This one</Chip>
              ) : (
                <ActionButton
                  action={end}
                  fields={{ session: session.id }}
                  pendingText="Ending…"
                  size="small"
                >
                  End
                  <span className="sr-only"> the session in {session.browser}</span>
                </ActionButton>
              )}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

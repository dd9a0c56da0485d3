import { Database } from "lucide-react";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";

interface DatabasesEmptyProps {
  readonly mayAdd: boolean;
  /** Opens or seeds the demo; absent where there is none. */
  readonly openDemo?: ReactNode;
}

const roleSql = `CREATE ROLE drift_ro LOGIN PASSWORD '…';
GRANT pg_read_all_data TO drift_ro;
ALTER ROLE drift_ro SET default_transaction_read_only = on;`;

/** No database yet: what to do, in three steps. */
export function DatabasesEmpty({ mayAdd, openDemo }: DatabasesEmptyProps) {
  if (!mayAdd) {
    return (
      <EmptyState
        icon={<Database />}
        title="No databases yet."
        description="None was added, or none that you may see. Owners add databases and say who sees them."
      />
    );
  }
  return (
    <EmptyState
      icon={<Database />}
      title="No databases yet."
      description="Add a Postgres database and the migrations it should match. Checks are read-only."
      actions={
        <>
          <LinkButton href="/databases/new" look="primary" data-shortcut="add-database">
            Add database
          </LinkButton>
          {openDemo}
        </>
      }
    >
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-4 border-t pt-6 text-sm">
        <Step number={1} title="Create the read-only role">
          <CodeBlock sql={roleSql} label="SQL that creates the read-only role" />
        </Step>
        <Step number={2} title="Connect">
          Paste the connection URL. The password is encrypted before it is stored and is never shown again.
        </Step>
        <Step number={3} title="Point to the migrations">
          An Alembic history, a Prisma schema, SQL files, another database or a snapshot.
        </Step>
      </ol>
    </EmptyState>
  );
}

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly children: ReactNode;
}

function Step({ number, title, children }: StepProps) {
  return (
    <li className="flex gap-3">
      <span
        aria-hidden
        className="flex size-6 shrink-0 items-center justify-center rounded-full border bg-shade font-medium text-muted text-xs"
      >
        {number}
      </span>
      <div className="min-w-0 flex-1">
        <p className="mb-1 font-medium">{title}</p>
        <div className="text-muted">{children}</div>
      </div>
    </li>
  );
}

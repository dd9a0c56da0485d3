import { countOf } from "@/components/drift/counting";
import { LinkButton } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Link } from "@/components/ui/link";
import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { visible } from "@/lib/postgres/identity";
import { PlanStatusChip, type PlanStatusName } from "./plan-status-chip";

/** One plan, as lists show it. */
export interface PlanRow {
  readonly id: string;
  readonly href: string;
  readonly status: PlanStatusName;
  /** `1 of 2`. */
  readonly statusDetail?: string;
  readonly database: { readonly name: string; readonly href: string; readonly production: boolean };
  readonly statements: number;
  readonly losesData: boolean;
  readonly createdBy: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** What waits for who looks: `Approve`; null where nothing does. */
  readonly yours: string | null;
  /** Who let it go without approval. */
  readonly bypassedBy: string | null;
  /** `Sun 02:00 Europe/Paris (in 2 d)`. */
  readonly window: string | null;
}

interface PlansTableProps {
  readonly rows: readonly PlanRow[];
  readonly filterText?: string;
  readonly clearHref: string;
  /** False on the page of one database. */
  readonly withDatabase?: boolean;
}

/** Plans, what waits for you first; cards on narrow screens. */
export function PlansTable({ rows, filterText = "", clearHref, withDatabase = true }: PlansTableProps) {
  if (rows.length === 0) {
    return (
      <div className="card flex flex-col items-center gap-3 rounded-lg border bg-surface px-4 py-10 text-center">
        <p className="max-w-full [overflow-wrap:anywhere]">
          No plan matches <em>{filterText}</em>.
        </p>
        <LinkButton href={clearHref} size="small" data-shortcut="clear-filters">
          Clear filters
        </LinkButton>
      </div>
    );
  }
  return (
    <div className="card rounded-lg border bg-surface shadow-card">
      <div className="max-[720px]:hidden">
        <Table caption="Plans">
          <thead>
            <tr>
              {["State", "Plan", ...(withDatabase ? ["Database"] : []), "Statements", "Window", "Made"].map(
                (title) => (
                  <ColumnHeading key={title}>{title}</ColumnHeading>
                ),
              )}
            </tr>
          </thead>
          <tbody className="[&>tr:last-child>*]:border-b-0">
            {rows.map((row) => (
              <tr key={row.id} className="hover:bg-hover">
                <Cell className="w-px whitespace-nowrap">
                  <State row={row} />
                </Cell>
                <RowHeading>
                  <Name row={row} />
                </RowHeading>
                {withDatabase && (
                  <Cell>
                    <DatabaseName row={row} />
                  </Cell>
                )}
                <Cell className="whitespace-nowrap text-muted">
                  <Statements row={row} />
                </Cell>
                <Cell className="text-muted">{row.window ?? "–"}</Cell>
                <Cell className="whitespace-nowrap text-muted">
                  {visible(row.createdBy)}, <Time value={row.createdAt} />
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label="Plans" className="divide-y min-[721px]:hidden">
        {rows.map((row) => (
          <li key={row.id} className="grid gap-1.5 p-4 text-sm">
            <div className="flex flex-wrap items-center gap-2">
              <Name row={row} />
              <State row={row} />
            </div>
            {withDatabase && <DatabaseName row={row} />}
            <p className="text-muted text-xs">
              <Statements row={row} /> · {visible(row.createdBy)}, <Time value={row.createdAt} />
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function State({ row }: { readonly row: PlanRow }) {
  return (
    <PlanStatusChip
      status={row.status}
      {...(row.statusDetail === undefined ? {} : { detail: row.statusDetail })}
    />
  );
}

function Name({ row }: { readonly row: PlanRow }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Link href={row.href} className="rounded font-medium hover:underline">
        {row.id}
      </Link>
      {row.yours !== null && <Chip tone="low">Waiting for you: {row.yours}</Chip>}
      {row.bypassedBy !== null && <Chip tone="critical">without approval, by {visible(row.bypassedBy)}</Chip>}
    </span>
  );
}

function DatabaseName({ row: { database } }: { readonly row: PlanRow }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Link href={database.href} className="rounded hover:underline [overflow-wrap:anywhere]">
        <bdi>{visible(database.name)}</bdi>
      </Link>
      {database.production && <Chip tone="critical">production</Chip>}
    </span>
  );
}

function Statements({ row }: { readonly row: PlanRow }) {
  return (
    <>
      {countOf(row.statements, "statement")}
      {row.losesData && ", loses data"}
    </>
  );
}

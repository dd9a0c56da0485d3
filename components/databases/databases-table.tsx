import { Ellipsis } from "lucide-react";
import { LinkButton } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Link } from "@/components/ui/link";
import { Menu } from "@/components/ui/menu";
import { Spinner } from "@/components/ui/spinner";
import { Cell, ColumnHeading, RowHeading, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { visible } from "@/lib/postgres/identity";
import type { DatabaseRow } from "./database-row";
import { HealthChip } from "./health-chip";
import { SeverityCounts } from "./severity-counts";

interface DatabasesTableProps {
  readonly rows: readonly DatabaseRow[];
  /** What is filtered for, as typed; shown when nothing is found. */
  readonly filterText?: string;
  readonly clearHref: string;
}

/** The fleet: a table, and cards where that is wider than the screen. */
export function DatabasesTable({ rows, filterText = "", clearHref }: DatabasesTableProps) {
  return (
    <div className="card rounded-lg border bg-surface shadow-card">
      <div className="max-[720px]:hidden">
        <Table caption="Databases">
          <thead>
            <tr>
              {["State", "Database", "Differences", "Plan", "Expected from", "Last check"].map((title) => (
                <ColumnHeading key={title}>{title}</ColumnHeading>
              ))}
              <ColumnHeading>
                <span className="sr-only">Actions</span>
              </ColumnHeading>
            </tr>
          </thead>
          <tbody className="[&>tr:last-child>*]:border-b-0">
            {rows.map((row) => (
              <TableRow key={row.id} row={row} />
            ))}
            {rows.length === 0 && (
              <tr>
                <Cell colSpan={7}>
                  <NoMatch filterText={filterText} clearHref={clearHref} />
                </Cell>
              </tr>
            )}
          </tbody>
        </Table>
      </div>
      <div className="min-[721px]:hidden">
        {rows.length === 0 ? (
          <NoMatch filterText={filterText} clearHref={clearHref} />
        ) : (
          <ul aria-label="Databases" className="divide-y">
            {rows.map((row) => (
              <CardRow key={row.id} row={row} />
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function TableRow({ row }: { readonly row: DatabaseRow }) {
  return (
    <tr className="hover:bg-hover">
      <Cell className="w-px whitespace-nowrap py-3">
        <State row={row} />
      </Cell>
      <RowHeading className="py-3">
        <Name row={row} />
        {row.problem !== undefined && <Problem text={row.problem} />}
      </RowHeading>
      <Cell className="py-3 lg:whitespace-nowrap">
        <Differences row={row} />
      </Cell>
      <Cell className="py-3">
        <PlanLine row={row} />
      </Cell>
      <Cell className="min-w-36 py-3 text-muted [overflow-wrap:anywhere]">{visible(row.source)}</Cell>
      <Cell className="whitespace-nowrap py-3 text-muted">
        <LastCheck row={row} />
      </Cell>
      <Cell className="w-px py-2">
        <RowMenu row={row} />
      </Cell>
    </tr>
  );
}

function CardRow({ row }: { readonly row: DatabaseRow }) {
  return (
    <li className="grid gap-2 p-4">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <Name row={row} />
        </div>
        <RowMenu row={row} />
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
        <State row={row} />
        <Differences row={row} />
      </div>
      {row.problem !== undefined && <Problem text={row.problem} />}
      {row.plan !== null && (
        <p className="text-xs">
          <PlanLine row={row} />
        </p>
      )}
      <p className="text-muted text-xs [overflow-wrap:anywhere]">
        {visible(row.source)} · <LastCheck row={row} />
      </p>
    </li>
  );
}

function State({ row }: { readonly row: DatabaseRow }) {
  return (
    <HealthChip
      health={row.health}
      worst={row.worst}
      {...(row.healthDetail === undefined ? {} : { detail: row.healthDetail })}
    />
  );
}

function Name({ row }: { readonly row: DatabaseRow }) {
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
      <Link
        href={row.href}
        className="min-w-0 rounded font-medium text-base hover:underline [overflow-wrap:anywhere]"
      >
        <bdi>{visible(row.name)}</bdi>
      </Link>
      {row.serverVersion !== null && (
        <span className="whitespace-nowrap text-faint text-xs">PG {row.serverVersion}</span>
      )}
      {row.environment !== null && (
        <Chip tone={row.environment === "production" ? "critical" : "neutral"}>{row.environment}</Chip>
      )}
      {row.demo && <Chip>demo</Chip>}
    </span>
  );
}

function Problem({ text }: { readonly text: string }) {
  return <p className="mt-1 max-w-[70ch] text-muted text-xs [overflow-wrap:anywhere]">{visible(text)}</p>;
}

function Differences({ row }: { readonly row: DatabaseRow }) {
  return row.counts === null ? (
    <span className="text-faint">not known</span>
  ) : (
    <SeverityCounts counts={row.counts} />
  );
}

function PlanLine({ row: { plan } }: { readonly row: DatabaseRow }) {
  if (plan === null) return <span className="text-faint">–</span>;
  return (
    <Link href={plan.href} className="text-link text-sm hover:underline">
      {plan.text}
    </Link>
  );
}

function LastCheck({ row }: { readonly row: DatabaseRow }) {
  if (row.checking) {
    return (
      <span className="inline-flex items-center gap-1.5">
        <Spinner /> Checking…
      </span>
    );
  }
  return row.lastCheckedAt === null ? "never" : <Time value={row.lastCheckedAt} />;
}

function RowMenu({ row }: { readonly row: DatabaseRow }) {
  if (row.menu.length === 0) return null;
  return (
    <Menu
      items={row.menu}
      trigger={
        <button
          type="button"
          aria-label={`Actions for ${visible(row.name)}`}
          className="screen-only flex size-7 items-center justify-center rounded-md text-muted hover:bg-inset hover:text-ink"
        >
          <Ellipsis aria-hidden className="size-4" />
        </button>
      }
    />
  );
}

interface NoMatchProps {
  readonly filterText: string;
  readonly clearHref: string;
}

function NoMatch({ filterText, clearHref }: NoMatchProps) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-10 text-center">
      <p className="max-w-full [overflow-wrap:anywhere]">
        No database matches <em>{filterText}</em>.
      </p>
      <LinkButton href={clearHref} size="small" data-shortcut="clear-filters">
        Clear filters
      </LinkButton>
    </div>
  );
}

// biome-ignore-all lint/a11y/useSemanticElements: rows are CSS grids, which table elements cannot be on narrow screens
// biome-ignore-all lint/a11y/useFocusableInteractive: the tab index roves, one row at a time

import { ListFilter } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/button";
import { describeDifference } from "@/lib/drift/describe";
import type { Severity } from "@/lib/kinds/severity";
import { displayName } from "@/lib/postgres/identity";
import { countOf } from "./counting";
import { DifferenceGrid } from "./difference-grid";
import { type DifferenceItem, DifferenceRow, rowColumns } from "./difference-row";
import { SeverityMark } from "./severity-mark";

/** Differences under one heading: a table, a kind, a severity, a cause. */
export interface DifferenceGroup {
  readonly id: string;
  readonly title: ReactNode;
  /** Why these belong together: the evidence of a cause. */
  readonly detail?: ReactNode;
  readonly worst: Severity;
  readonly items: readonly DifferenceItem[];
  /** Where the group itself can be read: the difference that is the cause. */
  readonly href?: string;
  readonly hrefLabel?: string;
}

interface DifferenceListProps {
  readonly groups: readonly DifferenceGroup[];
  /** What is filtered for, as typed; shown when nothing is found. */
  readonly filterText?: string;
  readonly clearHref: string;
  /** More verbs for the chosen ones: submit buttons of a form whose field `difference` holds the ids. */
  readonly selectionActions?: ReactNode;
  /** What the selection's buttons submit to, unless a button says otherwise. */
  readonly selectionAction?: (data: FormData) => void | Promise<void>;
}

/** The differences of a check as a grid that the keyboard walks through (screens.md §3.1). */
export function DifferenceList({
  groups,
  filterText = "",
  clearHref,
  selectionActions,
  selectionAction,
}: DifferenceListProps) {
  const items = groups.flatMap((group) => group.items);
  const firstId = items[0]?.difference.id;
  const lines = Object.fromEntries(
    items.map(({ difference }) => [
      difference.id,
      `- ${difference.id} ${difference.severity}: ${displayName(difference.object)}: ${describeDifference(difference)}`,
    ]),
  );
  return (
    <DifferenceGrid
      label={countOf(items.length, "difference")}
      rowCount={items.length}
      copyLines={lines}
      {...(selectionActions === undefined ? {} : { actions: selectionActions })}
      {...(selectionAction === undefined ? {} : { action: selectionAction })}
    >
      <div role="rowgroup" className="max-lg:hidden">
        <div
          role="row"
          className={`grid gap-x-3 border-b bg-shade px-3 py-2 font-medium text-faint text-xs ${rowColumns}`}
        >
          <span role="columnheader">
            <span className="sr-only">Chosen</span>
          </span>
          <span role="columnheader">Severity</span>
          <span role="columnheader">Object</span>
          <span role="columnheader">Difference</span>
          <span role="columnheader">Expected → actual</span>
          <span role="columnheader" className="text-right">
            Since
          </span>
        </div>
      </div>
      {items.length === 0 && (
        <div role="rowgroup">
          <div role="row">
            <div role="gridcell" className="flex flex-col items-center gap-3 px-4 py-12 text-center">
              <ListFilter aria-hidden className="size-6 text-faint" />
              <p className="max-w-full [overflow-wrap:anywhere]">
                No difference matches <em>{filterText}</em>.
              </p>
              <LinkButton href={clearHref} size="small">
                Clear filters
              </LinkButton>
            </div>
          </div>
        </div>
      )}
      {groups.map((group) => (
        <div role="rowgroup" key={group.id} aria-labelledby={`group-${group.id}`}>
          {groups.length > 1 || group.detail !== undefined ? (
            <div role="row" className="border-b bg-shade">
              <div role="gridcell" className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
                <h3
                  id={`group-${group.id}`}
                  className="min-w-0 font-semibold text-sm [overflow-wrap:anywhere]"
                >
                  {group.title}
                </h3>
                <span className="rounded-full bg-inset px-1.5 text-2xs text-muted">
                  {group.items.length.toLocaleString("en")}
                  <span className="sr-only">
                    {" "}
                    {group.items.length === 1 ? "difference" : "differences"}, worst
                  </span>
                </span>
                <SeverityMark severity={group.worst} plain />
                {group.href !== undefined && (
                  <Link href={group.href} className="ml-auto text-link text-xs hover:underline">
                    {group.hrefLabel ?? "Open"}
                  </Link>
                )}
                {group.detail !== undefined && (
                  <p className="w-full text-pretty text-muted text-xs [overflow-wrap:anywhere]">
                    {group.detail}
                  </p>
                )}
              </div>
            </div>
          ) : (
            <span id={`group-${group.id}`} hidden>
              {group.title}
            </span>
          )}
          {group.items.map((item) => (
            <DifferenceRow key={item.difference.id} item={item} first={item.difference.id === firstId} />
          ))}
        </div>
      ))}
    </DifferenceGrid>
  );
}

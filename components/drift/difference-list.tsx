// biome-ignore-all lint/a11y/useSemanticElements: rows are CSS grids, which table elements cannot be on narrow screens
// biome-ignore-all lint/a11y/useFocusableInteractive: the tab index roves, one row at a time

import { ListFilter } from "lucide-react";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import type { Severity } from "@/lib/kinds/severity";
import { countOf } from "./counting";
import { DifferenceGrid } from "./difference-grid";
import { type DifferenceItem, DifferenceRow } from "./difference-row";
import { SeverityMark } from "./severity-mark";
import { SeveritySprite } from "./severity-sprite";

/** Differences under one heading: a table, a kind, a severity, a cause. */
export interface DifferenceGroup {
  readonly id: string;
  readonly title: ReactNode;
  /** Why these belong together: the evidence of a cause. */
  readonly detail?: ReactNode;
  readonly worst: Severity;
  readonly items: readonly DifferenceItem[];
  /** Set where only the first items are given: how many there are, and the list with all of them. */
  readonly rest?: { readonly total: number; readonly href: string };
  /** Where the group itself can be read: the difference that is the cause. */
  readonly href?: string;
  readonly hrefLabel?: string;
}

interface DifferenceListProps {
  readonly groups: readonly DifferenceGroup[];
  /** What is filtered for, as typed; shown when nothing is found. */
  readonly filterText?: string;
  readonly clearHref: string;
  /** Which rows of a long list are shown. */
  readonly page: {
    /** The first one, counted from 1; a number behind the end means the last page. */
    readonly from: number;
    readonly size: number;
    readonly hrefOf: (from: number) => string;
  };
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
  page,
  selectionActions,
  selectionAction,
}: DifferenceListProps) {
  const items = groups.flatMap((group) => group.items);
  const total = groups.reduce((sum, group) => sum + totalOf(group), 0);
  const last = Math.max(Math.ceil(items.length / page.size) - 1, 0);
  const start = Math.min(Math.floor((page.from - 1) / page.size), last) * page.size;
  const firstId = items[start]?.difference.id;
  // A choice that nothing can be made of would be a dead box on each row.
  const selectable = selectionActions !== undefined;
  let before = 0;
  const shown = groups
    .map((group) => {
      const groupItems = group.items.slice(
        Math.max(start - before, 0),
        Math.max(start + page.size - before, 0),
      );
      before += group.items.length;
      return { group, items: groupItems, ends: before <= start + page.size };
    })
    .filter((entry) => entry.items.length > 0);
  return (
    <DifferenceGrid
      label={countOf(total, "difference")}
      rowCount={total}
      selectable={selectable}
      {...(selectionActions === undefined ? {} : { actions: selectionActions })}
      {...(selectionAction === undefined ? {} : { action: selectionAction })}
    >
      <div role="rowgroup" className="difference-head">
        <div role="row" className="difference-columns bg-shade font-medium text-faint text-xs">
          {selectable ? (
            <span role="columnheader">
              <span className="sr-only">Chosen</span>
            </span>
          ) : (
            <span aria-hidden />
          )}
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
      {shown.map(({ group, items: groupItems, ends }) => (
        <div role="rowgroup" key={group.id} aria-labelledby={`group-${group.id}`}>
          {groups.length > 1 || group.detail !== undefined ? (
            <div role="row" className="border-b bg-shade">
              <div role="gridcell" className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
                <h2
                  id={`group-${group.id}`}
                  className="min-w-0 font-semibold text-sm [overflow-wrap:anywhere]"
                >
                  {group.title}
                </h2>
                <span className="rounded-full bg-inset px-1.5 text-2xs text-muted">
                  {totalOf(group).toLocaleString("en")}
                  <span className="sr-only">
                    {" "}
                    {totalOf(group) === 1 ? "difference" : "differences"}, worst
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
          {groupItems.map((item) => (
            <DifferenceRow
              key={item.difference.id}
              item={item}
              first={item.difference.id === firstId}
              selectable={selectable}
            />
          ))}
          {group.rest !== undefined && ends && (
            <div role="row" className="border-b">
              <div role="gridcell" className="px-4 py-2 text-muted text-xs">
                {group.items.length.toLocaleString("en")} of {countOf(group.rest.total, "difference")} shown.{" "}
                <Link
                  href={group.rest.href}
                  scroll={false}
                  className="text-link underline underline-offset-2"
                >
                  Show all {group.rest.total.toLocaleString("en")}
                </Link>
              </div>
            </div>
          )}
        </div>
      ))}
      {items.length > page.size && (
        <div role="rowgroup">
          <div role="row">
            <div
              role="gridcell"
              className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2 px-4 py-3 text-muted text-sm"
            >
              {start > 0 && (
                <LinkButton href={page.hrefOf(start - page.size + 1)} size="small">
                  Previous {page.size}
                </LinkButton>
              )}
              <span>
                {(start + 1).toLocaleString("en")} to{" "}
                {Math.min(start + page.size, items.length).toLocaleString("en")} of{" "}
                {countOf(items.length, "difference")}
              </span>
              {start + page.size < items.length && (
                <LinkButton href={page.hrefOf(start + page.size + 1)} size="small">
                  Next {Math.min(page.size, items.length - start - page.size).toLocaleString("en")}
                </LinkButton>
              )}
            </div>
          </div>
        </div>
      )}
      <SeveritySprite />
    </DifferenceGrid>
  );
}

const totalOf = (group: DifferenceGroup): number => group.rest?.total ?? group.items.length;

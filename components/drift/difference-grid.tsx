// biome-ignore-all lint/a11y/useSemanticElements: rows are CSS grids, which table elements cannot be on narrow screens
"use client";

import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useGo } from "@/components/frame/use-go";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";

interface DifferenceGridProps {
  readonly label: string;
  readonly rowCount: number;
  /** False where there is nothing to do with chosen rows. */
  readonly selectable: boolean;
  readonly actions?: ReactNode;
  readonly action?: (data: FormData) => void | Promise<void>;
  /** The rows, as the server rendered them. */
  readonly children: ReactNode;
}

/** The shortcuts of the registry that the list handles itself. */
const walkKeys = "list-next list-previous list-open list-peek list-expand";
const choiceKeys = "list-select list-range list-all list-clear";

const rowSelector = '[role="row"][data-difference]';

/**
 * Keys, clicks and selection of the whole list, by delegation: thousands of rows stay plain HTML.
 * The checkboxes are the selection, so it can be made and sent without JavaScript too.
 */
export function DifferenceGrid({
  label,
  rowCount,
  selectable,
  actions,
  action,
  children,
}: DifferenceGridProps) {
  const go = useGo();
  const grid = useRef<HTMLDivElement>(null);
  const [selected, setSelected] = useState<readonly string[]>([]);

  // A filter or a refresh brings rows that know neither the selection nor the tab order. Not after every render: with
  // thousands of rows a choice would be felt.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows are the children
  useEffect(() => {
    for (const row of rowsOf(grid.current)) {
      mark(row);
      for (const inner of row.querySelectorAll("a, button, input")) inner.setAttribute("tabindex", "-1");
    }
  }, [children]);

  const readSelection = (): void => {
    const chosen: string[] = [];
    for (const row of rowsOf(grid.current)) {
      if (mark(row) && row.dataset.difference !== undefined) chosen.push(row.dataset.difference);
    }
    setSelected(chosen);
  };

  const select = (rows: readonly HTMLElement[], checked: boolean): void => {
    for (const row of rows) {
      const box = boxOf(row);
      if (box) box.checked = checked;
    }
    readSelection();
  };

  const peek = (row: HTMLElement): void => {
    if (row.dataset.peekHref === undefined) open(row);
    else go(row.dataset.peekHref, { scroll: false });
  };

  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    const row = (event.target as HTMLElement).closest<HTMLElement>(rowSelector);
    if (row === null || event.altKey) return;
    const rows = rowsOf(grid.current);
    const position = rows.indexOf(row);
    const modifier = event.metaKey || event.ctrlKey;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (modifier) {
      if (key !== "a") return;
      select(rows, true);
    } else if (key === "j" || key === "ArrowDown") {
      if (event.shiftKey) select([row, ...rows.slice(position + 1, position + 2)], true);
      move(rows, position + 1);
    } else if (key === "k" || key === "ArrowUp") {
      if (event.shiftKey) select([row, ...rows.slice(Math.max(position - 1, 0), position)], true);
      move(rows, position - 1);
    } else if (key === "Home") move(rows, 0);
    else if (key === "End") move(rows, rows.length - 1);
    else if (key === "x") select([row], !(boxOf(row)?.checked ?? false));
    else if (key === "e") unfold(row);
    else if (key === "Enter") open(row);
    else if (key === " ") peek(row);
    else if (key === "Escape") {
      if (selected.length === 0) return;
      select(rows, false);
    } else return;
    event.preventDefault();
  };

  const click = (event: MouseEvent<HTMLDivElement>): void => {
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>(rowSelector);
    if (row === null) return;
    if (target.closest("[data-expand]")) {
      unfold(row);
      return;
    }
    makeCurrent(row);
    const link = target.closest<HTMLAnchorElement>("a[data-open]");
    if (link !== null && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
      event.preventDefault();
      go(link.getAttribute("href") ?? "");
      return;
    }
    if (target.matches("[data-choose]")) {
      select([row], !(boxOf(row)?.checked ?? false));
      return;
    }
    // A row is a large target for its link, but text that was just marked must stay marked.
    if (target.closest("a, button, input, label, [data-unfolded]") || getSelection()?.toString()) return;
    peek(row);
  };

  return (
    <form action={action} className="min-w-0">
      <div
        ref={grid}
        role="grid"
        aria-label={label}
        aria-rowcount={rowCount}
        aria-multiselectable={selectable}
        data-selectable={selectable ? "" : undefined}
        data-shortcut-list={selectable ? `${walkKeys} ${choiceKeys}` : walkKeys}
        onKeyDown={press}
        onClick={click}
        onChange={readSelection}
        className="card difference-list overflow-clip rounded-lg border bg-surface shadow-card"
      >
        {children}
      </div>
      {selected.length > 0 && (
        <div
          role="toolbar"
          aria-label="Chosen differences"
          className="screen-only sticky bottom-3 z-10 mx-auto mt-3 flex w-fit max-w-full flex-wrap items-center gap-2 rounded-lg bg-raised px-3 py-2 text-sm shadow-float"
        >
          <span role="status" className="px-1 font-medium">
            {selected.length.toLocaleString("en")} selected
          </span>
          {actions}
          <CopyButton text={() => chosenLines(grid.current)} label="Copy as list" look="secondary" />
          <Button look="quiet" size="small" onClick={() => select(rowsOf(grid.current), false)}>
            Clear
          </Button>
        </div>
      )}
    </form>
  );
}

function rowsOf(grid: HTMLElement | null): readonly HTMLElement[] {
  return grid === null ? [] : [...grid.querySelectorAll<HTMLElement>(rowSelector)];
}

/** The chosen rows as a list for a ticket: `- D-7KQ2M4XA public.users.id column: type uuid → …`. */
function chosenLines(grid: HTMLElement | null): string {
  return rowsOf(grid)
    .filter((row) => boxOf(row)?.checked)
    .map((row) => {
      const cells = [...row.querySelectorAll<HTMLElement>("[data-copy]")];
      const words = cells.map((cell) => (cell.textContent ?? "").replace(/\s+/g, " ").trim());
      return `- ${row.dataset.difference ?? ""} ${words.join(": ")}`;
    })
    .join("\n");
}

function boxOf(row: HTMLElement): HTMLInputElement | null {
  return row.querySelector<HTMLInputElement>('input[name="difference"]');
}

function move(rows: readonly HTMLElement[], position: number): void {
  const row = rows[Math.min(Math.max(position, 0), rows.length - 1)];
  if (row === undefined) return;
  makeCurrent(row);
  row.focus();
}

/** Roving tab index: the list is one stop of the Tab key, at the row that was left last. */
function makeCurrent(current: HTMLElement): void {
  const before = current
    .closest('[role="grid"]')
    ?.querySelectorAll<HTMLElement>(`${rowSelector}[tabindex="0"]`);
  for (const row of before ?? []) row.tabIndex = -1;
  current.tabIndex = 0;
}

/** Says of a row whether it is chosen, and gives it. What says so already is left alone: each change costs a style. */
function mark(row: HTMLElement): boolean {
  const checked = boxOf(row)?.checked ?? false;
  if (row.getAttribute("aria-selected") !== String(checked))
    row.setAttribute("aria-selected", String(checked));
  return checked;
}

function open(row: HTMLElement): void {
  row.querySelector<HTMLAnchorElement>("a[data-open]")?.click();
}

function unfold(row: HTMLElement): void {
  const content = row.querySelector<HTMLElement>("[data-unfolded]");
  if (content === null) return;
  content.hidden = !content.hidden;
  row.querySelector("[data-expand]")?.setAttribute("aria-expanded", String(!content.hidden));
}

"use client";

import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";

interface ChooseDifferencesProps {
  /** How many rows the list has, and how many of them are ticked at first. */
  readonly listed: number;
  readonly ticked: number;
  /** How many more are chosen by the box in the footer, while it is ticked. */
  readonly others: number;
  /** How many there are to choose from, listed or not. */
  readonly total: number;
  /** Below the list: what is not in it. */
  readonly footer: ReactNode;
  /** The list, as the server rendered it. */
  readonly children: ReactNode;
}

/** Narrows the list by what is typed, ticks all or none of what is shown, and counts. Without JavaScript the list is whole. */
export function ChooseDifferences({
  listed,
  ticked,
  others,
  total,
  footer,
  children,
}: ChooseDifferencesProps) {
  const all = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(ticked + others);
  const [shown, setShown] = useState(listed);

  const count = useCallback((): void => {
    const own = boxesOf(list.current).filter(({ checked }) => checked).length;
    setChosen(own + (othersOf(all.current)?.checked === true ? others : 0));
  }, [others]);
  // The browser may bring back what was ticked before the page was left.
  useEffect(count, [count]);

  const narrow = (text: string): void => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of list.current?.querySelectorAll("li") ?? []) {
      const content = (row.textContent ?? "").toLowerCase();
      row.hidden = !words.every((word) => content.includes(word));
      if (!row.hidden) left += 1;
    }
    setShown(left);
  };

  const tick = (value: boolean): void => {
    for (const box of boxesOf(list.current)) if (box.closest("li")?.hidden === false) box.checked = value;
    // All is all: who unticks everything and then ticks two means two.
    const too = othersOf(all.current);
    if (too && shown === listed) too.checked = value;
    count();
  };

  return (
    <div ref={all} onChange={count} className="card overflow-hidden rounded-lg border bg-surface">
      <div className="flex flex-wrap items-center gap-2 border-b bg-shade px-3 py-2">
        <input
          type="search"
          aria-label="Narrow the list"
          placeholder="Narrow the list"
          data-shortcut="filter"
          className="field min-w-0 flex-1 basis-40 text-sm"
          onChange={({ target }) => narrow(target.value)}
          onKeyDown={(event) => {
            // Enter would make the plan.
            if (event.key === "Enter") event.preventDefault();
          }}
        />
        <Button size="small" onClick={() => tick(true)}>
          {shown < listed ? `Tick these ${shown.toLocaleString("en")}` : "Tick all"}
        </Button>
        <Button size="small" onClick={() => tick(false)}>
          {shown < listed ? "Untick these" : "Untick all"}
        </Button>
        <span role="status" className="text-muted text-sm">
          {chosen.toLocaleString("en")} of {total.toLocaleString("en")} chosen
        </span>
      </div>
      <div ref={list} data-scrolls className="max-h-[36rem] overflow-y-auto">
        {children}
        {shown === 0 && (
          <p className="px-3 py-6 text-center text-muted text-sm">No difference is like that.</p>
        )}
      </div>
      {footer}
    </div>
  );
}

const boxesOf = (list: HTMLElement | null): readonly HTMLInputElement[] => [
  ...(list?.querySelectorAll<HTMLInputElement>('input[name="difference"]') ?? []),
];

const othersOf = (whole: HTMLElement | null): HTMLInputElement | null =>
  whole?.querySelector<HTMLInputElement>('input[name="othersThan"]') ?? null;

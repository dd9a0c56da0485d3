"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";

interface ChooseDifferencesProps {
  readonly total: number;
  /** How many are ticked at first. */
  readonly ticked: number;
  /** The list, as the server rendered it. */
  readonly children: ReactNode;
}

/** Narrows the list by what is typed, ticks all or none of what is shown, and counts. Without JavaScript the list is whole. */
export function ChooseDifferences({ total, ticked, children }: ChooseDifferencesProps) {
  const list = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(ticked);
  const [shown, setShown] = useState(total);

  const count = (): void => setChosen(boxesOf(list.current).filter(({ checked }) => checked).length);
  // The browser may bring back what was ticked before the page was left.
  useEffect(() => setChosen(boxesOf(list.current).filter(({ checked }) => checked).length), []);

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
    count();
  };

  return (
    <div className="card rounded-lg border bg-surface">
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
          {shown < total ? `Tick these ${shown.toLocaleString("en")}` : "Tick all"}
        </Button>
        <Button size="small" onClick={() => tick(false)}>
          {shown < total ? "Untick these" : "Untick all"}
        </Button>
        <span role="status" className="text-muted text-sm">
          {chosen.toLocaleString("en")} of {total.toLocaleString("en")} chosen
        </span>
      </div>
      <div ref={list} data-scrolls onChange={count} className="max-h-[36rem] overflow-y-auto">
        {children}
        {shown === 0 && (
          <p className="px-3 py-6 text-center text-muted text-sm">No difference is like that.</p>
        )}
      </div>
    </div>
  );
}

const boxesOf = (list: HTMLElement | null): readonly HTMLInputElement[] => [
  ...(list?.querySelectorAll<HTMLInputElement>('input[name="difference"]') ?? []),
];

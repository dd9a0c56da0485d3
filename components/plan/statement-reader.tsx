"use client";

import { useRouter } from "next/navigation";
import {
  type KeyboardEvent,
  type ReactNode,
  startTransition,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";
import type { ActionState } from "@/components/ui/action-state";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";

interface StatementReaderProps {
  readonly planId: string;
  readonly total: number;
  /** How many of all the person has read. */
  readonly read: number;
  readonly mark: (id: string, positions: readonly number[], read: boolean) => Promise<ActionState>;
  /** The cards, as the server rendered them. */
  readonly children: ReactNode;
}

/** Marks are collected for this long before they are sent. */
const patience = 500;

const cardSelector = "[data-statement]";

/** Keys and read marks of all statements by delegation: the cards stay plain HTML however many there are. */
export function StatementReader({ planId, total, read, mark, children }: StatementReaderProps) {
  const router = useRouter();
  const toast = useToast();
  const list = useRef<HTMLDivElement>(null);
  const waiting = useRef(new Map<number, boolean>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [count, setCount] = useState(read);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => setCount(read), [read]);

  const send = (): void => {
    clearTimeout(timer.current);
    const marks = [...waiting.current];
    waiting.current.clear();
    startTransition(async () => {
      for (const value of [true, false]) {
        const positions = marks.flatMap(([position, is]) => (is === value ? [position] : []));
        if (positions.length === 0) continue;
        const { ok, message } = await mark(planId, positions, value);
        setProblem(ok ? null : (message ?? "The marks were not saved."));
      }
      router.refresh();
    });
  };

  const sendRest = useEffectEvent(() => {
    if (waiting.current.size > 0) send();
  });
  // Who leaves the page has read what they marked all the same.
  useEffect(() => () => sendRest(), []);

  const note = (position: number, value: boolean): void => {
    waiting.current.set(position, value);
    setCount((before) => before + (value ? 1 : -1));
    clearTimeout(timer.current);
    timer.current = setTimeout(send, patience);
  };

  const change = (target: HTMLElement): void => {
    if (!(target instanceof HTMLInputElement) || target.dataset.read === undefined) return;
    const position = Number(target.closest<HTMLElement>(cardSelector)?.dataset.statement);
    note(position, target.checked);
  };

  const markShown = (): void => {
    for (const box of list.current?.querySelectorAll<HTMLInputElement>("input[data-read]") ?? []) {
      if (box.checked) continue;
      box.checked = true;
      change(box);
    }
  };

  const press = (event: KeyboardEvent<HTMLElement>): void => {
    const target = event.target as HTMLElement;
    if (event.metaKey || event.ctrlKey || event.altKey || target.closest("textarea, select")) return;
    const cards = [...(list.current?.querySelectorAll<HTMLElement>(cardSelector) ?? [])];
    const at = cards.findIndex((card) => card.contains(target));
    const current = cards[at];
    const key = event.key.toLowerCase();
    if (["j", "k", "]", "["].includes(key)) {
      const forward = key === "j" || key === "]";
      const next = cards[Math.min(Math.max(at + (forward ? 1 : -1), 0), cards.length - 1)];
      next?.focus();
      next?.scrollIntoView({ block: "nearest" });
    } else if (key === "m" && current !== undefined) {
      const box = current.querySelector<HTMLInputElement>("input[data-read]");
      if (box === null) return;
      box.checked = !box.checked;
      change(box);
    } else if (key === "c" && current !== undefined) {
      void navigator.clipboard.writeText(current.querySelector("pre")?.textContent?.trim() ?? "").then(
        () => toast.add({ title: `Statement ${Number(current.dataset.statement) + 1} copied.` }),
        () => toast.add({ title: "The browser does not allow to copy." }),
      );
    } else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of all cards are handled at once
    <div
      ref={list}
      id="statements"
      data-shortcut-list="list-next list-previous list-mark list-copy"
      onKeyDown={press}
      onChange={(event) => change(event.target as HTMLElement)}
      className="min-w-0 scroll-mt-16"
    >
      <div className="screen-only mb-3 flex flex-wrap items-center gap-3 text-sm">
        <span role="status" className="font-medium">
          {count.toLocaleString("en")} of {total.toLocaleString("en")} read
        </span>
        <progress
          aria-label="Statements read"
          className="bar max-w-40 flex-1"
          value={count}
          max={Math.max(total, 1)}
        />
        <Button size="small" onClick={markShown}>
          Mark all shown as read
        </Button>
        <span className="text-faint text-xs max-sm:hidden">J and K move, M marks, C copies.</span>
      </div>
      {problem !== null && (
        <p role="alert" className="mb-3 text-critical text-sm">
          {problem}
        </p>
      )}
      {children}
    </div>
  );
}

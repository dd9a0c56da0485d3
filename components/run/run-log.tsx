"use client";

import { Download } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { CopyButton } from "@/components/ui/copy-button";
import type { LogLine } from "./run-progress";

interface RunLogProps {
  readonly lines: readonly LogLine[];
  /** `R-31`: names the file. */
  readonly runId: string;
}

/** Everything that happened, line by line. */
export function RunLog({ lines, runId }: RunLogProps) {
  const [follow, setFollow] = useState(true);
  const region = useRef<HTMLElement>(null);
  const id = useId();
  const last = lines.at(-1)?.sequence;
  useEffect(() => {
    if (follow && last !== undefined) region.current?.scrollTo({ top: region.current.scrollHeight });
  }, [follow, last]);
  const text = (): string => `${lines.map((line) => `${line.at} ${line.level} ${line.text}`).join("\n")}\n`;
  const download = (): void => {
    const url = URL.createObjectURL(new Blob([text()], { type: "text/plain;charset=utf-8" }));
    const link = Object.assign(document.createElement("a"), { href: url, download: `${runId}.log` });
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <section aria-labelledby={id} className="card min-w-0 rounded-lg border bg-surface shadow-card">
      <header className="flex flex-wrap items-center justify-between gap-2 border-b px-4 py-2">
        <h2 id={id} className="font-semibold text-base">
          Log
        </h2>
        <div className="screen-only flex flex-wrap items-center gap-1">
          <label className="mr-2 flex items-center gap-1.5 text-sm">
            <input
              type="checkbox"
              className="size-4"
              checked={follow}
              onChange={(event) => setFollow(event.target.checked)}
            />
            Follow
          </label>
          <CopyButton text={text} label="Copy" />
          <Button look="quiet" size="small" onClick={download}>
            <Download aria-hidden />
            Download
          </Button>
        </div>
      </header>
      <section
        ref={region}
        aria-label="Lines of the log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
        tabIndex={0}
        className="max-h-72 overflow-y-auto px-4 py-2 font-mono text-xs print:max-h-none"
      >
        {lines.length === 0 && <p className="py-1 text-faint">Nothing has happened yet.</p>}
        <ol>
          {lines.map((line) => (
            <li
              key={line.sequence}
              id={`L${line.sequence}`}
              className="flex min-h-6 gap-3 leading-6 [content-visibility:auto] target:bg-chosen"
            >
              <a href={`#L${line.sequence}`} className="h-6 shrink-0 text-faint tabular-nums hover:underline">
                <time dateTime={line.at} suppressHydrationWarning>
                  {new Date(line.at).toLocaleTimeString("en-GB")}
                </time>
              </a>
              <span
                className={classNames(
                  "min-w-0 [overflow-wrap:anywhere]",
                  line.level === "error" && "text-critical",
                  line.level === "warning" && "text-medium",
                )}
              >
                {line.level !== "info" && <span className="sr-only">{line.level}: </span>}
                {line.text}
              </span>
            </li>
          ))}
        </ol>
      </section>
    </section>
  );
}

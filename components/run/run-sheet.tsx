import { CircleAlert, CircleCheck, CircleX, LoaderCircle, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { BlockerList, type ShownBlocker } from "@/components/plan/blocker-list";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import { visible } from "@/lib/postgres/identity";

/** One line of the sheet. */
export interface SheetLine {
  readonly key: string;
  /** What was looked at: `Database unchanged`. Several where one answer is that of all of them. */
  readonly titles: readonly string[];
  readonly result: "pass" | "fail" | "caution" | "running" | "not run";
  readonly sentence: string;
  /** ISO 8601; null where it is known without asking. */
  readonly at: string | null;
}

interface RunSheetProps {
  readonly lines: readonly SheetLine[];
  readonly blockers: readonly ShownBlocker[];
  readonly planPath: string;
  /** The statements that a resumed run executes; empty for a first run. */
  readonly remaining: readonly { readonly number: number; readonly sql: string }[];
  readonly verb: "run" | "resume";
  /** The form that starts it; shown where nothing stands in the way. */
  readonly form: ReactNode;
}

const looks: {
  readonly [R in SheetLine["result"]]: {
    readonly icon: typeof CircleCheck;
    readonly word: string;
    readonly className: string;
  };
} = {
  pass: { icon: CircleCheck, word: "Pass", className: "text-ok" },
  fail: { icon: CircleX, word: "Fail", className: "text-critical" },
  caution: { icon: TriangleAlert, word: "Caution", className: "text-medium" },
  running: { icon: LoaderCircle, word: "Running", className: "text-low" },
  "not run": { icon: CircleAlert, word: "Not run", className: "text-unknown" },
};

/** What is looked at right before a run, and where nothing stands in the way the form that starts it. */
export function RunSheet({ lines, blockers, planPath, remaining, verb, form }: RunSheetProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <Card id="preflight" title="Before it starts" flush>
        <ul>
          {lines.map((line) => {
            const { icon: Icon, word, className } = looks[line.result];
            return (
              <li
                key={line.key}
                className="flex items-start gap-3 border-b px-4 py-2 text-sm last:border-b-0"
              >
                <Icon aria-hidden className={classNames("mt-0.5 size-4 shrink-0", className)} />
                <div className="min-w-0 flex-1 gap-x-4 [overflow-wrap:anywhere] sm:grid sm:grid-cols-[10.5rem_minmax(0,1fr)]">
                  <p className="font-medium">
                    <span className="sr-only">{word}: </span>
                    {line.titles.join(", ")}
                  </p>
                  <p className="text-muted">{visible(line.sentence)}</p>
                </div>
                {line.at !== null && (
                  <span className="shrink-0 text-faint text-xs">
                    <Time value={line.at} />
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      </Card>
      {remaining.length > 0 && (
        <Card id="remaining" title="What remains">
          <ol className="grid gap-2">
            {remaining.map(({ number, sql }) => (
              <li key={number} className="flex gap-3 text-xs">
                <span className="w-8 shrink-0 pt-2 text-right text-faint tabular-nums">{number}</span>
                <pre className="min-w-0 flex-1 overflow-x-auto whitespace-pre-wrap rounded bg-inset p-2 font-mono [overflow-wrap:anywhere]">
                  {`${sql};`}
                </pre>
              </li>
            ))}
          </ol>
        </Card>
      )}
      {blockers.length > 0 ? (
        <Card id="blockers" title={`Not ready to ${verb}`}>
          <BlockerList blockers={blockers} />
          <p className="mt-3 text-sm">
            <Link href={planPath} className="text-link underline underline-offset-2">
              Open the plan
            </Link>
          </p>
        </Card>
      ) : (
        <Card id="start" title={verb === "run" ? "Start the run" : "Resume the run"}>
          {form}
        </Card>
      )}
    </div>
  );
}

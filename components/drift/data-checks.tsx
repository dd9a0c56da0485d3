import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { CodeBlock } from "@/components/ui/code-block";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import { visible } from "@/lib/postgres/identity";

import type { Preflight } from "@/lib/postgres/statement";
import { countOf } from "./counting";

/** One question and what the rows answered. */
export interface DataCheck {
  readonly preflight: Preflight;
  /** null while it was not asked. */
  readonly outcome: "pass" | "fail" | "timed out" | "not run" | null;
  readonly failing?: number;
  readonly orMore?: boolean;
  readonly cost?: number;
  readonly reason?: string;
}

interface DataChecksProps {
  readonly checks: readonly DataCheck[];
  /** ISO 8601. */
  readonly at?: string;
  /** Why there are no answers. */
  readonly note?: ReactNode;
  /** Asks the dear questions too. */
  readonly dearHref?: string;
}

/** Shown at first; what stops the fix comes before what lets it through. */
const first = 4;
const most = 100;

const rank = { fail: 0, "timed out": 1, "not run": 2, pass: 3 };

/** Whether the rows that are there let the fix through: each question, what it costs, and its answer. */
export function DataChecks({ checks, at, note, dearHref }: DataChecksProps) {
  if (checks.length === 0) return null;
  const ordered = checks.toSorted((a, b) => rank[a.outcome ?? "not run"] - rank[b.outcome ?? "not run"]);
  // A few are shown whatever they say; of many, those that passed are folded away.
  const stands = checks.length <= first ? ordered : ordered.filter(({ outcome }) => outcome !== "pass");
  const open = stands.slice(0, first);
  const folded = ordered.slice(open.length);
  const waiting = checks.filter(({ outcome }) => outcome === "not run" || outcome === "timed out").length;
  return (
    <Card
      id="data"
      title="Data checks"
      description={
        at === undefined ? (
          "Questions to the rows that are there, read-only."
        ) : (
          <>
            Asked <Time value={at} />, read-only.
          </>
        )
      }
    >
      {note !== undefined && <p className="mb-3 text-muted text-sm [overflow-wrap:anywhere]">{note}</p>}
      <p className="mb-3 text-sm">{tally(checks)}</p>
      {open.length > 0 && <Questions checks={open} />}
      {folded.length > 0 && (
        <details className={open.length > 0 ? "mt-3" : ""}>
          <summary className="w-fit text-muted text-sm underline decoration-line-strong underline-offset-2 hover:text-ink">
            {countOf(folded.length, open.length > 0 ? "more question" : "question")}
          </summary>
          <div className="mt-3">
            <Questions checks={folded.slice(0, most)} />
          </div>
          {folded.length > most && (
            <p className="mt-3 text-muted text-sm">
              {(folded.length - most).toLocaleString("en")} more: the plan's page shows all of them.
            </p>
          )}
        </details>
      )}
      {waiting > 0 && dearHref !== undefined && (
        <p className="mt-3 text-sm">
          <Link href={dearHref} scroll={false} className="text-link underline">
            Run the {waiting === 1 ? "one" : waiting} that read a lot
          </Link>
        </p>
      )}
    </Card>
  );
}

/** `310 pass, 2 were not run.` */
function tally(checks: readonly DataCheck[]): string {
  const count = (outcome: DataCheck["outcome"]): number =>
    checks.filter((check) => check.outcome === outcome).length;
  const parts = [
    [count("fail"), "found rows"],
    [count("timed out"), "timed out"],
    [count("not run") + count(null), "not run"],
    [count("pass"), "passed"],
  ] as const;
  const proved = checks.filter(({ preflight }) => preflight.proof !== undefined).length;
  const words = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return `${words.join(", ")} of ${countOf(checks.length, "question")}${proved > 0 ? `; ${proved} proved without reading a row` : ""}.`;
}

function Questions({ checks }: { readonly checks: readonly DataCheck[] }) {
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {checks.map((check) => (
        <li key={`${check.preflight.question} ${check.preflight.sql}`} className="min-w-0 text-sm">
          <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
            <Answer check={check} />
            <span className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
              {visible(check.preflight.question)}
            </span>
          </div>
          <p className="text-faint text-xs">{basisOf(check)}</p>
          {check.preflight.sql !== null && (
            <details className="mt-1">
              <summary className="w-fit cursor-pointer text-muted text-xs">SQL</summary>
              <CodeBlock sql={check.preflight.sql} label={check.preflight.question} />
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

function Answer({ check }: { readonly check: DataCheck }) {
  const { tone, words } = answerOf(check);
  return <Chip tone={tone}>{words}</Chip>;
}

function answerOf({ outcome, failing = 0, orMore, preflight }: DataCheck): {
  readonly tone: Tone;
  readonly words: string;
} {
  switch (outcome) {
    case "pass":
      return { tone: "ok", words: "Pass" };
    case "fail": {
      if (preflight.cost === "server") return { tone: "critical", words: "Fail" };
      const rows = `${failing.toLocaleString("en")}${orMore ? " or more" : ""} ${failing === 1 ? "row" : "rows"}`;
      return preflight.stops
        ? { tone: "critical", words: `Fail: ${rows}` }
        : { tone: "medium", words: `Changes ${rows}` };
    }
    case "timed out":
      return { tone: "unknown", words: "Timed out" };
    case "not run":
    case null:
      return { tone: "unknown", words: "Not run" };
  }
}

const readsOf: Record<Preflight["cost"], string> = {
  none: "Reads nothing",
  server: "Asks the server",
  index: "Reads a few pages of an index",
  scan: "Reads the table",
};

function basisOf({ preflight, cost, reason }: DataCheck): string {
  if (preflight.unasked !== undefined) return `No query can ask it. ${visible(preflight.unasked)}`;
  if (preflight.sql === null)
    return `Proved without reading a row. ${visible(reason ?? preflight.proof ?? "")}`;
  const planned = cost === undefined ? "" : `; planned cost ${Math.round(cost).toLocaleString("en")}`;
  return `${readsOf[preflight.cost]}${planned}.${reason === undefined ? "" : ` ${visible(reason)}`}`;
}

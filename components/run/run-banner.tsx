import { Check, CircleHelp, TriangleAlert, Undo2, X } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { type Tone, toneClasses } from "@/components/ui/tone";
import { visible } from "@/lib/postgres/identity";
import type { RunView } from "./console-event";
import { durationText } from "./duration-text";

interface RunBannerProps {
  readonly view: RunView;
  readonly actions?: ReactNode;
}

const looks: {
  readonly [status: string]: { readonly tone: Tone; readonly icon: typeof Check; readonly word: string };
} = {
  committed: { tone: "ok", icon: Check, word: "Succeeded" },
  "rolled back": { tone: "high", icon: Undo2, word: "Failed, rolled back" },
  "partly applied": { tone: "critical", icon: TriangleAlert, word: "Failed, partly applied" },
  "in doubt": { tone: "unknown", icon: CircleHelp, word: "Lost contact" },
  "not begun": { tone: "high", icon: X, word: "Did not begin" },
};

/** How the run ended, in one sentence, what to do next, and what it cost. Nothing while it works. */
export function RunBanner({ view, actions }: RunBannerProps) {
  const { outcome, error, settling } = view;
  const status =
    settling !== null || view.state === "in doubt"
      ? "in doubt"
      : (outcome?.status ?? (error === null ? null : "not begun"));
  if (status === null) return null;
  const {
    tone,
    icon: Icon,
    word,
  } = looks[status] ?? looks["in doubt"] ?? { tone: "unknown", icon: CircleHelp, word: status };
  const details = outcome?.details ?? error?.details ?? [];
  return (
    <section
      aria-label="Result"
      className={classNames("rounded-lg border px-4 py-3 [overflow-wrap:anywhere]", toneClasses[tone])}
    >
      <p className="flex items-start gap-2 font-semibold text-base">
        <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
        <span>
          <span className="sr-only">{word}: </span>
          {visible(
            outcome?.sentence ?? error?.message ?? settling ?? "It is not known yet how this run ended.",
          )}
        </span>
      </p>
      {settling !== null && outcome !== null && <p className="mt-1 pl-7 text-sm">{visible(settling)}</p>}
      {(outcome?.next ?? error?.hint ?? "") !== "" && (
        <p className="mt-1 pl-7 text-sm">{visible(outcome?.next ?? error?.hint ?? "")}</p>
      )}
      {details.length > 0 && (
        <details className="mt-1 pl-7 text-sm">
          <summary className="w-fit cursor-pointer rounded underline underline-offset-2">Details</summary>
          <ul className="mt-1 list-disc pl-5">
            {details.map((detail) => (
              <li key={detail}>{visible(detail)}</li>
            ))}
          </ul>
        </details>
      )}
      {outcome !== null && (
        <p className="mt-2 pl-7 text-sm">
          {durationText(outcome.milliseconds)} in all
          {outcome.lockedMilliseconds > 0 &&
            ` · locks on tables held for ${durationText(outcome.lockedMilliseconds)}`}{" "}
          · {outcome.attempts} {outcome.attempts === 1 ? "try" : "tries"}
        </p>
      )}
      {actions !== undefined && <div className="mt-3 flex flex-wrap gap-2 pl-7">{actions}</div>}
    </section>
  );
}

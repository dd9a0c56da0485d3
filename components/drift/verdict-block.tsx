import { Check, CircleHelp, Flag, GitCompareArrows } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import type { Tone } from "@/components/ui/tone";
import type { Verdict } from "@/lib/drift/drift";

/** One number of the verdict: **4** missing tables (2 critical · 2 high). */
export interface VerdictNumber {
  readonly value: number;
  readonly label: string;
  readonly detail?: string;
  /** The filter that lists what was counted. */
  readonly href?: string;
}

interface VerdictBlockProps {
  readonly verdict: Verdict | "misstamped";
  /** The one sentence: `This database differs from its source in 14 objects.` */
  readonly sentence: ReactNode;
  /** What that means for who runs the application. */
  readonly meaning?: ReactNode;
  readonly numbers?: readonly VerdictNumber[];
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

const faces: {
  readonly [V in VerdictBlockProps["verdict"]]: {
    readonly icon: typeof Check;
    readonly tone: Tone;
    readonly edge: string;
    readonly disc: string;
  };
} = {
  clean: { icon: Check, tone: "ok", edge: "border-l-ok", disc: "bg-ok-tint text-ok" },
  drift: {
    icon: GitCompareArrows,
    tone: "critical",
    edge: "border-l-critical",
    disc: "bg-critical-tint text-critical",
  },
  misstamped: {
    icon: Flag,
    tone: "critical",
    edge: "border-l-critical",
    disc: "bg-critical-tint text-critical",
  },
  unknown: {
    icon: CircleHelp,
    tone: "unknown",
    edge: "border-l-field",
    disc: "bg-unknown-tint text-unknown",
  },
};

/** The verdict of a check: one sentence first, then numbers that are links (screens.md P1). */
export function VerdictBlock({
  verdict,
  sentence,
  meaning,
  numbers = [],
  actions,
  children,
}: VerdictBlockProps) {
  const { icon: Icon, edge, disc } = faces[verdict];
  return (
    <section
      aria-label="Verdict"
      className={`card min-w-0 rounded-lg border border-l-[3px] bg-surface shadow-card ${edge}`}
    >
      <div className="flex gap-3.5 p-4 md:p-5">
        <span className={`flex size-8 shrink-0 items-center justify-center rounded-full ${disc}`}>
          <Icon aria-hidden className="size-4.5" />
        </span>
        <div className="min-w-0 flex-1">
          <p className="text-pretty font-semibold text-lg [overflow-wrap:anywhere]">{sentence}</p>
          {meaning !== undefined && (
            <p className="mt-1 max-w-[85ch] text-pretty text-muted [overflow-wrap:anywhere]">{meaning}</p>
          )}
          {actions !== undefined && <div className="screen-only mt-4 flex flex-wrap gap-2">{actions}</div>}
        </div>
      </div>
      {numbers.length > 0 && (
        <ul className="grid border-t sm:grid-flow-col sm:auto-cols-fr sm:divide-x max-sm:divide-y">
          {numbers.map((number) => (
            <li key={number.label} className="min-w-0">
              <Figure number={number} />
            </li>
          ))}
        </ul>
      )}
      {children !== undefined && <div className="border-t px-4 py-3 md:px-5">{children}</div>}
    </section>
  );
}

function Figure({ number }: { readonly number: VerdictNumber }) {
  const content = (
    <>
      <span className="font-semibold text-xl tracking-tight">{number.value.toLocaleString("en")}</span>{" "}
      <span className="text-sm">{number.label}</span>
      {number.detail !== undefined && <span className="block text-faint text-xs">{number.detail}</span>}
    </>
  );
  const box = "block h-full px-4 py-3 md:px-5";
  return number.href === undefined ? (
    <div className={box}>{content}</div>
  ) : (
    <Link href={number.href} scroll={false} className={`${box} -outline-offset-2 hover:bg-hover`}>
      {content}
    </Link>
  );
}

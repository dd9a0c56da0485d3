import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Time } from "@/components/ui/time";
import { visible } from "@/lib/postgres/identity";

/** What a person said of the plan. */
export interface ShownReview {
  readonly id: string;
  readonly name: string;
  readonly verdict: "approve" | "request changes" | "bypass";
  readonly comment: string;
  /** ISO 8601. */
  readonly at: string;
  readonly expiresAt: string | null;
  /** Why it does not count; null where it does. */
  readonly reason: string | null;
}

interface ApprovalsCardProps {
  /** `1 of 2 approvals.` */
  readonly sentence: string;
  /** ISO 8601: when it ends by itself; null while it does not hold, or where nothing ends it. */
  readonly holdsUntil: string | null;
  readonly policy: readonly string[];
  readonly reviews: readonly ShownReview[];
  readonly actions?: ReactNode;
}

const faces = {
  approve: { word: "Approved", glyph: "✓", tone: "ok" },
  "request changes": { word: "Requested changes", glyph: "✕", tone: "high" },
  bypass: { word: "Went without approval", glyph: "!", tone: "critical" },
} as const;

/** Who said what of the plan, and what counts. */
export function ApprovalsCard({ sentence, holdsUntil, policy, reviews, actions }: ApprovalsCardProps) {
  return (
    <Card
      id="approvals"
      title="Approvals"
      description={
        <>
          {sentence}
          {holdsUntil !== null && (
            <>
              {" "}
              It ends <Time value={holdsUntil} />.
            </>
          )}
        </>
      }
      actions={actions}
    >
      <p className="max-w-[80ch] text-pretty text-muted text-sm">{policy.join(" ")}</p>
      {reviews.length === 0 ? (
        <p className="mt-3 text-sm">Nobody has reviewed it yet.</p>
      ) : (
        <ol className="mt-3 grid gap-3">
          {reviews.map(({ id, name, verdict, comment, at, expiresAt, reason }) => {
            const { word, glyph, tone } = faces[verdict];
            return (
              <li key={id} className="rounded-md border px-3 py-2 text-sm">
                <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <Chip tone={reason === null ? tone : "neutral"} icon={<span aria-hidden>{glyph}</span>}>
                    {word}
                  </Chip>
                  <span className="font-medium">{visible(name)}</span>
                  <span className="text-muted text-xs">
                    <Time value={at} />
                    {expiresAt !== null && reason === null && (
                      <>
                        {" "}
                        · ends <Time value={expiresAt} />
                      </>
                    )}
                  </span>
                </p>
                {comment !== "" && (
                  <p className="mt-1 whitespace-pre-wrap [overflow-wrap:anywhere]">
                    {comment.split("\n").map(visible).join("\n")}
                  </p>
                )}
                {reason !== null && <p className="mt-1 text-muted text-xs">Does not count: {reason}</p>}
              </li>
            );
          })}
        </ol>
      )}
    </Card>
  );
}

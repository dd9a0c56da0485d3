import { CircleDot, MessageSquare, Scale } from "lucide-react";
import type { ReactNode } from "react";
import { decisionText } from "@/components/decisions/decision";
import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import { visible } from "@/lib/postgres/identity";
import type { ActivityEntry } from "./activity-entry";
import { CommentBody } from "./comment-body";
import { CommentForm } from "./comment-form";

interface ActivityThreadProps {
  readonly slug: string;
  readonly subject: { readonly kind: "difference" | "plan" | "run"; readonly id: string };
  /** In the order in which it happened. */
  readonly entries: readonly ActivityEntry[];
  /** Names of the people a comment can speak to. */
  readonly people: readonly string[];
  readonly mayComment: boolean;
  readonly commentAction: FormAction;
  readonly removeAction: FormAction;
  /** Said at the end of the thread. */
  readonly note?: ReactNode;
}

/** Everything that happened to a difference, plan or run, with what people say of it. */
export function ActivityThread(props: ActivityThreadProps) {
  const { slug, subject, entries, people, mayComment, commentAction, removeAction, note } = props;
  return (
    <Card id="activity" title="Activity">
      <ol className="grid gap-4">
        {entries.map((entry) => (
          <li key={`${entry.type} ${entry.id}`} className="flex min-w-0 gap-2.5">
            <Mark type={entry.type} />
            <div className="min-w-0 flex-1">
              <Line entry={entry} />
              {entry.type === "comment" && entry.body !== null && (
                <CommentBody body={entry.body} people={people} />
              )}
              {entry.type === "decision" && entry.decision.reason !== "" && (
                <p className="mt-1 whitespace-pre-wrap text-sm [overflow-wrap:anywhere]">
                  {visibleText(entry.decision.reason)}
                </p>
              )}
            </div>
            {entry.type === "comment" && entry.own && entry.body !== null && (
              <ActionButton
                action={removeAction}
                fields={{ slug, comment: entry.id }}
                pendingText="Removing…"
                look="quiet"
                size="small"
              >
                Remove
              </ActionButton>
            )}
          </li>
        ))}
      </ol>
      {mayComment && (
        <CommentForm
          slug={slug}
          subject={subject}
          people={people}
          action={commentAction}
          separated={entries.length > 0}
        />
      )}
      {note !== undefined && <p className="mt-3 text-faint text-xs">{note}</p>}
    </Card>
  );
}

const marks = { comment: MessageSquare, decision: Scale, event: CircleDot };

function Mark({ type }: { readonly type: ActivityEntry["type"] }) {
  const Icon = marks[type];
  return <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />;
}

function Line({ entry }: { readonly entry: ActivityEntry }) {
  const by = entry.by === null ? null : <bdi className="font-medium text-ink">{visible(entry.by)}</bdi>;
  return (
    <p
      className={`text-sm [overflow-wrap:anywhere] ${entry.type === "event" && entry.tone === "critical" ? "text-critical" : "text-muted"}`}
    >
      {by} {wordsOf(entry)} <Time value={entry.at} />
    </p>
  );
}

function wordsOf(entry: ActivityEntry): string {
  switch (entry.type) {
    case "comment":
      return entry.body === null ? "commented and removed it again" : "commented";
    case "decision":
      return `decided: ${decisionText(entry.decision)}${entry.holds ? "" : " (no longer holds)"}`;
    case "event":
      return visible(entry.text);
  }
}

/** Line breaks stay; whatever else could turn a line around is written out. */
const visibleText = (text: string): string => text.split(/\r?\n/).map(visible).join("\n");

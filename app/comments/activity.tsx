import type { ActivityEntry } from "@/components/comments/activity-entry";
import { ActivityThread } from "@/components/comments/activity-thread";
import { type Activity as ActivityData, readActivity } from "@/lib/operations/read-activity";
import type { CommentSubject } from "@/lib/store/comments";
import { shownDecision } from "../decisions/shown-decision";
import { load } from "../load";
import { comment, removeOwnComment } from "./actions";

interface ActivityProps {
  readonly slug: string;
  readonly subject: CommentSubject;
  /** What happened besides decisions and comments. */
  readonly events?: readonly ActivityEntry[];
  readonly note?: string;
}

/** Everything that happened to a difference, plan or run, with the way to say something. */
export async function Activity({ slug, subject, events = [], note }: ActivityProps) {
  const activity = await load((context) => readActivity(context, slug, subject));
  const entries = [...events, ...entriesOf(activity)].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return (
    <ActivityThread
      slug={slug}
      subject={subject}
      entries={entries}
      people={[...new Set(activity.readers.map(({ name }) => name))]}
      mayComment={activity.mayComment}
      commentAction={comment}
      removeAction={removeOwnComment}
      {...(note === undefined ? {} : { note })}
    />
  );
}

function entriesOf({
  comments,
  decisions,
  decision: current,
  reader,
}: ActivityData): readonly ActivityEntry[] {
  return [
    ...comments.map(
      ({ id, at, author, body, removedAt }): ActivityEntry => ({
        ...{ type: "comment", id, at: at.toISOString(), by: author.name },
        body: removedAt === null ? body : null,
        own: author.id === reader.id,
      }),
    ),
    ...decisions.map(
      (decision): ActivityEntry => ({
        ...{ type: "decision", id: decision.id, at: decision.at.toISOString(), by: decision.by.name },
        decision: shownDecision(decision),
        holds: decision.id === current?.id,
      }),
    ),
  ];
}

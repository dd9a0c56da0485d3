import { Chip } from "@/components/ui/chip";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import { visible } from "@/lib/postgres/identity";
import { CommentBody } from "./comment-body";

/** A comment that speaks to who looks. */
export interface ShownMention {
  readonly id: string;
  readonly subject: { readonly kind: "difference" | "plan" | "run"; readonly id: string };
  readonly database: { readonly slug: string; readonly name: string };
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly body: string;
  readonly fresh: boolean;
}

interface MentionListProps {
  readonly mentions: readonly ShownMention[];
  /** Who is spoken to. */
  readonly name: string;
}

/** Comments that speak to who looks, each with the way to what it is about. */
export function MentionList({ mentions, name }: MentionListProps) {
  return (
    <ol className="grid gap-3">
      {mentions.map(({ id, subject, database, by, at, body, fresh }) => (
        <li
          key={id}
          className="min-w-0 rounded-lg border bg-surface p-4 shadow-card [overflow-wrap:anywhere]"
        >
          <p className="text-sm">
            <span className="font-medium">{visible(by)}</span> on{" "}
            <Link href={hrefOf(subject, database.slug)} className="text-link underline underline-offset-2">
              {subject.kind} {subject.id}
            </Link>{" "}
            of {visible(database.name)}{" "}
            <span className="text-muted">
              <Time value={at} />
            </span>{" "}
            {fresh && <Chip tone="high">New</Chip>}
          </p>
          <CommentBody body={body} people={[name]} />
        </li>
      ))}
    </ol>
  );
}

function hrefOf({ kind, id }: ShownMention["subject"], slug: string): string {
  switch (kind) {
    case "difference":
      return `/databases/${slug}/d/${id}`;
    case "plan":
      return `/plans/${id}?tab=activity`;
    case "run":
      return `/runs/${id}`;
  }
}

import { AtSign } from "lucide-react";
import { MentionList } from "@/components/comments/mention-list";
import { Page } from "@/components/frame/page";
import { PageHeading } from "@/components/frame/page-heading";
import { ActionButton } from "@/components/ui/action-button";
import { EmptyState } from "@/components/ui/empty-state";
import { listMentions } from "@/lib/operations/mentions";
import { load } from "../load";
import { markSeen } from "./actions";

export const dynamic = "force-dynamic";
export const metadata = { title: "Mentions" };

export default async function MentionsPage() {
  const { mentions, name } = await load(async (context) => ({
    mentions: await listMentions(context),
    name: context.actor.name,
  }));
  const [newest] = mentions;
  return (
    <Page width="narrow" crumbs={[{ label: "Mentions" }]}>
      <PageHeading
        title="Mentions"
        description="Comments that speak to you."
        actions={
          newest?.fresh && (
            <ActionButton
              action={markSeen}
              fields={{ until: newest.comment.at.toISOString() }}
              pendingText="Marking…"
            >
              Mark all as seen
            </ActionButton>
          )
        }
      />
      {newest === undefined ? (
        <EmptyState
          icon={<AtSign />}
          title="Nobody has mentioned you yet."
          description="Write @ and a name in a comment on a difference, plan or run to speak to somebody."
        />
      ) : (
        <MentionList
          name={name}
          mentions={mentions.map(({ comment, database, fresh }) => ({
            ...{ id: comment.id, subject: comment.subject, body: comment.body, database, fresh },
            ...{ by: comment.author.name, at: comment.at.toISOString() },
          }))}
        />
      )}
    </Page>
  );
}

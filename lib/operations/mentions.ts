import "server-only";
import { mayDo } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { type Mention, readMentions, readMentionsSeenAt, setMentionsSeenAt } from "../store/mentions";
import type { Context } from "./context";

/** A comment that speaks to who asks. */
export interface OwnMention extends Mention {
  /** Not seen yet. */
  readonly fresh: boolean;
}

const most = 100;

/** Comments that speak to who asks, newest first, on databases that they may read now. */
export async function listMentions(context: Context): Promise<readonly OwnMention[]> {
  const { store, actor } = context;
  const id = requirePerson(context);
  const [mentions, seenAt] = await Promise.all([
    readMentions(store, id, { limit: most }),
    readMentionsSeenAt(store, id),
  ]);
  return mentions
    .filter(({ database }) => mayDo(actor, "read databases", database.slug))
    .map((mention) => ({ ...mention, fresh: seenAt === null || mention.comment.at > seenAt }));
}

/** How many comments speak to who asks that they have not seen; at most a hundred are counted. */
export async function countMentions(context: Context): Promise<number> {
  const { store, actor } = context;
  if (actor.kind !== "person") return 0;
  const since = await readMentionsSeenAt(store, actor.id);
  const mentions = await readMentions(store, actor.id, { since, limit: most });
  return mentions.filter(({ database }) => mayDo(actor, "read databases", database.slug)).length;
}

/**
 * Marks what speaks to who asks as seen, up to what their page showed. It says something of one person only, so it stands
 * in no audit log.
 * @param until the moment of the newest comment on the page: what came since stays new
 */
export async function markMentionsSeen(context: Context, until: Date): Promise<void> {
  const id = requirePerson(context);
  const now = context.now();
  if (Number.isNaN(until.getTime())) throw new AppError("bad-request", "This is no moment.");
  await setMentionsSeenAt(context.store, id, until < now ? until : now);
}

function requirePerson({ actor }: Context): string {
  if (actor.kind === "person") return actor.id;
  throw new AppError("not-allowed", `${actor.name} is no person: nobody speaks to it.`);
}

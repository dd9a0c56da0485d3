import "server-only";
import type { Store } from "./client";
import { type Comment, toComment } from "./comments";

/** A comment that speaks to somebody, with the database it is on. */
export interface Mention {
  readonly comment: Comment;
  readonly database: { readonly slug: string; readonly name: string };
}

/** Comments that speak to a person, newest first; those of their own do not count. */
export async function readMentions(
  store: Store,
  personId: string,
  { since, limit }: { readonly since?: Date | null; readonly limit: number },
): Promise<readonly Mention[]> {
  const rows = await store.client.comment.findMany({
    where: {
      ...{ mentions: { has: personId }, authorId: { not: personId }, removedAt: null },
      ...(since ? { createdAt: { gt: since } } : {}),
    },
    include: { database: { select: { slug: true, name: true } } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  return rows.map(({ database, ...row }) => ({ comment: toComment(row), database }));
}

/** Until when a person has seen what speaks to them; null before the first time. */
export async function readMentionsSeenAt(store: Store, personId: string): Promise<Date | null> {
  const row = await store.client.user.findUnique({
    where: { id: personId },
    select: { mentionsSeenAt: true },
  });
  return row?.mentionsSeenAt ?? null;
}

/** Notes that a person has seen what speaks to them until a moment; an earlier one changes nothing. */
export async function setMentionsSeenAt(store: Store, personId: string, at: Date): Promise<void> {
  await store.client.user.updateMany({
    where: { id: personId, OR: [{ mentionsSeenAt: null }, { mentionsSeenAt: { lt: at } }] },
    data: { mentionsSeenAt: at },
  });
}

import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import {
  type Comment,
  type CommentSubject,
  commentSubjects,
  findComment,
  insertComment,
  type Reader,
  readReaders,
  removeCommentBody,
} from "../store/comments";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";
import { requireDatabase } from "./require-database";
import { requireSubject } from "./require-subject";

/** What is talked about. */
export const commentSubjectSchema = z.object({
  kind: z.enum(commentSubjects),
  id: z.string().min(1).max(20),
});

/** What the form of a comment sends. */
export const commentBodySchema = z
  .string()
  .trim()
  .min(1, "Write something first.")
  .max(4_000, "At most 4,000 characters.");

/**
 * Adds a comment to a difference, plan or run. `@` with the name of somebody who may read the database speaks to them.
 * @throws AppError `no-such-database`, `no-such-difference`, `no-such-plan`, `no-such-run`, `not-allowed`
 */
export async function addComment(
  context: Context,
  slug: string,
  subject: CommentSubject,
  body: string,
): Promise<Comment> {
  const database = await requireDatabase(context, slug, "comment");
  const { actor } = context;
  return inTransaction(context.store, async (store) => {
    await requireSubject(store, database, subject);
    const comment = await insertComment(store, database.id, {
      ...{ id: randomUUID(), subject, body, at: context.now() },
      author: { id: actor.id, name: actor.name },
      mentions: mentionsIn(body, await readReaders(store, database.id)),
    });
    await recordAudit(
      context,
      {
        action: `${subject.kind}.comment`,
        object: subject,
        database: slug,
        detail: { comment: comment.id, mentions: comment.mentions },
      },
      store,
    );
    return comment;
  });
}

/**
 * Removes a comment of one's own: its words are gone, the line that it was there stays.
 * @throws AppError `no-such-database`, `no-such-comment`, `not-allowed`
 */
export async function removeComment(context: Context, slug: string, id: string): Promise<void> {
  const database = await requireDatabase(context, slug, "comment");
  await inTransaction(context.store, async (store) => {
    const comment = z.uuid().safeParse(id).success ? await findComment(store, database.id, id) : null;
    if (comment === null) {
      throw new AppError("no-such-comment", "There is no such comment.", { hint: "Load the page again." });
    }
    if (comment.author.id !== context.actor.id) {
      throw new AppError("not-allowed", `Only ${comment.author.name} may remove this comment.`);
    }
    if (!(await removeCommentBody(store, id, context.now()))) return;
    await recordAudit(
      context,
      {
        action: `${comment.subject.kind}.remove-comment`,
        object: comment.subject,
        database: slug,
        detail: { comment: id },
      },
      store,
    );
  });
}

/** Ids of the readers whom a text speaks to. Of two names that fit, the longer one is meant: `@Ana Maria`, not `@Ana`. */
export function mentionsIn(body: string, readers: readonly Reader[]): readonly string[] {
  const byLength = readers.toSorted((a, b) => b.name.length - a.name.length);
  const found = new Set<string>();
  for (const { index } of body.matchAll(/(?<![\p{L}\p{N}_])@/gu)) {
    const rest = body.slice(index + 1).toLowerCase();
    const named = byLength.find(
      ({ name }) => rest.startsWith(name.toLowerCase()) && !/^[\p{L}\p{N}_]/u.test(rest.slice(name.length)),
    );
    if (named === undefined) continue;
    // Two people may bear one name; who writes it cannot tell them apart, so both are meant.
    for (const { id, name } of readers) if (name.toLowerCase() === named.name.toLowerCase()) found.add(id);
  }
  return [...found];
}

import "server-only";
import type { Store } from "./client";
import type { Comment as CommentRow } from "./generated/client";

/** What can be talked about. */
export const commentSubjects = ["difference", "plan", "run"] as const;

/** A difference (`D-…`), a plan (`P-12`) or a run (`R-3`) of a database. */
export interface CommentSubject {
  readonly kind: (typeof commentSubjects)[number];
  readonly id: string;
}

/** Words of a person. */
export interface Comment {
  readonly id: string;
  readonly subject: CommentSubject;
  readonly author: { readonly id: string; readonly name: string };
  /** Plain text. Empty once it was removed. */
  readonly body: string;
  /** Ids of the people it speaks to. */
  readonly mentions: readonly string[];
  readonly at: Date;
  readonly removedAt: Date | null;
}

export type NewComment = Omit<Comment, "removedAt">;

/** Stores a comment. */
export async function insertComment(
  store: Store,
  databaseId: string,
  { id, subject, author, body, mentions, at }: NewComment,
): Promise<Comment> {
  const row = await store.client.comment.create({
    data: {
      ...{ id, databaseId, body },
      subjectKind: subject.kind,
      subjectId: subject.id,
      authorId: author.id,
      authorName: author.name,
      mentions: [...mentions],
      createdAt: at,
    },
  });
  return toComment(row);
}

/** The comments on a subject, oldest first; of a removed one only who and when is left. */
export async function readComments(
  store: Store,
  databaseId: string,
  subject: CommentSubject,
): Promise<readonly Comment[]> {
  const rows = await store.client.comment.findMany({
    where: { databaseId, subjectKind: subject.kind, subjectId: subject.id },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(toComment);
}

/** A comment of a database; null when there is none. */
export async function findComment(store: Store, databaseId: string, id: string): Promise<Comment | null> {
  const row = await store.client.comment.findFirst({ where: { id, databaseId } });
  return row === null ? null : toComment(row);
}

/** Removes the words of a comment; they are gone from the store. False when they were gone already. */
export async function removeCommentBody(store: Store, id: string, at: Date): Promise<boolean> {
  const { count } = await store.client.comment.updateMany({
    where: { id, removedAt: null },
    data: { body: "", mentions: [], removedAt: at },
  });
  return count > 0;
}

/** True where the database has such a difference, plan or run. */
export async function subjectExists(
  store: Store,
  databaseId: string,
  { kind, id }: CommentSubject,
): Promise<boolean> {
  const number = Number(/^[PR]-([1-9]\d{0,8})$/.exec(id)?.[1] ?? 0);
  switch (kind) {
    case "difference":
      return (await store.client.difference.count({ where: { databaseId, id } })) > 0;
    case "plan":
      return id.startsWith("P-") && (await store.client.plan.count({ where: { databaseId, number } })) > 0;
    case "run":
      return id.startsWith("R-") && (await store.client.run.count({ where: { databaseId, number } })) > 0;
  }
}

/** Somebody who may read a database. */
export interface Reader {
  readonly id: string;
  readonly name: string;
}

/** Everybody who may read a database, by name: whom a comment can speak to. */
export async function readReaders(store: Store, databaseId: string): Promise<readonly Reader[]> {
  return store.client.user.findMany({
    where: { disabledAt: null, OR: [{ role: { not: null } }, { databaseRoles: { some: { databaseId } } }] },
    select: { id: true, name: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
}

/** A row as a comment. */
export function toComment(row: CommentRow): Comment {
  // Only what subjectExists let through was stored.
  const kind = commentSubjects.find((candidate) => candidate === row.subjectKind);
  if (kind === undefined) throw new Error(`the store holds a comment on the unknown ${row.subjectKind}`);
  return {
    id: row.id,
    subject: { kind, id: row.subjectId },
    author: { id: row.authorId, name: row.authorName },
    body: row.body,
    mentions: row.mentions,
    at: row.createdAt,
    removedAt: row.removedAt,
  };
}

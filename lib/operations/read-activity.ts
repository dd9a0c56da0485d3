import "server-only";
import { mayDo } from "../access/authority";
import { type Comment, type CommentSubject, type Reader, readComments, readReaders } from "../store/comments";
import { type Decision, holds, readDecisions } from "../store/decisions";
import type { Context } from "./context";
import { requireDatabase } from "./require-database";
import { requireSubject } from "./require-subject";

/** What people said and decided, and what the one who reads it may add. */
export interface Activity {
  readonly comments: readonly Comment[];
  /** Oldest first; of a plan or a run there are none. */
  readonly decisions: readonly Decision[];
  /** The decision that holds now. */
  readonly decision: Decision | null;
  /** Whom a comment can speak to. */
  readonly readers: readonly Reader[];
  readonly mayComment: boolean;
  readonly mayDecide: boolean;
  /** True for owners. */
  readonly mayAcceptForever: boolean;
  /** Who reads it. */
  readonly reader: Reader;
}

/**
 * What people said and decided on a difference, plan or run.
 * @throws AppError `no-such-database`, `no-such-difference`, `no-such-plan`, `no-such-run`
 */
export async function readActivity(
  context: Context,
  slug: string,
  subject: CommentSubject,
): Promise<Activity> {
  const database = await requireDatabase(context, slug);
  const { store, actor } = context;
  await requireSubject(store, database, subject);
  const [comments, decisions, readers] = await Promise.all([
    readComments(store, database.id, subject),
    subject.kind === "difference" ? readDecisions(store, database.id, subject.id) : [],
    readReaders(store, database.id),
  ]);
  const now = context.now();
  return {
    ...{ comments, decisions, readers },
    decision: decisions.findLast((decision) => holds(decision, now)) ?? null,
    mayComment: mayDo(actor, "comment", slug),
    mayDecide: mayDo(actor, "decide differences", slug),
    mayAcceptForever: mayDo(actor, "manage policies", slug),
    reader: { id: actor.id, name: actor.name },
  };
}

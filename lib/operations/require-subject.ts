import { AppError } from "../postgres/app-error";
import type { Store } from "../store/client";
import { type CommentSubject, subjectExists } from "../store/comments";

/**
 * Lets pass what is a difference, plan or run of the database.
 * @throws AppError `no-such-difference`, `no-such-plan`, `no-such-run`
 */
export async function requireSubject(
  store: Store,
  database: { readonly id: string; readonly name: string },
  subject: CommentSubject,
): Promise<void> {
  if (await subjectExists(store, database.id, subject)) return;
  throw new AppError(
    `no-such-${subject.kind}`,
    `${database.name} has no ${subject.kind} ${subject.id.slice(0, 20)}.`,
    { hint: "Open the database's page." },
  );
}

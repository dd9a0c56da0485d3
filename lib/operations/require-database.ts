import { mayDo, type Right, requireRight } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { type Database, findDatabase } from "../store/databases";
import type { Context } from "./context";

/**
 * The database with this slug, for an actor who has the right on it. To who may not even read it, it does not exist.
 * @throws AppError `no-such-database`, `not-allowed`
 */
export async function requireDatabase(
  context: Context,
  slug: string,
  right: Right = "read databases",
): Promise<Database> {
  const database = await findDatabase(context.store, slug);
  if (database === null || !mayRead(context, slug, right)) {
    throw new AppError("no-such-database", `There is no database ${slug}.`, {
      hint: "It may have been removed. Open the list of databases.",
    });
  }
  requireRight(context.actor, right, slug);
  return database;
}

/** The worker reads nothing for itself: what it holds is the right to do its jobs. */
const mayRead = ({ actor }: Context, slug: string, right: Right): boolean =>
  mayDo(actor, "read databases", slug) || mayDo(actor, right, slug);

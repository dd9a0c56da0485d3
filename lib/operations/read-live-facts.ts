import "server-only";
import { requireRight } from "../access/authority";
import { log } from "../access/log";
import { type RelationUse, readRelationUse } from "../introspect/relation-use";
import { AppError } from "../postgres/app-error";
import type { Identity } from "../postgres/identity";
import type { Database } from "../store/databases";
import type { Context } from "./context";
import { openDatabase } from "./open-database";

/** What the live database says of a relation now, or why it could not be asked. */
export type LiveFacts =
  | { readonly asked: true; readonly use: RelationUse | null; readonly at: Date }
  | { readonly asked: false; readonly message: string };

/** A page waits no longer than this for another server. */
const patienceMilliseconds = 4_000;

/** Asks the live database, read-only, how large and how busy the relation of an object is. Never throws for its sake. */
export async function readLiveFacts(
  context: Context,
  database: Database,
  object: Identity,
): Promise<LiveFacts> {
  requireRight(context.actor, "read databases", database.slug);
  if (object.schema === undefined) return { asked: true, use: null, at: new Date() };
  const relation = { schema: object.schema, name: object.table ?? object.name };
  const signal = AbortSignal.timeout(patienceMilliseconds);
  try {
    const session = await openDatabase(context, database, signal);
    try {
      return { asked: true, use: await readRelationUse(session, relation), at: new Date() };
    } finally {
      await session.close();
    }
  } catch (error) {
    if (signal.aborted) {
      return {
        asked: false,
        message: `The database did not answer within ${patienceMilliseconds / 1_000} s.`,
      };
    }
    if (error instanceof AppError) return { asked: false, message: error.message };
    log.warn({ err: error, database: database.slug }, "facts of a relation could not be read");
    return { asked: false, message: "The database answered with an error; see the server's log." };
  }
}

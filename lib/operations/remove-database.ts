import "server-only";
import { requireRight } from "../access/authority";
import { requestCancel } from "../store/check-lifecycle";
import { findActiveCheck } from "../store/checks";
import { deleteDatabase } from "../store/databases";
import type { Context } from "./context";
import { requireDatabase } from "./require-database";

/** Forgets a database with its source, checks and differences. The database itself is not touched. */
export async function removeDatabase(context: Context, slug: string): Promise<void> {
  requireRight(context.actor, "remove databases", slug);
  const database = await requireDatabase(context, slug);
  const active = await findActiveCheck(context.store, database.id);
  if (active) await requestCancel(context.store, active.number);
  await deleteDatabase(context.store, database.id);
}

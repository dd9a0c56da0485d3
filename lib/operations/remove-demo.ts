import "server-only";
import { removeDemo as remove } from "../../prisma/seed";
import { requireRight } from "../access/authority";
import { deleteDatabase, readDemoDatabases } from "../store/databases";
import type { Context } from "./context";

/** Drops the demo databases from their server and forgets them. Databases that the seed did not mark are left alone. */
export async function removeDemo(context: Context, options: { readonly serverUrl: string }): Promise<void> {
  requireRight(context.actor, "manage the demo");
  for (const demo of await readDemoDatabases(context.store)) {
    await remove({ serverUrl: options.serverUrl, database: demo.connection.database });
    await deleteDatabase(context.store, demo.id);
  }
}

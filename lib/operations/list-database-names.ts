import "server-only";
import { mayDo } from "../access/authority";
import { readDatabases } from "../store/databases";
import type { Context } from "./context";

/** The databases that the actor may read, by name: for choosing among them. */
export async function listDatabaseNames(
  context: Context,
): Promise<readonly { readonly slug: string; readonly name: string }[]> {
  const databases = await readDatabases(context.store);
  return databases
    .filter(({ slug }) => mayDo(context.actor, "read databases", slug))
    .map(({ slug, name }) => ({ slug, name }));
}

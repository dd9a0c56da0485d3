import { AppError } from "../postgres/app-error";
import { type Database, findDatabase } from "../store/databases";
import type { Context } from "./context";

/**
 * The database with this slug.
 * @throws AppError `no-such-database`
 */
export async function requireDatabase(context: Context, slug: string): Promise<Database> {
  const database = await findDatabase(context.store, slug);
  if (database !== null) return database;
  throw new AppError("no-such-database", `There is no database ${slug}.`, {
    hint: "It may have been removed. Open the list of databases.",
  });
}

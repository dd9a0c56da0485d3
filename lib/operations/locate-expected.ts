import "server-only";
import { type Location, locateObject } from "../expected/provenance";
import { AppError } from "../postgres/app-error";
import type { Identity } from "../postgres/identity";
import { findDatabaseById } from "../store/databases";
import type { StoredSource } from "../store/sources";
import type { Context } from "./context";
import { loadSource } from "./read-expected";
import { requireDatabase } from "./require-database";

/** Where a source declares an object; `problem` says why that could not be looked up. */
export interface ExpectedPlace {
  readonly location: Location | null;
  readonly problem: string | null;
}

/** Finds the line of a source that declares an object. A source on disk is read as it is now. */
export async function locateExpected(
  context: Context,
  source: StoredSource,
  object: Identity,
): Promise<ExpectedPlace> {
  const database = await findDatabaseById(context.store, source.databaseId);
  await requireDatabase(context, database?.slug ?? "");
  if (source.given === "database") return { location: null, problem: null };
  try {
    return { location: locateObject(await loadSource(context, source), object) ?? null, problem: null };
  } catch (error) {
    // The page shows what the check found, whatever has become of the source's files since.
    if (error instanceof AppError) return { location: null, problem: error.message };
    throw error;
  }
}

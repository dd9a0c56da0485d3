import "server-only";
import type { Catalog } from "../catalog/catalog";
import { AppError } from "../postgres/app-error";
import { type Check, findCheck, readLatestChecks, readSnapshotHashes } from "../store/checks";
import type { Database } from "../store/databases";
import { findDifference, type RelationFacts, type StoredDifference } from "../store/differences";
import { loadSnapshot } from "../store/snapshots";
import { readSource, type StoredSource } from "../store/sources";
import type { Context } from "./context";
import { requireDatabase } from "./require-database";

/** What the page of a difference shows. */
export interface DifferenceOverview extends StoredDifference {
  readonly database: Database;
  readonly source: StoredSource;
  /** The last check that found it: both sides are as that check read them. */
  readonly check: Check;
  /** The last check of the database that compared. */
  readonly latest: Check;
  /** False when the latest check no longer found it. */
  readonly open: boolean;
  readonly expected: Catalog;
  readonly actual: Catalog;
  readonly facts: RelationFacts | null;
}

/**
 * A difference with both catalogs around it.
 * @throws AppError `no-such-database`, `no-such-difference`
 */
export async function readDifference(
  context: Context,
  slug: string,
  id: string,
): Promise<DifferenceOverview> {
  const { store } = context;
  const database = await requireDatabase(context, slug);
  const found = await findDifference(store, database.id, id.toUpperCase());
  if (found === null) {
    throw new AppError("no-such-difference", `No check of ${database.name} has found a difference ${id}.`, {
      hint: "Open the list of differences.",
    });
  }
  const number = found.sighting.lastCheckNumber;
  const [source, check, checks, hashes] = await Promise.all([
    readSource(store, database.id),
    findCheck(store, number),
    readLatestChecks(store, [database.id]),
    readSnapshotHashes(store, number),
  ]);
  const latest = checks.get(database.id)?.compared ?? check;
  if (check === null || latest === null || hashes === null) throw new Error(`check C-${number} is not whole`);
  const [expected, actual] = await Promise.all([
    loadSnapshot(store, hashes.expected),
    loadSnapshot(store, hashes.actual),
  ]);
  return { ...found, database, source, check, latest, open: latest.number === number, expected, actual };
}

import "server-only";
import type { Difference } from "../drift/difference";
import { identityOf } from "../postgres/identity";
import type { Store } from "./client";
import { fromJson } from "./json";

/** How large a relation is, by Postgres's own statistics: no lock is taken and no row read to learn it. */
export interface RelationFacts {
  /** Estimated; null when the table was never analysed. */
  readonly rows: number | null;
  /** Bytes of the table without indexes and TOAST, at the last VACUUM or ANALYZE. */
  readonly tableBytes: number;
  /** Bytes of all its indexes, at the same time. */
  readonly indexBytes: number;
  /** When the statistics were made (ISO 8601); null when unknown. */
  readonly analysedAt: string | null;
}

export type RelationFactsByDifference = ReadonlyMap<string, RelationFacts>;

/** Since when a difference is known. */
export interface Sighting {
  readonly firstSeenAt: Date;
  readonly firstCheckNumber: number;
  readonly lastSeenAt: Date;
  readonly lastCheckNumber: number;
  /** In how many checks. */
  readonly seen: number;
}

/** A difference as one check found it. */
export interface StoredDifference {
  readonly difference: Difference;
  readonly facts: RelationFacts | null;
  readonly sighting: Sighting;
}

/** Stores what one check found, and when each difference was first and last seen. */
export async function insertDifferences(
  store: Store,
  check: { readonly number: number; readonly databaseId: string; readonly finishedAt: Date },
  differences: readonly Difference[],
  facts: RelationFactsByDifference,
): Promise<void> {
  if (differences.length === 0) return;
  const ids = differences.map((difference) => difference.id);
  const identities = differences.map((difference) => JSON.stringify(identityOf(difference.object)));
  const contents = differences.map((difference) => JSON.stringify(difference));
  const sizes = differences.map((difference) => {
    const known = facts.get(difference.id);
    return known === undefined ? "" : JSON.stringify(known);
  });
  // Two statements for any number of differences; the client's own way would be a round trip each.
  await store.client.$executeRaw`
    INSERT INTO differences (database_id, id, identity, first_check_number, first_seen_at, last_check_number, last_seen_at)
    SELECT ${check.databaseId}::uuid, found.id, found.identity::jsonb, ${check.number}, ${check.finishedAt},
           ${check.number}, ${check.finishedAt}
      FROM unnest(${ids}::text[], ${identities}::text[]) AS found (id, identity)
        ON CONFLICT (database_id, id) DO UPDATE
       SET last_check_number = excluded.last_check_number, last_seen_at = excluded.last_seen_at,
           seen = differences.seen + 1`;
  await store.client.$executeRaw`
    INSERT INTO check_differences (check_number, difference_id, database_id, position, content, facts)
    SELECT ${check.number}, found.id, ${check.databaseId}::uuid, found.position - 1, found.content::json,
           nullif(found.facts, '')::jsonb
      FROM unnest(${ids}::text[], ${contents}::text[], ${sizes}::text[])
           WITH ORDINALITY AS found (id, content, facts, position)`;
}

/** The differences of one check, in the drift's order. */
export async function readDifferences(store: Store, number: number): Promise<readonly StoredDifference[]> {
  const rows = await store.client.checkDifference.findMany({
    where: { checkNumber: number },
    orderBy: { position: "asc" },
    include: { difference: true },
  });
  return rows.map(toStored);
}

/** A difference of a database as the last check that found it did; null when none ever did. */
export async function findDifference(
  store: Store,
  databaseId: string,
  id: string,
): Promise<StoredDifference | null> {
  const row = await store.client.checkDifference.findFirst({
    where: { databaseId, differenceId: id },
    orderBy: { checkNumber: "desc" },
    include: { difference: true },
  });
  return row === null ? null : toStored(row);
}

type Row = NonNullable<Awaited<ReturnType<Store["client"]["checkDifference"]["findFirst"]>>> & {
  readonly difference: Sighting;
};

function toStored(row: Row): StoredDifference {
  const { firstSeenAt, firstCheckNumber, lastSeenAt, lastCheckNumber, seen } = row.difference;
  return {
    difference: fromJson<Difference>(row.content),
    facts: row.facts === null ? null : fromJson<RelationFacts>(row.facts),
    sighting: { firstSeenAt, firstCheckNumber, lastSeenAt, lastCheckNumber, seen },
  };
}

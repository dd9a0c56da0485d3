import { dumpDifferences, dumpEntries, dumpSchema, findPgDump } from "../pg-dump";
import type { Laboratory } from "./laboratory";
import { loadFile } from "./run-sql";

/** pg_dump's word on a database, which does not share our reader's blind spots. Null where none reads this server. */
export async function dumpOf(laboratory: Laboratory, url: string): Promise<string | null> {
  const found = await findPgDump(laboratory.major);
  return found === null ? null : dumpSchema(found.program, url);
}

/** A dump without who owns what: of what a source made nobody says that. */
export const withoutOwners = (dump: string): string =>
  dump.replace(/^(-- .*; Owner: ).*$/gm, "$1-").replace(/^ALTER .* OWNER TO .*;$/gm, "");

/**
 * What pg_dump sees differing. Postgres prints some expressions in one way when they were typed and in another when they came
 * from a dump, so that what differs is looked at again after a dump and a restore of both, for as long as that changes a dump.
 */
export async function observedDifferences(
  laboratory: Laboratory,
  expected: string,
  actual: string,
): Promise<readonly string[]> {
  const found = dumpDifferences(dumpEntries(expected), dumpEntries(actual));
  // What only one side has is no matter of spelling.
  if (found.length === 0 || found.some((one) => /^(?:lacks|has besides) /.test(one))) return found;
  const [wanted, present] = [await restored(laboratory, expected), await restored(laboratory, actual)];
  if (wanted === null || present === null) return found;
  const settled = (dump: string, again: string): boolean =>
    dumpDifferences(dumpEntries(dump), dumpEntries(again)).length === 0;
  if (settled(expected, wanted) && settled(actual, present)) return found;
  return observedDifferences(laboratory, wanted, present);
}

/** What pg_dump sets since PostgreSQL 17, whichever server it reads: older ones know no such setting. */
const newerSetting = /^SET transaction_timeout = 0;$/m;

/** Null where the dump cannot be restored. */
async function restored(laboratory: Laboratory, dump: string): Promise<string | null> {
  const url = await laboratory.createDatabase();
  const session = await laboratory.connectTo(url);
  try {
    const failure = await loadFile(url, dump.replace(newerSetting, ""), session);
    return failure === null ? await dumpOf(laboratory, url) : null;
  } finally {
    await session.close();
  }
}

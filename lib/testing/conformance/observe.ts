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
 * from a dump, so that what differs is looked at again after a dump and a restore of both.
 */
export async function observedDifferences(
  laboratory: Laboratory,
  expected: string,
  actual: string,
): Promise<readonly string[]> {
  const first = dumpDifferences(dumpEntries(expected), dumpEntries(actual));
  // What only one side has is no matter of spelling.
  if (first.length === 0 || first.some((one) => /^(?:lacks|has besides) /.test(one))) return first;
  const [wanted, present] = [await restored(laboratory, expected), await restored(laboratory, actual)];
  if (wanted === null || present === null) return first;
  return dumpDifferences(dumpEntries(wanted), dumpEntries(present));
}

/** Null where the dump cannot be restored. */
async function restored(laboratory: Laboratory, dump: string): Promise<string | null> {
  const url = await laboratory.createDatabase();
  const session = await laboratory.connectTo(url);
  try {
    const failure = await loadFile(url, dump, session);
    return failure === null ? await dumpOf(laboratory, url) : null;
  } finally {
    await session.close();
  }
}

import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";

/**
 * A dump with what pg_dump leaves out of it: that nothing tells apart the rows of a table whose replica identity was an index
 * that is gone. To PostgreSQL that is the same as NOTHING ("If this index is dropped, the behavior is the same", says the
 * manual's ALTER TABLE), and a restored dump would have the default instead.
 */
export async function withLostIdentities(dump: string, url: string): Promise<string> {
  let complete = dump;
  for (const name of await tablesWithLostIdentity(url)) {
    const owner = `\nALTER TABLE ${name} OWNER TO `;
    complete = complete.replace(
      owner,
      () => `\nALTER TABLE ONLY ${name} REPLICA IDENTITY NOTHING;\n\n${owner}`,
    );
  }
  return complete;
}

/** Their names as a dump spells them. */
async function tablesWithLostIdentity(url: string): Promise<readonly string[]> {
  const session = await connect(connectionSettingsFromUrl(url), { readOnly: true });
  try {
    const rows = await session.query<{ name: string }>(
      `SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relreplident = 'i'
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_index x WHERE x.indrelid = c.oid AND x.indisreplident)`,
    );
    return rows.map(({ name }) => name);
  } finally {
    await session.close();
  }
}

import { isUserSchema } from "../../kinds/catalog-sql";
import { type ObjectFinding, oldVersionFinding } from "../../kinds/finding";
import { grantedToPublic } from "../../kinds/ownership/public-grant";
import type { Session } from "../../postgres/connect";
import { qualify, quoteIdentifier } from "../../postgres/identifier";
import type { Identity } from "../../postgres/identity";
import { majorOf } from "../../postgres/version";

/** What PUBLIC may do in every database from the start. */
const initial = { PUBLIC: ["CONNECT", "TEMPORARY"] };

const grantsQuery = /* sql */ `
  SELECT pg_catalog.array_agg(g.privilege_type::text ORDER BY g.privilege_type COLLATE "C") AS granted
  FROM pg_catalog.pg_database d, pg_catalog.aclexplode(d.datacl) g
  WHERE d.datname = pg_catalog.current_database() AND g.grantee = 0`;

/** What everyone may do with the database itself beyond connecting and temporary tables: CREATE, which means schemas. */
export async function readDatabaseGrants(session: Session): Promise<readonly ObjectFinding[]> {
  const object: Identity = { kind: "database", name: session.database };
  const [row] = await session.query<{ granted: readonly string[] | null }>(grantsQuery);
  const privileges = { PUBLIC: row?.granted ?? [] };
  return grantedToPublic(
    { ...object, privileges } as Identity,
    `DATABASE ${quoteIdentifier(object.name)}`,
    initial,
  );
}

// The database's own version is kept from PostgreSQL 15 on; before that nobody wrote it down.
const databaseCollationQuery = /* sql */ `
  SELECT d.datcollversion IS DISTINCT FROM pg_catalog.pg_database_collation_actual_version(d.oid) AS differs
  FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database() AND d.datcollversion IS NOT NULL`;

// Asking the library about each of the hundreds that initdb imports takes long; what no column and no index uses cannot hurt.
const systemCollationsQuery = /* sql */ `
  WITH used AS (
    SELECT a.attcollation AS oid FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE a.attcollation <> 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'm', 'i', 'I') AND ${isUserSchema("n")}
    UNION
    SELECT k.oid FROM pg_catalog.pg_index x CROSS JOIN LATERAL pg_catalog.unnest(x.indcollation::oid[]) k (oid)
    JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE ${isUserSchema("n")})
  SELECT n.nspname::text AS schema, c.collname::text AS name
  FROM used JOIN pg_catalog.pg_collation c ON c.oid = used.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
  WHERE NOT ${isUserSchema("n")} AND c.collversion IS NOT NULL
    AND c.collversion IS DISTINCT FROM pg_catalog.pg_collation_actual_version(c.oid)
  ORDER BY 1, 2`;

/** The database's collation, and those of the system that columns or indexes use, where the library's version is another one now. */
export async function readCollationVersions(session: Session): Promise<readonly ObjectFinding[]> {
  const database =
    majorOf(session.serverVersion) >= 15
      ? await session.query<{ differs: boolean }>(databaseCollationQuery)
      : [];
  const system = await session.query<{ schema: string; name: string }>(systemCollationsQuery);
  return [
    ...database
      .filter(({ differs }) => differs)
      .map(() =>
        oldVersionFinding({ kind: "database", name: session.database }, quoteIdentifier(session.database)),
      ),
    ...system.map(({ schema, name }) =>
      oldVersionFinding({ kind: "collation", schema, name }, qualify(schema, name)),
    ),
  ];
}

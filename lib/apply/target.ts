import type { Session } from "../postgres/connect";

/** Which database a plan is for: the same names on another server are another database. */
export interface Target {
  /** pg_control_system(): differs between clusters, the same on primary and standby. Null where the role may not read it. */
  readonly systemIdentifier: string | null;
  readonly databaseOid: number;
  readonly database: string;
}

export interface TargetFacts extends Target {
  /** Goes up with each failover. */
  readonly timeline: number | null;
  readonly inRecovery: boolean;
}

const controlQuery = `
  SELECT (SELECT system_identifier::text FROM pg_catalog.pg_control_system()) AS "systemIdentifier",
         (SELECT timeline_id FROM pg_catalog.pg_control_checkpoint()) AS timeline`;

/** Reads which database a session is connected to. Stands inside a transaction or outside of one. */
export async function readTarget(session: Session): Promise<TargetFacts> {
  const [facts] = await session.query<{
    databaseOid: number;
    database: string;
    inRecovery: boolean;
    readsControl: boolean;
  }>(
    `SELECT d.oid::bigint::float8 AS "databaseOid", d.datname::text AS database, pg_catalog.pg_is_in_recovery() AS "inRecovery",
            pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')
              AND pg_catalog.has_function_privilege('pg_catalog.pg_control_checkpoint()', 'EXECUTE') AS "readsControl"
       FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()`,
  );
  if (facts === undefined) throw new Error("pg_database does not list the current database");
  const { readsControl, ...rest } = facts;
  const [control] = readsControl
    ? await session.query<{ systemIdentifier: string; timeline: number }>(controlQuery)
    : [];
  return {
    ...rest,
    systemIdentifier: control?.systemIdentifier ?? null,
    timeline: control?.timeline ?? null,
  };
}

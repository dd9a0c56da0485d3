import "server-only";
import { requireRight } from "../access/authority";
import { isUserSchema } from "../kinds/catalog-sql";
import type { Session } from "../postgres/connect";
import { describeAddress } from "../postgres/connection-settings";
import { quoteIdentifier } from "../postgres/identifier";
import { visible } from "../postgres/identity";
import { versionText } from "../postgres/version";
import { type ConnectionInput, connectionParts, connectionSchema } from "./connection-input";
import type { Context } from "./context";
import { limitRate } from "./limit-rate";
import { openConnection } from "./open-database";
import { parseInput } from "./parse-input";

/** Something to know of a connection before relying on it. */
export interface ConnectionNote {
  /** `problem`: the verdict of every check will be `unknown` until it is mended. */
  readonly severity: "info" | "warning" | "problem";
  readonly message: string;
  /** SQL or words that mend it. */
  readonly remedy?: string;
}

/** What a connection shows. */
export interface ConnectionReport {
  readonly address: string;
  /** `server_version_num`. */
  readonly serverVersion: number;
  readonly user: string;
  readonly schemas: number;
  readonly tables: number;
  readonly inRecovery: boolean;
  readonly superuser: boolean;
  readonly canWrite: boolean;
  readonly notes: readonly ConnectionNote[];
}

/**
 * Connects, and tells what the role sees and may do. Nothing is stored.
 * @throws AppError naming what is wrong with the connection
 */
export async function testConnection(context: Context, input: ConnectionInput): Promise<ConnectionReport> {
  requireRight(context.actor, "add databases");
  // Each tries an address in the network of the server.
  await limitRate(context, "connection test", context.actor.id);
  const { profile, password } = connectionParts(parseInput(connectionSchema, input));
  const session = await openConnection(profile, password);
  try {
    return await reportConnection(session, describeAddress(profile));
  } finally {
    await session.close();
  }
}

interface Facts {
  readonly superuser: boolean;
  readonly schemas: number;
  readonly tables: number;
  readonly writable: number;
  readonly closedSchemas: readonly string[];
  readonly closedCatalogs: readonly string[];
}

// What the readers of lib/kinds select from. A hardened server can have taken these from PUBLIC.
const catalogs = [
  ...[
    "pg_class",
    "pg_attribute",
    "pg_attrdef",
    "pg_constraint",
    "pg_index",
    "pg_namespace",
    "pg_type",
    "pg_enum",
  ],
  ...[
    "pg_sequence",
    "pg_proc",
    "pg_depend",
    "pg_description",
    "pg_extension",
    "pg_trigger",
    "pg_policy",
    "pg_roles",
  ],
];

const factsQuery = `
  SELECT (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user) AS superuser,
         (SELECT count(*)::int FROM pg_catalog.pg_namespace n WHERE ${isUserSchema("n")}) AS schemas,
         (SELECT count(*)::int FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
           WHERE c.relkind IN ('r', 'p') AND ${isUserSchema("n")}) AS tables,
         (SELECT count(*)::int FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
           WHERE c.relkind IN ('r', 'p') AND ${isUserSchema("n")}
             AND pg_catalog.has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')) AS writable,
         ARRAY(SELECT n.nspname::text FROM pg_catalog.pg_namespace n
                WHERE ${isUserSchema("n")} AND NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                ORDER BY 1) AS "closedSchemas",
         ARRAY(SELECT name FROM pg_catalog.unnest($1::text[]) AS name
                WHERE NOT pg_catalog.has_table_privilege('pg_catalog.' || name, 'SELECT')) AS "closedCatalogs"`;

/** What a session's role sees and may do. */
export async function reportConnection(session: Session, address: string): Promise<ConnectionReport> {
  const [facts] = await session.query<Facts>(factsQuery, [catalogs]);
  if (facts === undefined) throw new Error("the server answered a query of facts with no row");
  const canWrite = facts.superuser || facts.writable > 0;
  return {
    address,
    serverVersion: session.serverVersion,
    user: session.user,
    schemas: facts.schemas,
    tables: facts.tables,
    inRecovery: session.inRecovery,
    superuser: facts.superuser,
    canWrite,
    notes: notesOf(session, facts, canWrite),
  };
}

function notesOf(session: Session, facts: Facts, canWrite: boolean): readonly ConnectionNote[] {
  const role = visible(session.user);
  const notes: ConnectionNote[] = [];
  if (facts.closedCatalogs.length > 0) {
    notes.push({
      severity: "problem",
      message: `${role} may not read ${facts.closedCatalogs.join(", ")}. Differences there would be missed, so checks end as unknown.`,
      remedy: `GRANT SELECT ON ${facts.closedCatalogs.map((name) => `pg_catalog.${name}`).join(", ")} TO PUBLIC;`,
    });
  }
  const definitions = facts.schemas === 1 ? "the one schema" : `all ${facts.schemas} schemas`;
  if (facts.closedSchemas.length > 0) {
    const grants = facts.closedSchemas
      .filter((name) => visible(name) === name)
      .map((name) => `GRANT USAGE ON SCHEMA ${quoteIdentifier(name)} TO ${quoteIdentifier(session.user)};`);
    notes.push({
      severity: "warning",
      message: `${role} can read the definitions in ${definitions}. It has no USAGE on ${facts.closedSchemas.map(visible).join(", ")}: rows there cannot be looked at.`,
      ...(grants.length === 0 ? {} : { remedy: grants.join("\n") }),
    });
  } else if (facts.closedCatalogs.length === 0 && facts.schemas > 0) {
    notes.push({ severity: "info", message: `${role} can read the definitions in ${definitions}.` });
  }
  if (canWrite) {
    const how = facts.superuser ? "is a superuser" : "can write";
    notes.push({
      severity: "warning",
      message: `${role} ${how}. Use a read-only role for checks: they need no more.`,
    });
  }
  if (session.inRecovery) {
    notes.push({
      severity: "info",
      message: "This server is a read replica. It can be checked; fixes have to be applied to its primary.",
    });
  }
  if (facts.tables === 0) notes.push({ severity: "info", message: "The database holds no tables." });
  notes.push({
    severity: "info",
    message: `PostgreSQL ${versionText(session.serverVersion)}, ${count(facts.tables, "table")} in ${count(facts.schemas, "schema")}.`,
  });
  return notes;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

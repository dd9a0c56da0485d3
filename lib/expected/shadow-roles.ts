import type { Session } from "../postgres/connect";
import { errorCode } from "../postgres/connection-error";
import { quoteIdentifier, quoteLiteral } from "../postgres/identifier";

/** The comment by which our roles in a shadow cluster are told from others. */
export const builderMark = "Plumbline: runs one source, and goes with it";
const sourceRoleMark = "Plumbline: a role that sources name";

/**
 * Makes sure that a role named by a source exists, and lets the builder give objects to it.
 *
 * A role that was there before is left as it is: the builder must never become a member of somebody's role, least of
 * all of a superuser.
 * @returns `ours` when the builder may act as the role
 */
export async function ensureSourceRole(
  bootstrap: Session,
  builder: string,
  name: string,
): Promise<"ours" | "foreign" | "refused"> {
  // Postgres keeps these names for itself: 42939.
  if (/^pg_/.test(name) || name === "public" || name === "none" || name === "") return "refused";
  const found = await lookUp(bootstrap, builder, name);
  if (found?.foreign) return "foreign";
  if (found?.member) return "ours";
  const role = quoteIdentifier(name);
  const make = `CREATE ROLE ${role} NOLOGIN; COMMENT ON ROLE ${role} IS ${quoteLiteral(sourceRoleMark)};`;
  const grant = `GRANT ${role} TO ${quoteIdentifier(builder)};`;
  for (let attempt = 1; ; attempt++) {
    try {
      await bootstrap.script(attempt === 1 && !found ? `${make} ${grant}` : grant);
      return "ours";
    } catch (error) {
      // Another build may make the same role at this moment (42710, 23505), or grant it (XX000, tuple concurrently updated).
      const code = errorCode(error) ?? "";
      if (attempt > 5 || !["42710", "23505", "XX000"].includes(code)) throw error;
      if ((await lookUp(bootstrap, builder, name))?.foreign) return "foreign";
    }
  }
}

/**
 * Lets the builder give objects to those of the named roles that another build made: for this build they exist already,
 * so that no error asked for them.
 */
export async function joinSourceRoles(
  bootstrap: Session,
  builder: string,
  names: readonly string[],
): Promise<boolean> {
  const rows = await bootstrap.query<{ name: string }>(
    `SELECT r.rolname::text AS name FROM pg_catalog.pg_roles r
     WHERE r.rolname = ANY ($1::text[]) AND NOT r.rolsuper
       AND pg_catalog.shobj_description(r.oid, 'pg_authid') = $2
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_auth_members m
                       WHERE m.roleid = r.oid AND m.member = pg_catalog.to_regrole($3))`,
    [names, sourceRoleMark, quoteIdentifier(builder)],
  );
  for (const { name } of rows) await ensureSourceRole(bootstrap, builder, name);
  return rows.length > 0;
}

async function lookUp(
  bootstrap: Session,
  builder: string,
  name: string,
): Promise<{ foreign: boolean; member: boolean } | undefined> {
  const rows = await bootstrap.query<{ foreign: boolean; member: boolean }>(
    `SELECT r.rolsuper OR pg_catalog.shobj_description(r.oid, 'pg_authid') IS DISTINCT FROM $3 AS foreign,
            EXISTS (SELECT FROM pg_catalog.pg_auth_members m
                    WHERE m.roleid = r.oid AND m.member = pg_catalog.to_regrole($2)) AS member
     FROM pg_catalog.pg_roles r WHERE r.rolname = $1`,
    [name, quoteIdentifier(builder), sourceRoleMark],
  );
  return rows[0];
}

/** Removes the roles that sources named. Only while no other build runs: they are shared by all. */
export async function dropSourceRoles(bootstrap: Session): Promise<void> {
  for (const { role } of await bootstrap.query<{ role: string }>(
    `SELECT pg_catalog.quote_ident(rolname) AS role FROM pg_catalog.pg_roles
     WHERE NOT rolsuper AND pg_catalog.shobj_description(oid, 'pg_authid') = $1`,
    [sourceRoleMark],
  )) {
    try {
      await bootstrap.execute(`DROP ROLE IF EXISTS ${role}`);
    } catch (error) {
      // Something depends on it (2BP01): somebody has put it to a use of their own.
      if (errorCode(error) !== "2BP01") throw error;
    }
  }
}

import { quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { statement } from "../postgres/statement";
import { address } from "./catalog-sql";
import { changeForeignOptions, credentialOptions, isRedacted, withForeignOptions } from "./foreign-options";
import type { Kind } from "./kind";
import { isManual } from "./manual";

/** The account that a role has on a foreign server; its password is never read. Named `app on archive`. */
export interface UserMapping extends Identity {
  readonly kind: "user mapping";
  /** `PUBLIC`, or a role as SQL writes it. */
  readonly user: string;
  readonly server: string;
  readonly options: readonly string[] | null;
}

const target = (mapping: UserMapping): string =>
  `USER MAPPING FOR ${mapping.user} SERVER ${quoteIdentifier(mapping.server)}`;

/** pg_user_mapping is the superuser's; this view hides options instead of refusing. */
const mappings = "pg_catalog.pg_user_mappings m";
const user = "CASE WHEN m.umuser = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(m.usename) END";

export const userMapping: Kind<UserMapping> = {
  kind: "user mapping",
  label: "user mapping",
  plural: "user mappings",
  presence: mappings,
  query: () => /* sql */ `
    SELECT 'user mapping' AS kind, ${user} || ' on ' || m.srvname AS name, ${user} AS user, m.srvname AS server,
           ${credentialOptions("m.umoptions")} AS options, ${address("pg_user_mapping", "m.umid")} AS address
    FROM ${mappings}`,
  // The condition of the view itself (system_views.sql): it hides the options of everyone else's mappings as NULL.
  notVisible: () => /* sql */ `
    SELECT 'options of user mappings' AS what,
           'Role ' || pg_catalog.quote_ident(current_user) || ' may not see the options of ' || pg_catalog.count(*) || ' user mappings.' AS reason,
           'Check as a superuser.' AS remedy
    FROM ${mappings} JOIN pg_catalog.pg_foreign_server s ON s.oid = m.srvid
    WHERE m.umoptions IS NULL AND NOT (
      (m.umuser <> 0 AND m.usename = current_user
        AND (pg_catalog.pg_has_role(s.srvowner, 'USAGE') OR pg_catalog.has_server_privilege(s.oid, 'USAGE')))
      OR (m.umuser = 0 AND pg_catalog.pg_has_role(s.srvowner, 'USAGE'))
      OR (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user))
    HAVING pg_catalog.count(*) > 0`,
  attributes: {
    user: "ignore",
    server: "ignore",
    options: (expected, actual) => {
      const clause = changeForeignOptions(expected.options, actual.options);
      return isManual(clause)
        ? clause
        : [statement(`ALTER ${target(expected)} ${clause}`, identityOf(expected))];
    },
  },
  texts: [],
  severity: { missing: "high", unexpected: "high", attributes: { options: "high" } },
  why: {
    missing: "The role cannot read foreign tables of the server (42704: user mapping not found).",
    unexpected: "The role can reach another server by an account that the source does not know.",
    options: "The role reaches the other server as another user.",
  },
  cannotCreate: (object) =>
    (object.options ?? []).some(isRedacted)
      ? "Its options hold credentials, whose values are never read: only who knows them can create the mapping."
      : null,
  create: (object) => [
    statement(`CREATE ${target(object)}${withForeignOptions(object.options)}`, identityOf(object), {
      after: [{ kind: "server", name: object.server }],
    }),
  ],
  drop: (object) => [
    statement(`DROP ${target(object)}`, identityOf(object), {
      hazards: [{ code: "cannot-be-undone", detail: "its credentials are not known to us" }],
    }),
  ],
};

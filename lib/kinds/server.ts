import { quoteIdentifier, quoteLiteral } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, joinComment, privileges, roleName } from "./catalog-sql";
import {
  changeForeignOptions,
  isRedacted,
  readableOptions,
  unreadOption,
  withForeignOptions,
} from "./foreign-options";
import type { Kind, Sides } from "./kind";
import { isManual, type Manual, manual } from "./manual";
import { afterCreate, alterOwner, changeGrants, type Privileges, setComment } from "./ownership/ownership";
import { grantedToPublic } from "./ownership/public-grant";

/** A foreign server. */
export interface Server extends Identity {
  readonly kind: "server";
  readonly wrapper: string;
  readonly type: string | null;
  readonly version: string | null;
  /** Values that may be secret are not read. */
  readonly options: readonly string[] | null;
  readonly owner: string | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

const target = (server: Identity): string => `SERVER ${quoteIdentifier(server.name)}`;
const grantTarget = (server: Identity): string => `FOREIGN ${target(server)}`;

const alter = (server: Server, action: string): Statement =>
  statement(`ALTER ${target(server)} ${action}`, identityOf(server));

/** User mappings may hold passwords that we cannot write again: a server that has such a one is not dropped for a change. */
const recreateWithoutMappings = (expected: Server, actual: Server, sides: Sides): "recreate" | Manual => {
  const mapped = sides.actual
    .dependentsOf(actual)
    .filter(({ kind }) => kind === "user mapping")
    .flatMap((mapping) => [mapping, sides.expected.get(mapping) ?? mapping]);
  const why = mapped.some(({ options }) => !isKnownWhole(options as Server["options"]))
    ? "it would have to be made anew, and its user mappings hold passwords that are never read. Only who knows them can make server and mappings anew."
    : unreadOption(expected.options);
  return why === null ? "recreate" : manual(why);
};

/** Who may not see the options of a mapping is shown none. */
const isKnownWhole = (options: Server["options"]): boolean =>
  options !== null && unreadOption(options) === null;

export const server: Kind<Server> = {
  kind: "server",
  label: "foreign server",
  plural: "foreign servers",
  presence: "pg_catalog.pg_foreign_server",
  query: () => /* sql */ `
    SELECT 'server' AS kind, s.srvname AS name, w.fdwname AS wrapper, s.srvtype AS type, s.srvversion AS version,
           ${readableOptions("s.srvoptions")} AS options,
           ${roleName("s.srvowner")} AS owner, ${privileges("s.srvacl", "S", "s.srvowner")} AS privileges,
           d.description AS comment, ${address("pg_foreign_server", "s.oid")} AS address
    FROM pg_catalog.pg_foreign_server s
    JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
    ${joinComment("d", "pg_foreign_server", "s.oid")}`,
  attributes: {
    wrapper: recreateWithoutMappings,
    type: recreateWithoutMappings,
    // ALTER SERVER has no way back to no version.
    version: (expected, actual, sides) =>
      expected.version === null
        ? recreateWithoutMappings(expected, actual, sides)
        : [alter(expected, `VERSION ${quoteLiteral(expected.version)}`)],
    options: (expected, actual) => {
      const clause = changeForeignOptions(expected.options, actual.options);
      return isManual(clause) ? clause : [alter(expected, clause)];
    },
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    privileges: (expected, actual) => changeGrants(grantTarget(expected), expected, actual),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: [],
  severity: {
    missing: "high",
    unexpected: "medium",
    attributes: {
      wrapper: "high",
      options: "high",
      type: "low",
      version: "low",
      privileges: "high",
      owner: "info",
      comment: "info",
    },
  },
  words: { wrapper: "foreign data wrapper" },
  why: {
    missing: "Foreign tables on this server cannot be made or read.",
    options: "Foreign tables are read from another host, port or database than the source says.",
    privileges: "Who may use the server, and so connect out of the database, is not what the source says.",
  },
  cannotCreate: (object) =>
    (object.options ?? []).some(isRedacted)
      ? "Some of its options may be secrets, whose values are never read: only who knows them can create the server."
      : null,
  findings: (object) => grantedToPublic(object, grantTarget(object)),
  create: (object) => [
    statement(
      `CREATE ${target(object)}${object.type === null ? "" : ` TYPE ${quoteLiteral(object.type)}`}${object.version === null ? "" : ` VERSION ${quoteLiteral(object.version)}`} FOREIGN DATA WRAPPER ${quoteIdentifier(object.wrapper)}${withForeignOptions(object.options)}`,
      identityOf(object),
      { after: [{ kind: "extension", name: object.wrapper }] },
    ),
    ...afterCreate(object, { alter: target(object), comment: target(object), grant: grantTarget(object) }),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object))],
};

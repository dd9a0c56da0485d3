import { quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import type { Statement } from "../postgres/statement";
import { address, columnPrivileges, isUserSchema, privileges, roleName } from "./catalog-sql";
import type { Kind } from "./kind";
import { changePrivileges, type InitialPrivileges, type Privileges } from "./ownership/ownership";
import { publicGrants } from "./ownership/public-grant";

type ObjectType = "tables" | "sequences" | "functions" | "types" | "schemas" | "large objects";

/** What objects of one type are granted when one role makes them, in one schema or anywhere. */
export interface DefaultPrivileges extends Identity {
  readonly kind: "default privileges";
  /** `tables made by app`. The database's owner, who is another one in each database, is called `(owner)`. */
  readonly name: string;
  /** The role that makes the objects; null where a source means whoever owns the database, and does not say who that is. */
  readonly role: string | null;
  readonly objectType: ObjectType;
  readonly privileges: Privileges;
}

/** pg_default_acl.defaclobjtype, the letter of acldefault, and what PUBLIC has from the start. */
const objectTypes: readonly {
  readonly type: ObjectType;
  readonly letter: string;
  readonly acl: string;
  readonly initial: InitialPrivileges;
}[] = [
  { type: "tables", letter: "r", acl: "r", initial: {} },
  { type: "sequences", letter: "S", acl: "s", initial: {} },
  { type: "functions", letter: "f", acl: "f", initial: { PUBLIC: ["EXECUTE"] } },
  { type: "types", letter: "T", acl: "T", initial: { PUBLIC: ["USAGE"] } },
  { type: "schemas", letter: "n", acl: "n", initial: {} },
  { type: "large objects", letter: "L", acl: "L", initial: {} },
];

const owner =
  "(SELECT db.datdba FROM pg_catalog.pg_database db WHERE db.datname = pg_catalog.current_database())";

const ofOwner = "(owner)";

/** True for the defaults of whoever owns the database. */
export const isOfOwner = (object: DefaultPrivileges): boolean => object.name === nameOf(object, ofOwner);

/** The same defaults as those of whoever owns the database, whose name may be unknown. */
export const asOfOwner = (object: DefaultPrivileges, name: string | null): DefaultPrivileges => ({
  ...object,
  name: nameOf(object, ofOwner),
  role: name,
});

const nameOf = (object: DefaultPrivileges, role: string): string => `${object.objectType} made by ${role}`;

export const defaultPrivileges: Kind<DefaultPrivileges> = {
  kind: "default privileges",
  label: "default privileges",
  plural: "default privileges",
  presence: "pg_catalog.pg_default_acl",
  // Those of one schema are added to the global ones; the global ones take the place of what Postgres grants by itself.
  query: () =>
    objectTypes
      .map(
        ({ type, letter, acl }) => /* sql */ `
    SELECT 'default privileges' AS kind, n.nspname AS schema,
           '${type} made by ' || CASE WHEN a.defaclrole = ${owner} THEN '${ofOwner}' ELSE ${roleName("a.defaclrole")}::text END AS name,
           ${roleName("a.defaclrole")} AS role, '${type}' AS "objectType",
           CASE WHEN a.defaclnamespace = 0 THEN ${privileges("a.defaclacl", acl, "a.defaclrole")}
                ELSE ${columnPrivileges("a.defaclacl", "a.defaclrole")} END AS privileges,
           ${address("pg_default_acl", "a.oid")} AS address
    FROM pg_catalog.pg_default_acl a
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = a.defaclnamespace
    WHERE a.defaclobjtype = '${letter}' AND (n.oid IS NULL OR ${isUserSchema("n")})`,
      )
      .join(" UNION ALL "),
  attributes: {
    role: "ignore",
    objectType: "ignore",
    privileges: (expected, actual) => change(expected, expected.privileges, actual.privileges),
  },
  texts: [],
  severity: {
    missing: "high",
    unexpected: "high",
    attributes: { privileges: "high" },
  },
  words: { objectType: "object type" },
  why: {
    missing: "Objects that the role makes from now on lack grants that the application relies on.",
    unexpected: "Objects that the role makes from now on are open to roles that the source does not name.",
    privileges: "Who may use objects that the role makes from now on is not what the source says.",
  },
  undoOnNew: (object, created, grants) =>
    object.objectType !== grants.objectType ||
    (object.schema !== undefined && object.schema !== created.schema)
      ? []
      : changePrivileges(
          grants.target,
          identityOf(created),
          object.schema === undefined ? grants.initial : {},
          null,
          object.privileges,
        ),
  givesToMembers: (object, { memberSchema }) =>
    object.role === null ||
    object.objectType === "large objects" ||
    (object.schema !== undefined && object.schema !== memberSchema)
      ? null
      : {
          role: object.role,
          grantees: granteesOf(object),
          putAside: change(object, null, object.privileges),
          putBack: change(object, object.privileges, null),
        },
  findings: (object) =>
    publicGrants(
      object,
      object.schema === undefined
        ? (objectTypes.find(({ type }) => type === object.objectType)?.initial ?? {})
        : {},
      (without, present) => change(object, without, present),
    ),
  create: (object) => change(object, object.privileges, null),
  drop: (object) => change(object, null, object.privileges),
};

const role = (object: DefaultPrivileges): string =>
  object.role === null ? "CURRENT_USER" : quoteIdentifier(object.role);

function change(object: DefaultPrivileges, expected: Privileges, actual: Privileges): readonly Statement[] {
  const inSchema = object.schema === undefined ? "" : ` IN SCHEMA ${quoteIdentifier(object.schema)}`;
  const forRole = object.role === null ? "" : ` FOR ROLE ${role(object)}`;
  const initial = objectTypes.find(({ type }) => type === object.objectType)?.initial ?? {};
  const changes =
    object.schema === undefined
      ? changePrivileges(
          target(object),
          { ...object, owner: object.role } as Identity,
          initial,
          expected,
          actual,
        )
      : // In a schema nothing is granted from the start, not even to the role itself.
        changePrivileges(target(object), object, {}, named(object, expected), named(object, actual));
  return changes.map((statement) => ({
    ...statement,
    object: identityOf(object),
    sql: `ALTER DEFAULT PRIVILEGES${forRole}${inSchema} ${statement.sql}`,
  }));
}

/** Who has other grants than from the start. In a schema nothing is granted from the start. */
function granteesOf({ schema, objectType, privileges }: DefaultPrivileges): readonly string[] {
  const initial = schema === undefined ? objectTypes.find(({ type }) => type === objectType)?.initial : {};
  const [before, after] = [initial ?? {}, privileges ?? initial ?? {}];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (grantee) => grantee !== ofOwner && before[grantee]?.join() !== after[grantee]?.join(),
  );
}

const target = (object: DefaultPrivileges): string => object.objectType.toUpperCase();

const named = (object: DefaultPrivileges, list: Privileges): Privileges =>
  list === null
    ? null
    : Object.fromEntries(
        Object.entries(list).map(([grantee, granted]) => [
          grantee === "(owner)" ? role(object) : grantee,
          granted,
        ]),
      );

import { quoteIdentifier } from "../postgres/identifier";
import type { Identity } from "../postgres/identity";
import { statement } from "../postgres/statement";
import { address, isUserSchema, joinComment, privileges, roleName } from "./catalog-sql";
import type { Kind } from "./kind";
import { afterCreate, alterOwner, changeGrants, type Privileges, setComment } from "./ownership/ownership";
import { grantedToPublic } from "./ownership/public-grant";

export interface Schema extends Identity {
  readonly kind: "schema";
  readonly owner: string | null;
  /** Of `public` before PostgreSQL 15: who owns it in truth. Grants to that role say nothing there. */
  readonly founder?: string | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

const target = (schema: Identity): string => `SCHEMA ${quoteIdentifier(schema.name)}`;

/**
 * `public` is made by initdb and not by anyone's DDL: its owner and its first grants changed with PostgreSQL 15
 * (pg_database_owner; CREATE no longer for PUBLIC). The grants of the server's own version count as nothing declared, and
 * the bootstrap superuser (10), who owned it before, as what came to own it since.
 */
const initialPublic = (major: number): string =>
  major >= 15 ? `'{"PUBLIC": ["USAGE"]}'::jsonb` : `'{"PUBLIC": ["CREATE", "USAGE"]}'::jsonb`;

export const schema: Kind<Schema> = {
  kind: "schema",
  label: "schema",
  plural: "schemas",
  query: (major) => /* sql */ `
    SELECT 'schema' AS kind, n.nspname AS name,
           ${major >= 15 ? roleName("n.nspowner") : `CASE WHEN n.nspname = 'public' AND n.nspowner = 10 THEN '${ownerFromStart}' ELSE ${roleName("n.nspowner")} END`} AS owner,
           ${major >= 15 ? "NULL" : `CASE WHEN n.nspname = 'public' THEN ${roleName("n.nspowner")} END`} AS founder,
           CASE WHEN n.nspname = 'public' AND p.list = ${initialPublic(major)} THEN NULL
                WHEN n.nspname = 'public' AND p.list IS NULL THEN '{}'::jsonb
                ELSE p.list END AS privileges,
           CASE WHEN n.nspname <> 'public' THEN d.description
                WHEN d.description IS NULL THEN '' WHEN d.description <> '${initialComment}' THEN d.description END AS comment,
           ${address("pg_namespace", "n.oid")} AS address
    FROM pg_catalog.pg_namespace n
    CROSS JOIN LATERAL (SELECT ${privileges("n.nspacl", "n", "n.nspowner")} AS list) p
    ${joinComment("d", "pg_namespace", "n.oid")}
    WHERE ${isUserSchema("n")}`,
  attributes: {
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    founder: "ignore",
    privileges: (expected, actual, sides) =>
      changeGrants(target(expected), expected, actual, {
        initial: expected.name === "public" ? publicFromStart(sides.actual.serverVersion) : {},
      }),
    comment: (expected) => [setComment(target(expected), expected, commentOf(expected))],
  },
  texts: [],
  // `public` made again by hand has lost what initdb says of it: a source that leaves the schema to whoever runs it says nothing of that.
  comparable: {
    comment: (expected, actual) =>
      expected.owner !== null || expected.comment !== null || actual.comment !== "",
  },
  severity: {
    missing: "high",
    unexpected: "medium",
    attributes: { owner: "info", privileges: "high", comment: "info" },
  },
  valueWords: { comment: { "": "none: that of initdb was removed" } },
  why: {
    missing: "Everything the application keeps in this schema is missing with it.",
    privileges: "Who may create or look up objects in the schema is not what the source says.",
  },
  onlyHouses: true,
  defaultGrants: { objectType: "schemas", initial: {}, target: target },
  findings: (object, actual) =>
    grantedToPublic(
      object,
      target(object),
      object.name === "public" ? publicFromStart(actual.serverVersion) : {},
    ),
  create: (object, expected) => [
    statement(`CREATE ${target(object)}`, object),
    ...afterCreate(spelledOut(object, expected.serverVersion), {
      ...{ alter: target(object), comment: target(object), grant: target(object) },
    }),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, object)],
};

/** What initdb says of `public` is what nobody declared (null); the empty text is the lack of a comment, as COMMENT has it. */
const commentOf = (schema: Schema): string | null =>
  schema.comment === null && schema.name === "public" ? initialComment : schema.comment;

/** What initdb gives `public`, and CREATE SCHEMA does not. */
const spelledOut = (schema: Schema, serverVersion: number): Schema =>
  schema.name === "public"
    ? {
        ...schema,
        privileges: schema.privileges ?? publicFromStart(serverVersion),
        comment: commentOf(schema) || null,
      }
    : schema;

/**
 * The schema as a server of another version has it where the same was said: whose `public` is, and what PUBLIC may in it, without
 * anybody's word is what that version's initdb gives.
 * @param own the version of the server that it was read from
 * @param present what the other server has
 */
export function publicFor(schema: Schema, own: number, other: number, present: Schema | undefined): Schema {
  if (schema.name !== "public" || present === undefined) return schema;
  const owner =
    isFoundersOwn(schema, present) || isFoundersOwn(present, schema) ? present.owner : schema.owner;
  const privileges = grantedOn(schema, own, other, present.founder);
  return owner === schema.owner && privileges === schema.privileges
    ? schema
    : { ...schema, owner, privileges };
}

/** True where one has its founder as the owner that initdb gave it, and the other has that role by its name. */
const isFoundersOwn = (one: Schema, other: Schema): boolean =>
  one.owner === ownerFromStart && other.owner !== null && other.owner === one.founder;

function grantedOn(
  { privileges }: Schema,
  from: number,
  other: number,
  founder: Schema["founder"],
): Privileges {
  const [here, there] = [from, other].map((version) => publicFromStart(version).PUBLIC.join());
  if (privileges === null || here === there) return privileges;
  const { PUBLIC = [], ...grantees } = privileges;
  const own = founder == null ? null : quoteIdentifier(founder);
  const granted = Object.fromEntries(Object.entries(grantees).filter(([grantee]) => grantee !== own));
  const open = PUBLIC.join() === here ? publicFromStart(other).PUBLIC : PUBLIC;
  if (open.join() === there && Object.keys(granted).length === 0) return null;
  return open.length === 0 ? granted : { PUBLIC: open, ...granted };
}

/** Who owns `public` until somebody says otherwise. */
export const ownerFromStart = "pg_database_owner";

const initialComment = "standard public schema";

const publicFromStart = (serverVersion: number): { readonly PUBLIC: readonly string[] } =>
  serverVersion >= 150_000 ? { PUBLIC: ["USAGE"] } : { PUBLIC: ["CREATE", "USAGE"] };

/** What was granted on the members of an extension, and taken from them, besides what its script did: just what pg_dump writes of them. */
import { quoteIdentifier } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import type { Statement } from "../../postgres/statement";
import { catalogOid } from "../catalog-sql";
import { changedColumns } from "../columns/column-entries";
import { changePrivileges } from "./ownership";

/**
 * Stands for the schema that the extension's members live in, as it does in the scripts of extensions
 * (https://www.postgresql.org/docs/current/extend-extensions.html): with the extension they move together with their grants.
 */
const memberSchema = "@extschema@.";

/** Member as GRANT spells it (a column's behind its table: `TABLE @extschema@.spatial_ref_sys (srid)`) → grantee → privileges. */
export type MemberGrants = { readonly [member: string]: { readonly [grantee: string]: readonly string[] } };

/** The catalogs whose rows have an access list: how GRANT names them, and acldefault's letter, both as SQL. */
const lists = [
  ["pg_proc", "proacl", "proowner", "'ROUTINE'", "'f'"],
  [
    "pg_class",
    "relacl",
    "relowner",
    "CASE o.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END",
    `CASE o.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END`,
  ],
  ["pg_type", "typacl", "typowner", "'TYPE'", "'T'"],
  ["pg_namespace", "nspacl", "nspowner", "'SCHEMA'", "'n'"],
  ["pg_language", "lanacl", "lanowner", "'LANGUAGE'", "'l'"],
  ["pg_foreign_server", "srvacl", "srvowner", "'FOREIGN SERVER'", "'S'"],
  ["pg_foreign_data_wrapper", "fdwacl", "fdwowner", "'FOREIGN DATA WRAPPER'", "'F'"],
] as const;

/** Every row that has an access list: `initial` is what its kind has from the start. */
const granted = [
  ...lists.map(
    ([catalog, acl, owner, word, letter]) =>
      `SELECT ${catalogOid[catalog]}::pg_catalog.oid AS class, o.oid, 0 AS sub, ${word} AS word, '' AS "column", o.${owner} AS owner, o.${acl} AS acl,
              pg_catalog.acldefault(${letter}, o.${owner}) AS initial FROM pg_catalog.${catalog} o WHERE o.${acl} IS NOT NULL`,
  ),
  `SELECT ${catalogOid.pg_class}, a.attrelid, a.attnum, 'TABLE', ' (' || pg_catalog.quote_ident(a.attname) || ')', c.relowner, a.attacl, NULL
   FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid WHERE a.attacl IS NOT NULL`,
].join(" UNION ALL ");

const bare = "pg_catalog.concat(g.privilege_type)";
const withOption = `pg_catalog.concat(g.privilege_type, CASE WHEN g.is_grantable AND g.grantee <> m.owner THEN ' WITH GRANT OPTION' END)`;

const gone = (from: string, than: string, privilege: string): string =>
  `(SELECT g.grantee, ${privilege} FROM pg_catalog.aclexplode(${from}) g EXCEPT SELECT g.grantee, ${privilege} FROM pg_catalog.aclexplode(${than}) g)`;

const changes = (what: string): string => `COALESCE((
  SELECT pg_catalog.jsonb_object_agg(t.member, t.list) FROM (
    SELECT y.member, pg_catalog.jsonb_object_agg(y.grantee, y.list) AS list FROM (
      SELECT m.member, CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) END AS grantee,
             pg_catalog.jsonb_agg(x.privilege ORDER BY x.privilege COLLATE pg_catalog."C") AS list
      FROM members m CROSS JOIN LATERAL ${what} x (grantee, privilege) WHERE m.extension = e.oid GROUP BY m.member, x.grantee) y
    GROUP BY y.member) t), '{}')`;

const prefix = "pg_catalog.quote_ident(n.nspname) || '.'";

/** What pg_identify_object prints, `s.f(s.t,integer)`, with {@link memberSchema} for the schema, in front and among the arguments. */
const identity = ["(", ","].reduce(
  (printed, before) => `pg_catalog.replace(${printed}, '${before}' || ${prefix}, '${before}${memberSchema}')`,
  "'(' || (pg_catalog.pg_identify_object(m.class, m.oid, 0)).identity",
);

/** Goes before a query of pg_extension `e` that reads {@link memberGrants}; pg_init_privs has what the extension's script granted. */
export const withMembers = `WITH members AS MATERIALIZED (
  SELECT d.refobjid AS extension, m.owner, m.acl, COALESCE(i.initprivs, m.initial) AS initial,
         m.word || ' ' || pg_catalog.substr(${identity}, 2) || m."column" AS member
  FROM (${granted}) m
  JOIN pg_catalog.pg_depend d ON d.classid = m.class AND d.objid = m.oid AND d.objsubid = 0 AND d.deptype = 'e'
    AND d.refclassid = ${catalogOid.pg_extension}
  JOIN pg_catalog.pg_extension x ON x.oid = d.refobjid
  JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace
  LEFT JOIN pg_catalog.pg_init_privs i ON i.classoid = m.class AND i.objoid = m.oid AND i.objsubid = m.sub)`;

export const memberGrants = changes(gone("m.acl", "m.initial", withOption));
export const memberRevokes = changes(gone("m.initial", "m.acl", bare));

/** `ROUTINE skeys(hstore)`: where the extension lives it says of itself. */
export const memberInWords = (member: string): string => member.replaceAll(memberSchema, "");

interface WithMembers extends Identity {
  readonly memberSchema: string;
  /** Null where a source says nothing of it. */
  readonly memberGrants: MemberGrants | null;
  readonly memberRevokes: MemberGrants | null;
}

/** A column of a member table, behind the table. */
const ofColumn = /^(TABLE .+?)( \((?:"(?:[^"]|"")+"|[^" ()]+)\))$/;

/** GRANT and REVOKE on each member of the extension, where it is to be, that has other grants. */
function change(
  extension: WithMembers,
  wanted: MemberGrants | null,
  present: MemberGrants | null,
): readonly Statement[] {
  return changedColumns(wanted, present).flatMap((member) => {
    const named = member.replaceAll(memberSchema, `${quoteIdentifier(extension.memberSchema)}.`);
    const [, table, column] = ofColumn.exec(named) ?? [];
    return changePrivileges(
      table ?? named,
      identityOf(extension),
      {},
      wanted?.[member] ?? {},
      present?.[member] ?? {},
      column,
    );
  });
}

type Members = Pick<WithMembers, "memberGrants" | "memberRevokes">;

export const changeMemberGrants = (expected: WithMembers, actual: Members): readonly Statement[] =>
  change(expected, expected.memberGrants, actual.memberGrants);

/** What is to be taken from members is what the database still has. */
export const changeMemberRevokes = (expected: WithMembers, actual: Members): readonly Statement[] =>
  change(expected, actual.memberRevokes, expected.memberRevokes);

/** Both, on the members of an extension that was just made. */
export const giveMembers = (made: WithMembers): readonly Statement[] =>
  [changeMemberGrants, changeMemberRevokes].flatMap((give) =>
    give(made, { memberGrants: null, memberRevokes: null }),
  );

import { qualify, quoteIdentifier, quoteLiteral } from "../postgres/identifier";
import { type Identity, identityOf, visible } from "../postgres/identity";
import { type Preflight, statement } from "../postgres/statement";
import { address, joinComment } from "./catalog-sql";
import { baseType } from "./columns/column-conversion";
import type { CatalogObject, Kind, Sides } from "./kind";
import {
  changeMemberGrants,
  changeMemberRevokes,
  giveMembers,
  type MemberGrants,
  memberGrants,
  memberInWords,
  memberRevokes,
  withMembers,
} from "./ownership/member-grants";
import { setComment } from "./ownership/ownership";
import { askServer } from "./preflight/preflight";

export interface Extension extends Identity {
  readonly kind: "extension";
  /** The schema its members live in. */
  readonly memberSchema: string;
  /** Null where the source does not say: CREATE EXTENSION takes what the server has. */
  readonly version: string | null;
  /** False where SET SCHEMA is refused (0A000). */
  readonly relocatable: boolean;
  /** What its members were granted besides what its script gave them; null where a source grants nothing. */
  readonly memberGrants: MemberGrants | null;
  /** What was taken from its members of that. */
  readonly memberRevokes: MemberGrants | null;
  /** The control file's unless somebody gave it another; what sources say of it is not compared. */
  readonly comment: string | null;
}

const target = (extension: Identity): string => `EXTENSION ${quoteIdentifier(extension.name)}`;

export const extension: Kind<Extension> = {
  kind: "extension",
  label: "extension",
  plural: "extensions",
  presence: "pg_catalog.pg_extension WHERE extname <> 'plpgsql'",
  // plpgsql is installed in every new database, and its schema cannot be another one.
  query: () => /* sql */ `
    ${withMembers}
    SELECT 'extension' AS kind, e.extname AS name, n.nspname AS "memberSchema", e.extversion AS version,
           e.extrelocatable AS relocatable, ${memberGrants} AS "memberGrants", ${memberRevokes} AS "memberRevokes",
           d.description AS comment,
           ${address("pg_extension", "e.oid")} AS address
    FROM pg_catalog.pg_extension e
    JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
    ${joinComment("d", "pg_extension", "e.oid")}
    WHERE e.extname <> 'plpgsql'`,
  attributes: {
    memberSchema: (expected, actual) =>
      expected.relocatable !== false && actual.relocatable !== false
        ? [
            statement(
              `ALTER EXTENSION ${quoteIdentifier(expected.name)} SET SCHEMA ${quoteIdentifier(expected.memberSchema)}`,
              expected,
              { hazards: [{ code: "extension-change" }] },
            ),
          ]
        : "recreate",
    relocatable: "ignore",
    // Extensions come with scripts that lead forward. Back, one is installed anew; what uses its types stands in the way of that.
    version: (expected, actual) =>
      expected.version === null
        ? []
        : isLater(expected.version, actual.version ?? "")
          ? [
              statement(
                `ALTER EXTENSION ${quoteIdentifier(expected.name)} UPDATE TO ${quoteLiteral(expected.version)}`,
                expected,
                {
                  hazards: [{ code: "extension-change" }],
                  preflight: [leadsNoWay(expected, actual)],
                  makesMembers: declaresGrants(expected),
                },
              ),
            ]
          : "recreate",
    // Behind these: another version has other members.
    memberGrants: changeMemberGrants,
    memberRevokes: changeMemberRevokes,
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: [],
  // CREATE EXTENSION writes the comment that the shadow's own version of the extension has.
  undeclaredInSources: ["version", "comment", "memberGrants", "memberRevokes"],
  saidInSources: (object, attribute) =>
    (attribute === "memberGrants" || attribute === "memberRevokes") &&
    Object.keys(object[attribute] ?? {}).length > 0,
  severity: {
    missing: "critical",
    unexpected: "low",
    attributes: {
      version: "low",
      memberSchema: "medium",
      memberGrants: "high",
      memberRevokes: "high",
      comment: "info",
    },
  },
  words: {
    memberSchema: "schema of its members",
    memberGrants: "granted on its members",
    memberRevokes: "taken from its members",
  },
  valueWords: {
    version: { null: "not declared" },
    memberGrants: { null: "not declared" },
    memberRevokes: { null: "not declared" },
  },
  keyWords: { memberGrants: memberInWords, memberRevokes: memberInWords },
  why: {
    missing: "Types, functions and indexes that come with the extension are not there.",
    version: "Members of the extension may behave differently from what was tested.",
    memberGrants:
      "Roles may use members of the extension that they should not, or cannot use what they need.",
    memberRevokes:
      "What was closed to everybody may be open again: functions that read files or other servers.",
  },
  neededBy: (expected, actual, dependent) =>
    expected.memberSchema !== actual.memberSchema && namesIn(expected.memberSchema, dependent),
  takesAlong: (expected, actual, sides) =>
    expected === undefined || actual === undefined || expected.memberSchema === actual.memberSchema
      ? []
      : carriedAlong(expected, actual, sides).map((user) => ({ object: identityOf(user) })),
  create: (object) => [
    statement(
      `CREATE EXTENSION ${quoteIdentifier(object.name)} WITH SCHEMA ${quoteIdentifier(object.memberSchema)}${object.version === null ? "" : ` VERSION ${quoteLiteral(object.version)}`}`,
      object,
      {
        hazards: [{ code: "extension-change" }],
        preflight: [isLacking(object)],
        makesMembers: declaresGrants(object),
      },
    ),
    ...(object.comment === null ? [] : [setComment(target(object), object, object.comment)]),
    ...giveMembers(object),
  ],
  drop: (object) => [
    statement(`DROP EXTENSION ${quoteIdentifier(object.name)}`, object, {
      hazards: [
        { code: "extension-change" },
        { code: "data-loss", detail: "every column of the extension's types" },
      ],
    }),
  ],
};

const declaresGrants = ({ memberGrants, memberRevokes }: Extension): boolean =>
  memberGrants !== null || memberRevokes !== null;

/** Which extensions there are, in which versions, is a matter of the server's files: no catalog tells. */
const isLacking = ({ name, version, ...object }: Extension): Preflight =>
  askServer(
    `Does the server lack ${version === null ? "" : `version ${version} of `}the extension ${visible(name)}?`,
    { ...object, name },
    `NOT EXISTS (SELECT FROM pg_catalog.pg_available_extension_versions v WHERE v.name = ${quoteLiteral(name)}${
      version === null ? "" : ` AND v.version = ${quoteLiteral(version)}`
    })`,
  );

const leadsNoWay = (expected: Extension, { version }: Extension): Preflight =>
  askServer(
    `Does the server lack scripts that lead the extension ${visible(expected.name)} from version ${version} to ${expected.version}?`,
    expected,
    `NOT EXISTS (SELECT FROM pg_catalog.pg_extension_update_paths(${quoteLiteral(expected.name)}) p WHERE p.source = ${quoteLiteral(version ?? "")} AND p.target = ${quoteLiteral(expected.version ?? "")} AND p.path IS NOT NULL)`,
  );

const inSchema = (schema: string): string => `${quoteIdentifier(schema)}.`;

/** True where the object, as the server prints it, names something by this schema. */
const namesIn = (schema: string, user: CatalogObject): boolean =>
  JSON.stringify(user).includes(JSON.stringify(inSchema(schema)).slice(1, -1));

/** What names members where they are or will be, on both sides: the server prints it otherwise when they are moved. */
function carriedAlong(expected: Extension, actual: Extension, sides: Sides): readonly CatalogObject[] {
  const [before, after] = [inSchema(actual.memberSchema), inSchema(expected.memberSchema)];
  const users = sides.expected.dependentsOf(expected).filter((user) => namesIn(expected.memberSchema, user));
  const present = sides.actual.dependentsOf(actual).filter((user) => namesIn(actual.memberSchema, user));
  // A routine is addressed by the types of its arguments: to the other side it is another one.
  const isExpected = (user: CatalogObject): boolean =>
    sides.expected.get(
      user.arguments === undefined
        ? user
        : { ...identityOf(user), arguments: user.arguments.replaceAll(before, after) },
    ) !== undefined;
  return [...users, ...present.filter(isExpected)];
}

/** True where a type is the same one in another schema, to which its extension goes. */
export function movesWithExtension(
  { type: wanted }: { readonly type: string },
  user: Identity & { readonly type: string },
  sides: Sides,
): boolean {
  const used = sides.actual.dependenciesOf(user);
  if (used.some(({ schema, name }) => qualify(schema, name) === baseType(user.type))) return false;
  return used.some((one) => {
    const there = one.kind === "extension" ? sides.expected.get(one) : undefined;
    if (there === undefined || there.memberSchema === one.memberSchema) return false;
    const [before, after] = [inSchema(String(one.memberSchema)), inSchema(String(there.memberSchema))];
    return user.type.startsWith(before) && wanted === after + user.type.slice(before.length);
  });
}

/** Compares the numbers of two versions, as far as they are numbers: `1.10` is later than `1.9`. */
const isLater = (version: string, than: string): boolean =>
  version.localeCompare(than, "en", { numeric: true }) > 0;

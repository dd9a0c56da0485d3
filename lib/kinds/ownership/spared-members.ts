/**
 * Default privileges reach the members of an extension as they do whatever else their role makes. Where the grants on members are
 * declared, they are put aside for the one statement that makes them: what its script grants and takes then means what it says.
 */
import { quoteLiteral } from "../../postgres/identifier";
import { type Identity, visible } from "../../postgres/identity";
import type { Statement } from "../../postgres/statement";
import { askServer } from "../preflight/preflight";
import { dollarQuote } from "../routines/quote-body";
import type { MemberGrants } from "./member-grants";

/** What whoever makes members gives to them by default, and how that is put aside. */
export interface GivenToMembers {
  /** Who makes them. */
  readonly role: string;
  /** Who gets more, or less, than without; quoted as SQL, as in {@link MemberGrants}. */
  readonly grantees: readonly string[];
  readonly putAside: readonly Statement[];
  readonly putBack: readonly Statement[];
}

interface Made extends Identity {
  readonly version?: unknown;
  readonly memberGrants?: unknown;
  readonly memberRevokes?: unknown;
}

/** The statement, which makes members of the extension, without what they are given by default. */
export function spareMembers(makes: Statement, extension: Made, given: readonly GivenToMembers[]): Statement {
  const [first] = given;
  if (first === undefined) return makes;
  // To others' defaults nobody may have a right, and they do not reach what is made by whoever this runs as.
  const whereTheirs = (which: "putAside" | "putBack"): readonly string[] =>
    [...new Set(given.map(({ role }) => role))].map(
      (role) =>
        `  IF current_user = ${quoteLiteral(role)} THEN\n${given
          .filter((one) => one.role === role)
          .flatMap((one) => one[which].map(({ sql }) => `    ${sql};\n`))
          .join("")}  END IF;\n`,
    );
  const body = `\nBEGIN\n${whereTheirs("putAside").join("")}  ${makes.sql};\n${whereTheirs("putBack").join("")}END`;
  const unlike = given.filter(({ grantees }) => !areDeclared(grantees, extension));
  return {
    ...makes,
    sql: `DO ${dollarQuote(body)}`,
    preflight: [
      ...(makes.preflight ?? []),
      ...(unlike.length === 0
        ? []
        : [areMadeByAnother(extension, [...new Set(unlike.map(({ role }) => role))])]),
    ],
  };
}

/** True where members are to be so anyhow: who declared their grants made the extension under the same defaults. */
const areDeclared = (grantees: readonly string[], { memberGrants, memberRevokes }: Made): boolean => {
  const lists = [memberGrants, memberRevokes].flatMap((one) => Object.values((one ?? {}) as MemberGrants));
  return grantees.every((grantee) => lists.some((list) => list[grantee] !== undefined));
};

/**
 * The script of a trusted extension runs as the bootstrap superuser for who is none, and the members are that one's
 * (https://www.postgresql.org/docs/current/extend-extensions.html): its default privileges reach them, and are not ours to change.
 */
const areMadeByAnother = (extension: Made, roles: readonly string[]) =>
  askServer(
    `Are the members of the extension ${visible(extension.name)} made by the server's first superuser, whose default privileges give them what the source has not?`,
    extension,
    `pg_catalog.pg_get_userbyid(10)::text IN (${roles.map(quoteLiteral).join(", ")})
       AND NOT (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)
       AND EXISTS (SELECT FROM pg_catalog.pg_available_extension_versions v WHERE v.name = ${quoteLiteral(extension.name)} AND v.trusted${
         typeof extension.version === "string" ? ` AND v.version = ${quoteLiteral(extension.version)}` : ""
       })`,
  );

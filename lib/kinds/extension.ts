import { quoteIdentifier, quoteLiteral } from "../postgres/identifier";
import type { Identity } from "../postgres/identity";
import { statement } from "../postgres/statement";
import { address, joinComment } from "./catalog-sql";
import type { Kind } from "./kind";
import { setComment } from "./ownership";

export interface Extension extends Identity {
  readonly kind: "extension";
  /** The schema its members live in. */
  readonly memberSchema: string;
  /** Null where the source does not say: CREATE EXTENSION takes what the server has. */
  readonly version: string | null;
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
    SELECT 'extension' AS kind, e.extname AS name, n.nspname AS "memberSchema", e.extversion AS version, d.description AS comment,
           ${address("pg_extension", "e.oid")} AS address
    FROM pg_catalog.pg_extension e
    JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
    ${joinComment("d", "pg_extension", "e.oid")}
    WHERE e.extname <> 'plpgsql'`,
  attributes: {
    memberSchema: (expected) => [
      statement(
        `ALTER EXTENSION ${quoteIdentifier(expected.name)} SET SCHEMA ${quoteIdentifier(expected.memberSchema)}`,
        expected,
        { hazards: [{ code: "extension-change" }] },
      ),
    ],
    // Extensions come with scripts that lead forward. Back, one is installed anew; what uses its types stands in the way of that.
    version: (expected, actual) =>
      expected.version === null
        ? []
        : isLater(expected.version, actual.version ?? "")
          ? [
              statement(
                `ALTER EXTENSION ${quoteIdentifier(expected.name)} UPDATE TO ${quoteLiteral(expected.version)}`,
                expected,
                { hazards: [{ code: "extension-change" }] },
              ),
            ]
          : "recreate",
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: [],
  // CREATE EXTENSION writes the comment that the shadow's own version of the extension has.
  undeclaredInSources: ["version", "comment"],
  severity: {
    missing: "critical",
    unexpected: "low",
    attributes: { version: "low", memberSchema: "medium", comment: "info" },
  },
  words: { memberSchema: "schema of its members" },
  valueWords: { version: { null: "not declared" } },
  why: {
    missing: "Types, functions and indexes that come with the extension are not there.",
    version: "Members of the extension may behave differently from what was tested.",
  },
  create: (object) => [
    statement(
      `CREATE EXTENSION ${quoteIdentifier(object.name)} WITH SCHEMA ${quoteIdentifier(object.memberSchema)}${object.version === null ? "" : ` VERSION ${quoteLiteral(object.version)}`}`,
      object,
      { hazards: [{ code: "extension-change" }] },
    ),
    ...(object.comment === null ? [] : [setComment(target(object), object, object.comment)]),
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

/** Compares the numbers of two versions, as far as they are numbers: `1.10` is later than `1.9`. */
const isLater = (version: string, than: string): boolean =>
  version.localeCompare(than, "en", { numeric: true }) > 0;

import { quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, joinComment, privileges, roleName } from "./catalog-sql";
import type { Kind } from "./kind";
import { afterCreate, alterOwner, changeGrants, type Privileges, setComment } from "./ownership/ownership";
import { grantedToPublic } from "./ownership/public-grant";
import { labelOfWhole } from "./ownership/security-label";

/** A procedural language made by CREATE LANGUAGE. Those of extensions (plpgsql too) belong to the extension. */
export interface Language extends Identity {
  readonly kind: "language";
  readonly trusted: boolean;
  readonly handler: string;
  readonly inline: string | null;
  readonly validator: string | null;
  readonly owner: string | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

const target = (language: Identity): string => `LANGUAGE ${quoteIdentifier(language.name)}`;

/** Languages are usable by everyone from the start; what is not trusted can be used by superusers only all the same. */
const initial = { PUBLIC: ["USAGE"] };

const functionName = (column: string): string =>
  `CASE WHEN ${column} <> 0 THEN ${column}::pg_catalog.regproc::text END`;

/** OR REPLACE keeps the functions written in the language. */
const replace = (expected: Language): readonly Statement[] => [define(expected, "CREATE OR REPLACE")];

const define = (object: Language, verb: string): Statement =>
  statement(
    `${verb} ${object.trusted ? "TRUSTED " : ""}${target(object)} HANDLER ${object.handler}${object.inline === null ? "" : ` INLINE ${object.inline}`}${object.validator === null ? "" : ` VALIDATOR ${object.validator}`}`,
    identityOf(object),
    { hazards: [{ code: "needs-superuser", detail: "languages" }] },
  );

export const language: Kind<Language> = {
  kind: "language",
  label: "language",
  plural: "languages",
  presence: "pg_catalog.pg_language WHERE oid >= 16384",
  query: () => /* sql */ `
    SELECT 'language' AS kind, l.lanname AS name, l.lanpltrusted AS trusted,
           l.lanplcallfoid::pg_catalog.regproc::text AS handler, ${functionName("l.laninline")} AS inline,
           ${functionName("l.lanvalidator")} AS validator,
           ${roleName("l.lanowner")} AS owner, ${privileges("l.lanacl", "l", "l.lanowner")} AS privileges,
           d.description AS comment, ${address("pg_language", "l.oid")} AS address
    FROM pg_catalog.pg_language l
    ${joinComment("d", "pg_language", "l.oid")}
    WHERE l.lanispl AND l.oid >= 16384`,
  attributes: {
    trusted: replace,
    handler: replace,
    inline: replace,
    validator: replace,
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    privileges: (expected, actual) => changeGrants(target(expected), expected, actual, { initial: initial }),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: [],
  severity: {
    missing: "high",
    unexpected: "medium",
    attributes: {
      trusted: "critical",
      handler: "high",
      privileges: "high",
      owner: "info",
      comment: "info",
    },
  },
  words: { inline: "inline handler" },
  why: {
    missing: "Functions in this language cannot be made.",
    trusted:
      "A trusted language can be used by every role; an untrusted one can do what the server's own account can.",
    privileges: "Who may write functions in the language is not what the source says.",
  },
  findings: (object) => grantedToPublic(object, target(object), initial),
  securityLabel: labelOfWhole(target),
  create: (object) => [
    define(object, "CREATE"),
    ...afterCreate(object, {
      alter: target(object),
      comment: target(object),
      grant: target(object),
      initial,
    }),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object))],
};

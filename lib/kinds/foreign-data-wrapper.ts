import { quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, joinComment, privileges, roleName } from "./catalog-sql";
import { changeForeignOptions, isRedacted, readableOptions, withForeignOptions } from "./foreign-options";
import type { Kind } from "./kind";
import { isManual } from "./manual";
import { afterCreate, changeGrants, type Privileges, setComment } from "./ownership/ownership";
import { grantedToPublic } from "./ownership/public-grant";
import { alterOwnerToSuperuser, asksForSuperuser } from "./ownership/superuser-owner";

export interface ForeignDataWrapper extends Identity {
  readonly kind: "foreign data wrapper";
  /** Qualified functions; null for none. */
  readonly handler: string | null;
  readonly validator: string | null;
  /** Values that may be secret are not read. */
  readonly options: readonly string[] | null;
  readonly owner: string | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

const target = (wrapper: Identity): string => `FOREIGN DATA WRAPPER ${quoteIdentifier(wrapper.name)}`;

const onlySuperuser = {
  hazards: [{ code: "needs-superuser", detail: "foreign data wrappers" }],
} as const;

const alter = (wrapper: ForeignDataWrapper, action: string): Statement =>
  statement(`ALTER ${target(wrapper)} ${action}`, identityOf(wrapper), onlySuperuser);

const setValidator = (wrapper: ForeignDataWrapper, validator: string | null): Statement =>
  alter(wrapper, functionClause("VALIDATOR", validator));

/**
 * The server's own validator knows no option of a wrapper (foreign.c). One that has some got them before it, and gets them so
 * again: ALTER … VALIDATOR does not ask about what is there.
 */
const refusesOptions = (wrapper: ForeignDataWrapper): boolean =>
  wrapper.validator === "postgresql_fdw_validator";

export const foreignDataWrapper: Kind<ForeignDataWrapper> = {
  kind: "foreign data wrapper",
  label: "foreign data wrapper",
  plural: "foreign data wrappers",
  presence: "pg_catalog.pg_foreign_data_wrapper",
  query: () => /* sql */ `
    SELECT 'foreign data wrapper' AS kind, w.fdwname AS name,
           CASE WHEN w.fdwhandler <> 0 THEN w.fdwhandler::pg_catalog.regproc::text END AS handler,
           CASE WHEN w.fdwvalidator <> 0 THEN w.fdwvalidator::pg_catalog.regproc::text END AS validator,
           ${readableOptions("w.fdwoptions")} AS options,
           ${roleName("w.fdwowner")} AS owner, ${privileges("w.fdwacl", "F", "w.fdwowner")} AS privileges,
           d.description AS comment, ${address("pg_foreign_data_wrapper", "w.oid")} AS address
    FROM pg_catalog.pg_foreign_data_wrapper w
    ${joinComment("d", "pg_foreign_data_wrapper", "w.oid")}`,
  attributes: {
    handler: (expected) => [alter(expected, functionClause("HANDLER", expected.handler))],
    // Before the validator, which would otherwise be another one already.
    options: (expected, actual) => {
      const clause = changeForeignOptions(expected.options, actual.options);
      if (isManual(clause)) return clause;
      if (!refusesOptions(actual) || expected.options === null) return [alter(expected, clause)];
      return [alter(expected, `NO VALIDATOR ${clause}`), setValidator(expected, actual.validator)];
    },
    validator: (expected) => [setValidator(expected, expected.validator)],
    owner: (expected) => alterOwnerToSuperuser(target(expected), expected),
    privileges: (expected, actual) => changeGrants(target(expected), expected, actual),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: [],
  severity: {
    missing: "high",
    unexpected: "medium",
    attributes: {
      handler: "high",
      validator: "low",
      options: "medium",
      privileges: "high",
      owner: "info",
      comment: "info",
    },
  },
  why: {
    missing: "No server of this wrapper can be made, and no foreign table read.",
    handler: "Foreign tables are read by other code than the source says, or by none.",
    privileges:
      "Who may make servers with the wrapper, and so connect out of the database, is not what the source says.",
  },
  cannotCreate: (object) =>
    (object.options ?? []).some(isRedacted)
      ? "Some of its options may be secrets, whose values are never read: only who knows them can create the wrapper."
      : null,
  preflight: asksForSuperuser,
  findings: (object) => grantedToPublic(object, target(object)),
  create: (object) => {
    const later = object.options !== null && refusesOptions(object);
    return [
      statement(
        `CREATE ${target(object)} ${functionClause("HANDLER", object.handler)} ${functionClause("VALIDATOR", later ? null : object.validator)}${withForeignOptions(object.options)}`,
        identityOf(object),
        onlySuperuser,
      ),
      ...(later ? [setValidator(object, object.validator)] : []),
      ...afterCreate(object, { alter: target(object), comment: target(object), grant: target(object) }),
    ];
  },
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object))],
};

const functionClause = (word: string, name: string | null): string =>
  name === null ? `NO ${word}` : `${word} ${name}`;

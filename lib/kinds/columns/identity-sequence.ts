/** The sequence behind an identity column: no object of its own, but it has grants, a comment and a persistence. */
import { qualify, quoteIdentifier, quoteLiteral } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { literally } from "../../postgres/pattern";
import { type Statement, statement } from "../../postgres/statement";
import { catalogOid, privileges } from "../catalog-sql";
import type { Column } from "../column";
import type { ObjectFinding } from "../finding";
import type { CatalogObject, CatalogView } from "../kind";
import { changeGrants, changePrivileges, setComment } from "../ownership/ownership";
import { grantedToPublic } from "../ownership/public-grant";
import { dollarQuote } from "../routines/quote-body";
import { textsIn } from "../texts/texts-in";
import { tableOf } from "./column-statement";

/** A value of the sequence behind column `a` of relation `c`: `sc` is its relation, `sn` its schema, `s` its options, `sd` its comment. */
export const ofIdentitySequence = (value: string): string => `
  CASE WHEN a.attidentity <> '' THEN (
    SELECT ${value}
    FROM pg_catalog.pg_depend dep
    JOIN pg_catalog.pg_sequence s ON s.seqrelid = dep.objid
    JOIN pg_catalog.pg_class sc ON sc.oid = s.seqrelid
    JOIN pg_catalog.pg_namespace sn ON sn.oid = sc.relnamespace
    LEFT JOIN pg_catalog.pg_description sd ON sd.classoid = ${catalogOid.pg_class} AND sd.objoid = sc.oid AND sd.objsubid = 0
    WHERE dep.refclassid = ${catalogOid.pg_class} AND dep.refobjid = a.attrelid AND dep.refobjsubid = a.attnum
      AND dep.classid = ${catalogOid.pg_class} AND dep.deptype = 'i') END`;

export const identityPrivileges = ofIdentitySequence(privileges("sc.relacl", "s", "sc.relowner"));

/** Before PostgreSQL 15 every sequence was permanent, that of an unlogged table too. */
export const identityPersistence = (major: number): string =>
  major < 15
    ? "NULL"
    : ofIdentitySequence(
        "CASE WHEN sc.relpersistence <> c.relpersistence THEN CASE sc.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'permanent' END END",
      );

/**
 * The sequence behind an identity column, as SQL whose value is a regclass. pg_get_serial_sequence would give any
 * sequence that the column owns: the one of the serial that it was, where that is still there.
 */
export const identitySequence = (column: Column): string =>
  `(SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend d ` +
  `JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid ` +
  `WHERE d.classid = ${catalogOid.pg_class} AND d.refclassid = ${catalogOid.pg_class} AND d.deptype = 'i' ` +
  `AND a.attrelid = ${quoteLiteral(qualify(column.schema, column.table))}::pg_catalog.regclass AND a.attname = ${quoteLiteral(column.name)})`;

/** Stands for the sequence's name in a statement whose text is put together on the server. */
const slot = "\u{E000}";

/** A statement about a sequence whose name Postgres is yet to choose. */
function aboutNewSequence(object: Column, { sql, ...facts }: Statement): Statement {
  const format = quoteLiteral(sql.replaceAll("%", "%%").replaceAll(slot, "%s"));
  return {
    ...facts,
    sql: `DO ${dollarQuote(`BEGIN EXECUTE pg_catalog.format(${format}, ${identitySequence(object)}); END`)}`,
  };
}

/** What a new identity column's sequence needs besides its options. Readings by older versions say nothing of it. */
export function identityDetails(object: Column, owner: string | null): readonly Statement[] {
  if (object.identity === null) return [];
  const sequence = `SEQUENCE ${slot}`;
  const statements = [
    ...(object.identityPersistence == null ? [] : [setPersistence(object, sequence)]),
    ...(object.identityPrivileges == null
      ? []
      : changePrivileges(
          sequence,
          { ...identityOf(object), owner } as Identity,
          {},
          object.identityPrivileges,
          null,
        )),
    ...(object.identityComment == null ? [] : [setComment(sequence, object, object.identityComment)]),
  ];
  return statements.map((one) => aboutNewSequence(object, one));
}

/** How default privileges reach the sequence that comes with a new identity column. */
export const identityGrants = {
  objectType: "sequences",
  initial: {},
  target: `SEQUENCE ${slot}`,
  phrase: aboutNewSequence,
} as const;

type Owners = { readonly before: string | null; readonly after: string | null };

/** True where the sequence stays the one it is: a new one is made with all it needs. */
const bothHaveOne = (expected: Column, actual: Column): boolean =>
  expected.identity !== null && actual.identity !== null;

const sequenceOf = ({ identitySequence: name }: Column): string =>
  `SEQUENCE ${name == null ? slot : qualify(name.schema, name.name)}`;

export const changeIdentityPrivileges = (
  expected: Column,
  actual: Column,
  owners: Owners,
): readonly Statement[] =>
  bothHaveOne(expected, actual)
    ? changeGrants(
        sequenceOf(actual),
        { ...identityOf(expected), privileges: expected.identityPrivileges },
        { ...identityOf(actual), privileges: actual.identityPrivileges },
        { owners },
      )
    : [];

export const changeIdentityComment = (expected: Column, actual: Column): readonly Statement[] =>
  bothHaveOne(expected, actual) ? [setComment(sequenceOf(actual), expected, expected.identityComment)] : [];

export const changeIdentityPersistence = (
  expected: Column,
  actual: Column,
  table: "permanent" | "unlogged",
): readonly Statement[] =>
  bothHaveOne(expected, actual)
    ? [
        setPersistence(
          { ...expected, identityPersistence: expected.identityPersistence ?? table },
          sequenceOf(actual),
        ),
      ]
    : [];

const setPersistence = (object: Column, sequence: string): Statement =>
  statement(
    `ALTER ${sequence} SET ${object.identityPersistence === "unlogged" ? "UNLOGGED" : "LOGGED"}`,
    identityOf(object),
    { lock: "ACCESS EXCLUSIVE" },
  );

/** What everyone may do with the sequence. */
export const identityGrantedToPublic = (object: Column): readonly ObjectFinding[] =>
  grantedToPublic({ ...identityOf(object), privileges: object.identityPrivileges }, sequenceOf(object)).map(
    (finding) => ({
      ...finding,
      says: `${finding.says} on the sequence behind it`,
      attribute: "identityPrivileges",
      detail: tableOf(object),
    }),
  );

/** The name that other defaults, views or bodies know the sequence behind an identity column by; null where none does. */
export const givenName = (column: Column, side: CatalogView): string | null =>
  column.identitySequence !== null &&
  side.dependentsOf(column).some((dependent) => takesNumbers(dependent, column))
    ? qualify(column.identitySequence.schema, column.identitySequence.name)
    : null;

/** A new sequence gets the name by which others know it when the one that had it is gone. */
export const renameNewSequence = (object: Column, name: Identity): Statement =>
  aboutNewSequence(
    object,
    statement(`ALTER SEQUENCE ${slot} RENAME TO ${quoteIdentifier(name.name)}`, identityOf(object), {
      takes: [name],
    }),
  );

/** True where the sequence behind the column goes while the column stays. */
export const losesNumbers = (expected: Column, actual: Column): boolean =>
  actual.identity !== null && expected.identity === null;

/** True for what names the sequence behind an identity column: another column's default, a view. */
export function takesNumbers(dependent: CatalogObject, { identitySequence: sequence }: Column): boolean {
  if (sequence === null) return false;
  const name = literally(qualify(sequence.schema, sequence.name));
  const named = new RegExp(`(?<![\\w$."])${name}(?![\\w$"])`);
  return textsIn(dependent).some((text) => named.test(text));
}

/**
 * NOT NULL of a column. Since PostgreSQL 18 it is a constraint that has a name and can be NOT VALID, NO INHERIT and
 * commented on.
 */

import { qualify, quoteIdentifier } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import { joinComment } from "../catalog-sql";
import type { Column } from "../column";
import { notValidFinding, type ObjectFinding } from "../finding";
import { becomesOwn, columnsRightAbove, leavings } from "../inheritance/inheritance-links";
import { hasNullableHeir } from "../inheritance/inherited-not-null";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import { madeUpName } from "../made-up-name";
import { type Manual, manual } from "../manual";
import { setComment } from "../ownership/ownership";
import { notNullPreflights } from "../preflight/column-preflight";
import { relationOf } from "../preflight/preflight";
import { columnsAbove, columnsBelow } from "./column-family";
import { isPassedOn } from "./column-presence";
import { alterColumn, alterTable, columnPath, tableOf } from "./column-statement";
import { isMadeUpNotNull, notNullName, notNullNamesTell } from "./not-null-name";

/** The fields of column `a` and the joins they need. */
export const notNullFields = (major: number): string =>
  major < 18
    ? `NULL AS "notNullNotValid", NULL AS "notNullNoInherit", NULL AS "notNullConstraint", NULL AS "notNullComment"`
    : `CASE WHEN NOT nn.convalidated THEN true END AS "notNullNotValid", CASE WHEN nn.connoinherit THEN true END AS "notNullNoInherit",
       nn.conname AS "notNullConstraint", nd.description AS "notNullComment"`;

export const notNullJoins = (major: number): string =>
  major < 18
    ? ""
    : `LEFT JOIN pg_catalog.pg_constraint nn ON nn.conrelid = a.attrelid AND nn.contype = 'n' AND nn.conkey[1] = a.attnum
       ${joinComment("nd", "pg_constraint", "nn.oid")}`;

/** True where it is valid, inherited and without comment. Readings by older versions have none of the fields. */
export const isPlainNotNull = (column: Column): boolean =>
  !column.notNullNotValid && !column.notNullNoInherit && column.notNullComment == null;

/** True where Postgres gives it its name, or a parent table does. */
export const isNamedByItself = (column: Column): boolean => column.inherited || isMadeUpNotNull(column);

const constraintName = (column: Column): string => quoteIdentifier(notNullName(column));

/** What a parent table hands down is called as there, or as it was before the table was attached: no statement renames it. */
export const notNullNamesCompare = (expected: Column, actual: Column): boolean =>
  !expected.inherited && notNullNamesTell(expected, actual);

const target = (column: Column, of: Column = column): string =>
  `CONSTRAINT ${constraintName(of)} ON ${tableOf(column).replace(/^TABLE /, "")}`;

/**
 * One that is NOT VALID cannot be written behind the column. One that is NO INHERIT must not be in ADD COLUMN: PostgreSQL 18
 * forbids nulls in child tables all the same, without a constraint, and nothing takes that back (XX000).
 */
const standsApart = (column: Column, added: boolean): boolean =>
  column.notNull && (column.notNullNotValid === true || (added && column.notNullNoInherit === true));

/** As CREATE TABLE and ADD COLUMN write it behind the column. */
export function inlineNotNull(column: Column, added: boolean): string {
  if (!column.notNull || standsApart(column, added)) return "";
  if (isPlainNotNull(column) && isNamedByItself(column)) return "NOT NULL";
  return `CONSTRAINT ${constraintName(column)} NOT NULL${column.notNullNoInherit ? " NO INHERIT" : ""}`;
}

/** What cannot be written there. Children that are made behind it are empty, and have it valid: those that do not, come first. */
export const notNullDetails = (column: Column, side: CatalogView, added: boolean): readonly Statement[] => [
  ...(standsApart(column, added)
    ? [
        declare(
          column,
          column.notNullNotValid
            ? {
                after: columnsBelow(column, side)
                  .filter(({ notNullNotValid }) => notNullNotValid)
                  .map(relationOf),
              }
            : readsAll(column),
        ),
      ]
    : []),
  ...notNullComments(column),
];

export const notNullComments = (column: Column): readonly Statement[] =>
  column.notNull && column.notNullComment != null
    ? [setComment(target(column), column, column.notNullComment)]
    : [];

function declare(column: Column, facts: Partial<Statement> = {}): Statement {
  if (isPlainNotNull(column) && isNamedByItself(column)) return alterColumn(column, "SET NOT NULL", facts);
  const flags = `${column.notNullNoInherit ? " NO INHERIT" : ""}${column.notNullNotValid ? " NOT VALID" : ""}`;
  const body = `NOT NULL ${quoteIdentifier(column.name)}${flags}`;
  return alterTable(column, `ADD CONSTRAINT ${constraintName(column)} ${body}`, facts);
}

/** In a column that was just added without it and filled. */
export const addNotNull = (column: Column): readonly Statement[] =>
  column.notNull && !standsApart(column, true) ? [declare(column)] : [];

/** One that is NOT VALID reads no row. */
const onlyAfter = ({ after }: Partial<Statement>): Partial<Statement> =>
  after === undefined ? {} : { after };

/** Everything it is, in a column that has been there without it; no row in it is null. */
export const declareNotNull = (column: Column, facts: Partial<Statement> = {}): readonly Statement[] => [
  declare(column, column.notNullNotValid ? onlyAfter(facts) : facts),
  ...notNullComments(column),
];

export function changeNotNull(expected: Column, actual: Column, sides: Sides): readonly Statement[] {
  const above = columnsAbove(actual, sides.actual);
  if (!expected.notNull) {
    // Since PostgreSQL 18 a child's is the parent's constraint handed down: it goes with the parent's, and not before (42P16).
    const drop = alterColumn(expected, "DROP NOT NULL", above.length === 0 ? {} : { after: above });
    const kept = keptBelow(actual, sides);
    // Since PostgreSQL 18 a child that says it itself keeps it when the parent's goes, and is not read for that.
    return sides.actual.serverVersion >= 180_000
      ? [...kept.map((heir) => alterColumn(heir, "SET NOT NULL")), drop]
      : [drop, ...kept.map((heir) => alterColumn(heir, "SET NOT NULL", readsAll(heir)))];
  }
  // It comes down with the parent's. Said of the child too, it would be the child's own besides for good.
  if (
    sides.actual.serverVersion >= 180_000 &&
    isPassedOn(expected) &&
    columnsRightAbove(identityOf(actual), sides).some((one) => handsDown(one, sides))
  )
    return [];
  // What an older server cannot say is left to people, and is an attribute of its own.
  const wanted = sides.actual.serverVersion >= 180_000 ? expected : { ...expected, ...plain };
  const online = setNotNullOnline(wanted, actual, sides);
  const preflight = notNullPreflights(actual, sides.actual);
  const waits = waitsForName(wanted, sides.actual);
  // A check that holds already is proof enough for Postgres.
  if (preflight.some(({ proof }) => proof !== undefined))
    return declareNotNull(wanted, { preflight, ...waits });
  const facts = {
    ...waits,
    scan: true,
    hazards: [
      { code: "may-fail-on-data", detail: `rows where ${columnPath(expected)} is null` },
      { code: "table-scan", detail: qualify(expected.schema, expected.table) },
    ],
    preflight,
  } as const;
  // Before PostgreSQL 18 child tables may stay without it, and nothing but ONLY says so.
  if (sides.actual.serverVersion < 180_000 && hasNullableHeir(expected, sides.expected)) {
    const table = `ALTER TABLE ONLY ${qualify(expected.schema, expected.table)}`;
    const sql = `${table} ALTER COLUMN ${quoteIdentifier(expected.name)} SET NOT NULL`;
    return [statement(sql, identityOf(expected), { lock: "ACCESS EXCLUSIVE", ...facts })];
  }
  return declareNotNull(wanted, {
    ...facts,
    ...(online === null ? {} : { online }),
  });
}

/** Those below that go on without nulls when those above may have some. */
const keptBelow = (actual: Column, sides: Sides): readonly Column[] =>
  columnsBelow(actual, sides.actual).filter(
    (heir) => heir.notNull && sides.expected.get(identityOf(heir))?.notNull === true,
  );

const readsAll = (column: Column): Partial<Statement> => ({
  scan: true,
  hazards: [{ code: "table-scan", detail: qualify(column.schema, column.table) }],
});

/** True where a column gets a NOT NULL that its child tables get with it. */
function handsDown(column: Identity, sides: Sides): boolean {
  const [wanted, present] = [sides.expected.get(column), sides.actual.get(column)];
  return wanted?.notNull === true && wanted.notNullNoInherit !== true && present?.notNull === false;
}

const plain = {
  notNullNotValid: null,
  notNullNoInherit: null,
  notNullConstraint: null,
  notNullComment: null,
} as const;

/** True where both sides have one, so that it is changed and not made. */
const bothHaveOne = (expected: Column, actual: Column): boolean => expected.notNull && actual.notNull;

/** No statement takes a validation back: the constraint is made anew. */
const isMadeAnew = (expected: Column, actual: Column): boolean =>
  bothHaveOne(expected, actual) && expected.notNullNotValid === true && actual.notNullNotValid !== true;

/** True where the one that is handed down is to be made, or made anew. */
function comesAnew(column: Identity, sides: Sides): boolean {
  const [wanted, present] = [sides.expected.get(column), sides.actual.get(column)] as unknown as (
    | Column
    | undefined
  )[];
  return wanted !== undefined && present !== undefined && (!present.notNull || isMadeAnew(wanted, present));
}

type Change = (expected: Column, actual: Column, sides: Sides) => readonly Statement[] | Manual;

/** Statements about the constraint that is there, on servers that know it. */
const whereBothHaveOne =
  (change: Change): Change =>
  (expected, actual, sides) =>
    !bothHaveOne(expected, actual) ? [] : change(expected, actual, sides);

export const changeNotNullValidation = whereBothHaveOne((expected, actual, sides) =>
  isMadeAnew(expected, actual)
    ? // What a parent hands down comes anew with the parent's.
      isPassedOn(actual)
      ? columnsAbove(actual, sides.actual).some((above) => comesAnew(above, sides))
        ? []
        : manual("it is handed down by a parent, whose own stays. Take the table off its parent first.")
      : [alterColumn(expected, "DROP NOT NULL"), ...declareNotNull(expected)]
    : [
        validateNotNull(
          { ...actual, notNullConstraint: notNullName(nowNamedBy(expected, actual, sides)) },
          sides,
        ),
      ],
);

export const changeNotNullInheritance = whereBothHaveOne((expected, actual, sides) => {
  if (isMadeAnew(expected, actual)) return [];
  const alter = `ALTER CONSTRAINT ${constraintName(nowNamedBy(expected, actual, sides))}`;
  return [
    expected.notNullNoInherit
      ? alterTable(expected, `${alter} NO INHERIT`)
      : alterTable(expected, `${alter} INHERIT`, {
          scan: true,
          hazards: [{ code: "may-fail-on-data", detail: `rows of child tables where it is null` }],
        }),
  ];
});

export const changeNotNullComment = whereBothHaveOne((expected, actual, sides) =>
  isMadeAnew(expected, actual)
    ? []
    : [setComment(target(expected, nowNamedBy(expected, actual, sides)), expected, expected.notNullComment)],
);

export const changeNotNullName = whereBothHaveOne((expected, actual, sides) => {
  if (isMadeAnew(expected, actual)) return [];
  if (!takesName(expected, actual, sides))
    return manual(
      "the new name is taken, or a child table or partition calls its own otherwise, and PostgreSQL renames all of them or none (42P16). Rename by way of a third name, or take the child off first.",
    );
  const sql = `RENAME CONSTRAINT ${constraintName(actual)} TO ${constraintName(expected)}`;
  return [alterTable(expected, sql, { after: leavings(actual, sides) })];
});

/**
 * Those of child tables and partitions are renamed with it: PostgreSQL refuses where one of them is called otherwise. Tables
 * that leave have left by then, and have their own.
 */
function takesName(expected: Column, actual: Column, sides: Sides): boolean {
  const heirs = actual.notNullNoInherit
    ? []
    : columnsBelow(actual, sides.actual).filter((heir) => !becomesOwn(heir, sides));
  return (
    heirs.every((heir) => heir.notNullConstraint === actual.notNullConstraint) &&
    ![actual, ...heirs].some((column) => isTaken(notNullName(expected), column, sides.actual))
  );
}

/** The column whose name for its constraint holds once it was renamed. */
const nowNamedBy = (expected: Column, actual: Column, sides: Sides): Column =>
  notNullNamesCompare(expected, actual) && takesName(expected, actual, sides) ? expected : actual;

/** True where another constraint of the table is called that. */
const isTaken = (name: string, column: Column, side: CatalogView): boolean =>
  side.childrenOf(relationOf(column)).some((child) => hasName(child, name));

const hasName = (child: CatalogObject, name: string): boolean =>
  (child.kind === "constraint" ? child.name : child.notNullConstraint) === name;

/** What has the name of the column's constraint on its table: it goes, or gets another, before the column can have it. */
export function waitsForName(column: Column, actual: CatalogView): Pick<Statement, "after"> {
  const { notNull, notNullConstraint: name } = column;
  const holders = actual
    .childrenOf(relationOf(column))
    .filter((child) => notNull && name != null && hasName(child, name));
  return holders.length === 0 ? {} : { after: holders.map((holder) => identityOf(holder)) };
}

/** Reads every row while others go on writing. */
export const validateNotNull = (actual: Column, sides?: Sides): Statement =>
  statement(`ALTER ${tableOf(actual)} VALIDATE CONSTRAINT ${constraintName(actual)}`, identityOf(actual), {
    lock: "SHARE UPDATE EXCLUSIVE",
    scan: true,
    hazards: [{ code: "may-fail-on-data", detail: "rows where it is null" }],
    ...(sides === undefined ? {} : { preflight: notNullPreflights(actual, sides.actual) }),
  });

/** Nulls from before it may be there. */
export const notNullFindings = (column: Column): readonly ObjectFinding[] =>
  column.notNull && column.notNullNotValid
    ? [
        {
          ...notValidFinding(column, [validateNotNull(column)]),
          says: "is NOT NULL by a constraint that is NOT VALID",
          attribute: "notNullNotValid",
        },
      ]
    : [];

/**
 * Rows are read under a lock that lets others read and write: since PostgreSQL 18 by the not-null constraint itself,
 * before that by a check, which SET NOT NULL takes for proof (postgres-facts.md §1, SET NOT NULL).
 */
function setNotNullOnline(expected: Column, actual: Column, sides: Sides): readonly Statement[] | null {
  const table = relationOf(expected);
  const present = sides.actual.get(table);
  const hasHeirs = sides.actual.dependentsOf(table).some((dependent) => dependent.kind === "table");
  if (isPassedOn(actual) || !isPlainNotNull(expected)) return null;
  if (present === undefined || expected.relation !== "table" || present.partitionKey !== null || hasHeirs)
    return null;
  const column = quoteIdentifier(expected.name);
  const weak = { lock: "SHARE UPDATE EXCLUSIVE", transaction: "commit after" } as const;
  const alone = { transaction: "commit after" } as const;
  const validation = {
    ...weak,
    scan: true,
    hazards: [{ code: "may-fail-on-data", detail: `rows where ${columnPath(expected)} is null` }],
  } as const;
  if (sides.actual.serverVersion >= 180_000) {
    const name = constraintName(expected);
    return [
      alterTable(expected, `ADD CONSTRAINT ${name} NOT NULL ${column} NOT VALID`, alone),
      alterTable(expected, `VALIDATE CONSTRAINT ${name}`, validation),
    ];
  }
  const name = quoteIdentifier(madeUpName([expected.table, expected.name], "plumbline_not_null"));
  return [
    alterTable(expected, `ADD CONSTRAINT ${name} CHECK (${column} IS NOT NULL) NOT VALID`, alone),
    alterTable(expected, `VALIDATE CONSTRAINT ${name}`, validation),
    alterColumn(expected, "SET NOT NULL", alone),
    alterTable(expected, `DROP CONSTRAINT ${name}`, alone),
  ];
}

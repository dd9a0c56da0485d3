/** Where a column's values come from: default, generated expression, identity. */

import { qualify, quoteIdentifier, quoteLiteral } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import type { Column } from "../column";
import { becomesOwn, giversOfType, leavings } from "../inheritance/inheritance-links";
import { changeExpression, keptBelow, keptByParent } from "../inheritance/inherited-expression";
import type { Sides } from "../kind";
import { isManual, type Manual, manual } from "../manual";
import type { Sequence } from "../sequence";
import { isElsewhere, newBeginning } from "../sequence-bounds";
import { baseType, isUserType } from "./column-conversion";
import { identityClause } from "./column-definition";
import { givenBy, isPassedOn } from "./column-presence";
import { alterColumn, calledBack, ownerOf, setOwnDefault } from "./column-statement";
import {
  givenName,
  identityDetails,
  identitySequence,
  renameNewSequence,
  takesNumbers,
} from "./identity-sequence";
import { changeNotNull } from "./not-null";

/** Kinds that a default can rest on, and a column cannot but for its default: another column, whose numbers it takes. */
const defaultRestsOn = new Set(["sequence", "column", "function"]);

/** A column whose type goes away cannot let go of it; one whose default is cast to a type can. */
const typeKinds = new Set(["enum", "domain", "composite type", "range type"]);

export function letGoOfDefault(expected: Column | undefined, actual: Column, dependency: Identity) {
  const ofDefault =
    defaultRestsOn.has(dependency.kind) ||
    (dependency.kind === "collation" &&
      actual.collation !== qualify(dependency.schema, dependency.name) &&
      !isUserType(baseType(actual.type))) ||
    (typeKinds.has(dependency.kind) && baseType(actual.type) !== qualify(dependency.schema, dependency.name));
  if (actual.default === null || actual.generated !== null || !ofDefault) return null;
  const comesBack = expected === undefined ? actual.default : expected.default;
  return {
    before: [setOwnDefault({ ...actual, default: null })],
    after: comesBack === null ? [] : [setOwnDefault({ ...actual, default: comesBack })],
  };
}

export function changeDefault(
  expected: Column,
  actual: Column,
  sides: Sides,
): readonly Statement[] | "recreate" | Manual {
  // A column that becomes an identity lost its default before it did.
  if (expected.identity !== null && actual.identity === null) return [];
  // Whether it is generated at all is the other attribute's matter, which writes the expression too.
  if (expected.generated !== actual.generated) return [];
  if (expected.generated !== null) return changeExpression(expected, actual, sides);
  const functions = calledBack(expected, sides.expected);
  // With a type that is handed down the new default waits for it.
  const givers = expected.type === actual.type ? [] : giversOfType(identityOf(actual), sides);
  const after = [...functions, ...givers];
  return [
    { ...setOwnDefault(expected), ...(after.length === 0 ? {} : { after }) },
    ...(isPassedOn(actual) ? [] : startOfNewSequence(expected, actual, sides)),
  ];
}

/** A plain column that becomes a generated one loses its values to the computed ones; dropping it says so. */
export function changeGenerated(
  expected: Column,
  actual: Column,
  sides: Sides,
): readonly Statement[] | "recreate" | Manual {
  const kept = keptByParent(actual, sides);
  if (kept !== null) return manual(kept);
  // Only a stored column can stop computing and keep what it has.
  if (expected.generated !== null || actual.generated !== "stored") return "recreate";
  const isOwn = !actual.inherited || becomesOwn(actual, sides);
  const computedBelow = isOwn ? keptBelow(actual, sides) : null;
  if (computedBelow !== null) return manual(computedBelow);
  const own = expected.default === null ? [] : [setOwnDefault(expected)];
  // It stops with the parent's.
  return isOwn
    ? [...stopComputing(expected, actual, sides), ...own]
    : own.map((set) => ({ ...set, after: givenBy(actual, sides.actual, ["generated"]) }));
}

/** A stored column that is the table's own, or will be, keeps the values that it has. */
export function stopComputing(expected: Column, actual: Column, sides: Sides): readonly Statement[] {
  if (actual.generated !== "stored" || expected.generated !== null) return [];
  if (!actual.inherited) return [alterColumn(expected, "DROP EXPRESSION")];
  return becomesOwn(actual, sides)
    ? [alterColumn(expected, "DROP EXPRESSION", { takes: leavings(actual, sides) })]
    : [];
}

/** The sequence behind an identity column, or the one that a column is to get, by the name Postgres chooses when that is free. */
const behind = ({ schema, table, name, identitySequence: sequence }: Column): Identity => ({
  kind: "sequence",
  ...(sequence ?? { schema, name: `${table}_${name}_seq` }),
});

/** The column goes on with the numbers it has; the sequence behind it goes, when other columns take none from it any more (2BP01). */
export const dropIdentity = (actual: Column, sides: Sides): Statement =>
  alterColumn(actual, "DROP IDENTITY", {
    frees: [behind(actual)],
    after: sides.actual
      .dependentsOf(actual)
      .filter((dependent) => dependent.kind === actual.kind && takesNumbers(dependent, actual))
      .map(identityOf),
  });

export function changeIdentity(
  expected: Column,
  actual: Column,
  sides: Sides,
): readonly Statement[] | Manual {
  // What goes on being computed takes no numbers.
  const stops = actual.generated === null ? [] : changeGenerated(expected, actual, sides);
  if (isManual(stops)) return stops;
  // Where the type changes too it went before it did: the same statement, which stands once.
  if (expected.identity === null) return [dropIdentity(actual, sides)];
  const generated = `GENERATED ${expected.identity.toUpperCase()}`;
  if (actual.identity === null) {
    const name = givenName(expected, sides.expected);
    const taken = name !== null && sides.actual.get(behind(expected)) !== undefined;
    return [
      ...(actual.default === null ? [] : [setOwnDefault({ ...expected, default: null })]),
      ...(actual.notNull ? [] : changeNotNull({ ...expected, notNull: true }, actual, sides)),
      alterColumn(expected, `ADD ${generated} AS IDENTITY${identityClause(expected, taken ? null : name)}`, {
        makes: [identityOf(expected)],
      }),
      ...identityDetails(expected, ownerOf(expected, sides.expected)),
      ...(isPassedOn(actual) && !becomesOwn(actual, sides)
        ? []
        : [startBehindRows(expected, actual, identitySequence(expected), expected.identityOptions)]),
      ...(taken ? [renameNewSequence(expected, behind(expected))] : []),
    ];
  }
  const options = expected.identityOptions;
  const changes = [
    ...(expected.identity === actual.identity ? [] : [`SET ${generated}`]),
    ...(options === null || JSON.stringify(options) === JSON.stringify(actual.identityOptions)
      ? []
      : [
          `SET START WITH ${options.start}`,
          `SET INCREMENT BY ${options.increment}`,
          `SET MINVALUE ${options.minimum}`,
          `SET MAXVALUE ${options.maximum}`,
          `SET CACHE ${options.cache}`,
          options.cycle ? "SET CYCLE" : "SET NO CYCLE",
          ...(actual.identityOptions !== null && isElsewhere(options, actual.identityOptions)
            ? ["RESTART"]
            : []),
        ]),
  ];
  return changes.length === 0
    ? []
    : [...moveIntoBounds(expected, actual), alterColumn(expected, changes.join(" "))];
}

/** A default that is the next number of a sequence and nothing else: the sequence's name as a string constant. */
const numberedBy = /^nextval\(('(?:[^']|'')+')::regclass\)$/;

/** The rows may have numbers already where the column is to take them from a sequence that is made in the same plan. */
function startOfNewSequence(expected: Column, actual: Column, sides: Sides): readonly Statement[] {
  const name = numberedBy.exec(expected.default ?? "")?.[1];
  const sequence = sides.expected
    .dependenciesOf(expected)
    .find((one) => one.kind === "sequence" && quoteLiteral(qualify(one.schema, one.name)) === name);
  const named = `${name}::pg_catalog.regclass`;
  return sequence === undefined ||
    sides.actual.get(sequence) !== undefined ||
    // What numbers a foreign table's rows have is the other server's to know.
    expected.relation === "foreign table" ||
    !/^(?:smallint|integer|bigint)$/.test(expected.type)
    ? []
    : [startBehindRows(expected, actual, named, sequence as unknown as Sequence, named)];
}

/**
 * The new sequence begins at its start, and the rows that are there have numbers already: the next one must be free (23505).
 * Nor is a number given again whose row is gone, as far as the sequence that gave it is there to ask.
 * @param sequence as SQL whose value is a regclass
 * @param sharer the same, where other columns may take their numbers from it too
 */
function startBehindRows(
  expected: Column,
  actual: Column,
  sequence: string,
  bounds: Pick<Sequence, "increment" | "start" | "minimum" | "maximum"> | null,
  sharer?: string,
): Statement {
  const table = qualify(expected.schema, expected.table);
  const down = bounds?.increment.startsWith("-") === true;
  const before = numberedBy.exec(actual.default ?? "")?.[1];
  const given = [
    ...(before === undefined ? [] : [`pg_catalog.to_regclass(${before})`]),
    ...(sharer === undefined ? [] : [sharer]),
  ];
  const numbers = [
    `${down ? "min" : "max"}(${quoteIdentifier(expected.name)})`,
    ...given.map((one) => `pg_catalog.pg_sequence_last_value(${one})`),
  ];
  const number = numbers.length === 1 ? numbers[0] : `${down ? "LEAST" : "GREATEST"}(${numbers.join(", ")})`;
  const within =
    bounds === null
      ? "number >= 1"
      : down
        ? `number BETWEEN ${bounds.minimum} AND ${bounds.start}`
        : `number BETWEEN ${bounds.start} AND ${bounds.maximum}`;
  return statement(
    `SELECT pg_catalog.setval(${sequence}, number)\n` +
      `FROM (SELECT ${number} AS number FROM ${table}) rows WHERE ${within}`,
    identityOf(expected),
    { scan: true, hazards: [{ code: "table-scan", detail: table }] },
  );
}

/** The sequence behind the column has a name that no catalog query needs to know. One that gave no number yet stands at its start. */
function moveIntoBounds(expected: Column, actual: Column): readonly Statement[] {
  if (expected.identityOptions === null || actual.identityOptions === null) return [];
  const beginning = newBeginning(expected.identityOptions, actual.identityOptions);
  if (beginning === null) return [];
  const { bound, beyond } = beginning;
  return [
    statement(
      `SELECT pg_catalog.setval(s.name, ${bound}, false)\n` +
        `FROM (SELECT ${identitySequence(expected)} AS name) s\n` +
        `WHERE coalesce(pg_catalog.pg_sequence_last_value(s.name), ${actual.identityOptions.start}) ${beyond} ${bound}`,
      identityOf(expected),
    ),
  ];
}

/** What to ask the rows that are there before a constraint is put on them. */
import { identifierList, qualify, quoteIdentifier } from "../../postgres/identifier";
import { type Identity, visible } from "../../postgres/identity";
import type { Preflight } from "../../postgres/statement";
import type { Column } from "../column";
import { rowsWithAdded } from "../columns/added-columns";
import type { Constraint } from "../constraint";
import type { CatalogView, Sides } from "../kind";
import { exclusionPreflights, overlapPreflights } from "./exclusion-preflight";
import { askRows, askWhere, inWords, proved, relationOf } from "./preflight";

/** The questions before a constraint is added, or validated. */
export function constraintPreflights(object: Constraint, sides: Sides): readonly Preflight[] {
  const table = relationOf(object);
  if (
    !object.validated ||
    !object.enforced ||
    object.relation !== "table" ||
    sides.actual.get(table) === undefined
  )
    return [];
  switch (object.type) {
    case "primary key":
      return [...missingValues(object, table, sides), ...duplicates(object, table, sides)];
    case "unique":
      return duplicates(object, table, sides);
    case "foreign key":
      return orphans(object, table, sides);
    case "check":
      return violations(object, table, sides);
    case "exclusion":
      return exclusions(object, table, sides);
  }
}

/** True where the constraint held for these very values all along. */
function heldBefore(object: Constraint, sides: Sides): boolean {
  const present = sides.actual.get(object) as Constraint | undefined;
  return present?.validated === true && present.enforced && present.definition === object.definition;
}

const columnOf = (table: Identity, name: string, side: CatalogView): Column | undefined =>
  side.get({
    kind: "column",
    ...(table.schema === undefined ? {} : { schema: table.schema }),
    table: table.name,
    name,
  }) as Column | undefined;

const changesType = (table: Identity, name: string, sides: Sides): boolean =>
  columnOf(table, name, sides.actual)?.type !== columnOf(table, name, sides.expected)?.type;

/** A primary key makes its columns NOT NULL; where only the key is missing nothing else asks. */
function missingValues(object: Constraint, table: Identity, sides: Sides): readonly Preflight[] {
  return (object.columns ?? []).flatMap((name) => {
    const column = columnOf(table, name, sides.actual);
    if (column === undefined || column.notNull) return [];
    return [
      askWhere(
        `Is there a row of ${inWords(table)} where ${visible(name)} is null?`,
        table,
        `${quoteIdentifier(name)} IS NULL`,
      ),
    ];
  });
}

function duplicates(object: Constraint, table: Identity, sides: Sides): readonly Preflight[] {
  const columns = object.columns ?? [];
  const from = rowsWithAdded(table, columns, sides);
  if (from === null) return [];
  if (object.definition.includes("WITHOUT OVERLAPS"))
    return columns.some((name) => changesType(table, name, sides)) ? [] : overlapPreflights(columns, table);
  const question = `Are there rows of ${inWords(table)} that are the same in ${columns.map(visible).join(", ")}?`;
  // Columns that change their type are asked by their own question, which knows what the new type tells apart.
  if (heldBefore(object, sides))
    return [proved(question, table, "The key that is there already allows none.")];
  return [
    duplicateRows(question, table, columns.map(quoteIdentifier), {
      nullsEqual: /NULLS NOT DISTINCT/.test(object.definition),
      from,
    }),
  ];
}

/** The values are compared as they are: where a column gets another type, what its operators will say is not known yet. */
function exclusions(object: Constraint, table: Identity, sides: Sides): readonly Preflight[] {
  const columns = sides.expected
    .dependenciesOf(object)
    .filter((dependency) => dependency.kind === "column" && dependency.table === object.table);
  const ready = columns.every(
    ({ name }) => columnOf(table, name, sides.actual) !== undefined && !changesType(table, name, sides),
  );
  if (!ready) return [];
  if (heldBefore(object, sides))
    return [
      proved(
        `Are there two rows of ${inWords(table)} that exclude each other?`,
        table,
        "The constraint that is there already allows none.",
      ),
    ];
  return exclusionPreflights(object.definition, table);
}

/** Groups by the columns themselves, so that their own collations say what is the same. */
export function duplicateRows(
  question: string,
  table: Identity,
  keys: readonly string[],
  options: { readonly nullsEqual?: boolean; readonly where?: string; readonly from?: string },
): Preflight {
  const conditions = [
    ...(options.nullsEqual ? [] : keys.map((key) => `${key} IS NOT NULL`)),
    ...(options.where === undefined ? [] : [`(${options.where})`]),
  ];
  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  return askRows(
    question,
    table,
    `SELECT 1 FROM ${options.from ?? qualify(table.schema, table.name)}${where} GROUP BY ${keys.join(", ")} HAVING pg_catalog.count(*) > 1`,
  );
}

const numbers = new Set(["smallint", "integer", "bigint", "numeric"]);

/**
 * Rows whose reference leads nowhere. MATCH SIMPLE asks only those without any null; MATCH FULL refuses a mixture too.
 * Where the two ends have different types, their texts are compared, as they will read after the change.
 */
function orphans(object: Constraint, table: Identity, sides: Sides): readonly Preflight[] {
  const target = object.references;
  const columns = object.columns ?? [];
  if (target === null) return [];
  const referenced: Identity = { kind: "table", schema: target.schema, name: target.table };
  const question = `Are there rows of ${inWords(table)} whose ${columns.map(visible).join(", ")} is in no row of ${inWords(referenced)}?`;
  const pairs = columns.map((name, place) => ({
    own: columnOf(table, name, sides.actual),
    other: columnOf(referenced, target.columns[place] ?? "", sides.actual),
    type: columnOf(table, name, sides.expected)?.type,
  }));
  // A column that is not there yet begins without values, and a table that is not there yet without rows.
  if (pairs.some(({ own }) => own === undefined)) return [];
  const changed =
    columns.some((name) => changesType(table, name, sides)) ||
    target.columns.some((name) => changesType(referenced, name, sides));
  if (heldBefore(object, sides) && !changed)
    return [proved(question, table, "The foreign key that is there already allows none.")];
  const own = columns.map((name) => `c.${quoteIdentifier(name)}`);
  const complete = own.map((name) => `${name} IS NOT NULL`).join(" AND ");
  const from = `SELECT 1 FROM ${qualify(table.schema, table.name)} AS c`;
  if (pairs.some(({ other }) => other === undefined))
    return [askRows(question, table, `${from} WHERE ${complete}`)];
  const equal = pairs.map(({ own, other, type }, place) => {
    const [left, right] = [
      `p.${quoteIdentifier(target.columns[place] ?? "")}`,
      `c.${quoteIdentifier(columns[place] ?? "")}`,
    ];
    const alike =
      own?.type === other?.type || (numbers.has(own?.type ?? "") && numbers.has(other?.type ?? ""));
    if (alike && own?.type === type) return `${left} = ${right}`;
    const spelled = (value: string): string =>
      type === "uuid"
        ? `pg_catalog.lower(pg_catalog.translate(${value}::text, '{}-', ''))`
        : `${value}::text`;
    return alike && type !== "uuid" ? `${left} = ${right}` : `${spelled(left)} = ${spelled(right)}`;
  });
  const nowhere = `(${complete}) AND NOT EXISTS (SELECT FROM ${qualify(target.schema, target.table)} AS p WHERE ${equal.join(" AND ")})`;
  const full = / MATCH FULL/.test(object.definition) && columns.length > 1;
  const mixed = `pg_catalog.num_nulls(${own.join(", ")}) BETWEEN 1 AND ${columns.length - 1}`;
  return [askRows(question, table, `${from} WHERE ${full ? `(${nowhere}) OR ${mixed}` : nowhere}`)];
}

/** The condition stands between the outer parentheses; NO INHERIT may follow them. */
const checkCondition = (definition: string): string | undefined =>
  /^CHECK \(([\s\S]*)\)(?: NO INHERIT)?$/.exec(definition)?.[1];

function violations(object: Constraint, table: Identity, sides: Sides): readonly Preflight[] {
  const condition = checkCondition(object.definition);
  if (condition === undefined) return [];
  const question = `Are there rows of ${inWords(table)} that violate ${visible(object.name)}?`;
  const columns = sides.expected
    .dependenciesOf(object)
    .filter((dependency) => dependency.kind === "column" && dependency.table === object.table);
  const names = columns.map(({ name }) => name);
  const isAdded = names.some((name) => columnOf(table, name, sides.actual) === undefined);
  const added = isAdded ? rowsWithAdded(table, names, sides) : null;
  if (isAdded && added === null) return [];
  const recast = columns.filter(
    ({ name }) => columnOf(table, name, sides.actual) !== undefined && changesType(table, name, sides),
  ) as unknown as readonly Column[];
  if (heldBefore(object, sides) && recast.length === 0)
    return [proved(question, table, "The check that is there already allows none.")];
  if (added !== null)
    return recast.length > 0
      ? []
      : [askRows(question, table, `SELECT 1 FROM ${added} WHERE NOT (${condition})`)];
  const only = object.definition.endsWith(" NO INHERIT") ? "ONLY " : "";
  const name = `${only}${qualify(table.schema, table.name)}`;
  if (recast.length === 0)
    return [askRows(question, table, `SELECT 1 FROM ${name} WHERE NOT (${condition})`)];
  // The condition is written for the new types, so the values are shown to it as such.
  const kept = columns
    .filter(({ name }) => !recast.some((column) => column.name === name))
    .map(({ name }) => name);
  const values = [
    ...recast.map((column) => {
      const quoted = quoteIdentifier(column.name);
      return `${quoted}::text::${column.type} AS ${quoted}`;
    }),
    ...(kept.length === 0 ? [] : [identifierList(kept)]),
  ];
  return [
    askRows(
      question,
      table,
      `SELECT 1 FROM (SELECT ${values.join(", ")} FROM ${name}) AS ${quoteIdentifier(object.table)} WHERE NOT (${condition})`,
    ),
  ];
}

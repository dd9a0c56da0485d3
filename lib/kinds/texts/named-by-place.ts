/**
 * Texts that name a relation's columns by their place, which is the one thing in which the order of columns counts. Of what a
 * function returns the server names all of them, though nobody did: where those are the names that the columns have anyway, the
 * text means the same without them, whatever their order.
 */
import { qualify, unquoteIdentifier } from "../../postgres/identifier";
import type { Identity } from "../../postgres/identity";
import { columnsOf } from "../columns/columns-of";
import type { CompositeType } from "../composite-type";
import type { FunctionObject } from "../function";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import { type Manual, manual } from "../manual";
import { closing } from "../preflight/index-preflight";
import type { ViewColumn } from "../view";
import { namedLikeTheirColumn, namesOf, type Returned, type RowsOf, rowsFromIn, shares } from "./rows-from";

const identifier = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
const beforeRelation = String.raw`(?:FROM|JOIN|,)\s+\(*(?:LATERAL\s+)?`;
const nameList = String.raw`\((${identifier}(?:,\s*${identifier})*)\)`;

/** `FROM schema.relation alias(first, second)`, as the server prints it. */
const aliasList = new RegExp(
  String.raw`${beforeRelation}(?:ONLY\s+)?(${identifier})\.(${identifier})(?:\s*\*)?\s+${identifier}${nameList}`,
  "gu",
);

/** `FROM schema.function(`, up to where the arguments begin. */
const call = new RegExp(String.raw`${beforeRelation}(${identifier})\.(${identifier})(?=\()`, "gu");

/** What stands behind the arguments of a call in FROM: ` alias(first, second)`. */
const aliasOfCall = new RegExp(String.raw`^(\s+WITH ORDINALITY)?(\s+${identifier})${nameList}`, "u");

interface Relation {
  readonly schema: string;
  readonly name: string;
}

/** A list of names behind functions whose rows are read, with what each of these returns. */
interface NamedRows {
  readonly functions: readonly Returned[];
  /** Without that of their number, where WITH ORDINALITY gives one. */
  readonly names: readonly string[];
  /** True where that has a name of its own. */
  readonly namesNumber: boolean;
  /** Where the list begins and ends in the text. */
  readonly start: number;
  readonly end: number;
}

/**
 * Why a text of the expected side would mean other columns on the actual one, naming them by their place. Null where it would
 * not.
 * @param object what the text belongs to
 */
export function namedByPlace(object: Identity, text: string, { expected, actual }: Sides): string | null {
  for (const { relation, aliases } of relationsNamed(object, text, expected)) {
    const [wanted, present] = [columnNames(relation, expected), columnNames(relation, actual)];
    if (wanted === null || present === null) continue;
    if (wanted.slice(0, aliases.length).some((column, place) => column !== present[place]))
      return `Its text names the columns of ${qualify(relation.schema, relation.name)} by their place, and they stand in another order on the two sides.`;
  }
  return null;
}

/** The outcome of a change of the text, where it would mean other columns; null where it would not. */
export function changedByPlace(object: Identity, text: string, sides: Sides): Manual | null {
  const why = namedByPlace(object, text, sides);
  return why === null
    ? null
    : manual(`it would read other columns. ${why} Write it by hand for the order that the database has.`);
}

/** The texts of an object that only repeat what the columns of what functions return are called, without that. */
export function withoutPlaces(
  object: CatalogObject,
  attributes: readonly string[],
  side: CatalogView,
): CatalogObject {
  const changed = attributes.flatMap((attribute) => {
    const text = object[attribute];
    const shorter = typeof text === "string" ? namedAsTheyAre(object, text, side) : text;
    return shorter === text ? [] : [[attribute, shorter]];
  });
  return changed.length === 0 ? object : { ...object, ...Object.fromEntries(changed) };
}

function namedAsTheyAre(object: Identity, text: string, side: CatalogView): string {
  return rowsNamed(object, text, side).reduceRight(
    (shorter, { functions, names, namesNumber, start, end }) => {
      if (namesNumber || functions.every(({ relations }) => relations.length === 0)) return shorter;
      // What was added to the table since is not in the list, and has its own name.
      const same = shares(names, functions)?.every((share, index) =>
        share.every((name, place) => name === functions[index]?.columns?.[place]),
      );
      return same ? shorter.slice(0, start) + shorter.slice(end) : shorter;
    },
    text,
  );
}

function relationsNamed(object: Identity, text: string, side: CatalogView) {
  // Most texts read nothing.
  if (!text.includes("FROM ")) return [];
  return [
    ...[...text.matchAll(aliasList)].map(([, schema = "", name = "", aliases = ""]) => ({
      relation: { schema: unquoteIdentifier(schema), name: unquoteIdentifier(name) },
      aliases: namesIn(aliases),
    })),
    ...rowsNamed(object, text, side).flatMap(({ functions, names }) => {
      const own = shares(names, functions);
      return functions.flatMap(({ columns, relations }, index) =>
        relations.map((relation) => ({ relation, aliases: own?.[index] ?? columns ?? [] })),
      );
    }),
  ];
}

/** The lists behind calls in FROM, in order. */
function rowsNamed(object: Identity, text: string, side: CatalogView): readonly NamedRows[] {
  if (!text.includes("FROM ")) return [];
  const single = [...text.matchAll(call)].flatMap((found) => {
    const [all, schema = "", name = ""] = found;
    const end = closing(text, found.index + all.length) + 1;
    const called = { schema: unquoteIdentifier(schema), name: unquoteIdentifier(name), defined: null };
    return end === 0 ? [] : [{ functions: [called], end }];
  });
  return [...single, ...rowsFromIn(text)]
    .sort((one, other) => one.end - other.end)
    .flatMap(({ functions, end: behind }) => {
      const [, counted, alias = "", list] = aliasOfCall.exec(text.slice(behind)) ?? [];
      if (list === undefined) return [];
      const head = (counted ?? "") + alias;
      const all = namesIn(list);
      const names = counted === undefined ? all : all.slice(0, -1);
      const start = behind + head.length;
      return [
        {
          functions: functions.map((called) => returnedBy(object, called, names, side)),
          names,
          namesNumber: counted !== undefined && all.at(-1) !== "ordinality",
          start,
          end: start + list.length + 2,
        },
      ];
    });
}

/** What the functions of this name return that the object calls. */
function returnedBy(
  object: Identity,
  { schema, name, defined }: RowsOf,
  names: readonly string[],
  side: CatalogView,
): Returned {
  if (defined !== null) return { columns: defined, relations: [] };
  if (schema === null) return { columns: namedLikeTheirColumn.has(name) ? [name] : null, relations: [] };
  const found = side
    .dependenciesOf(object)
    .filter((called) => called.kind === "function" && called.schema === schema && called.name === name)
    .map((called) => resultOf(called as unknown as FunctionObject, side));
  const [first, ...others] = found;
  // Of several it is the one whose columns are named as they are, if any.
  const fits = found.find(({ columns }) => names.every((one, place) => one === columns?.[place]));
  const same = others.every(({ columns }) => JSON.stringify(columns) === JSON.stringify(first?.columns));
  return {
    columns: (fits ?? (same ? first : undefined))?.columns ?? null,
    relations: found.flatMap(({ relations }) => relations),
  };
}

function resultOf(called: FunctionObject, side: CatalogView): Returned {
  const type = called.returns.replace(/^SETOF /, "");
  const [, table] = /^TABLE\((.*)\)$/s.exec(type) ?? [];
  if (table !== undefined) return { columns: namesOf(table), relations: [] };
  const out = called.parameters.filter(({ mode }) => mode === "out" || mode === "inout");
  if (out.length > 0) {
    const named = out.flatMap(({ name }) => name ?? []);
    return { columns: named.length === out.length ? named : null, relations: [] };
  }
  const made = side.dependenciesOf(called).find((one) => qualify(one.schema, one.name) === type);
  if (made?.kind === "composite type")
    return { columns: (made as unknown as CompositeType).attributes.map(({ name }) => name), relations: [] };
  const relation = made && { schema: made.schema ?? "", name: made.name };
  const columns = relation === undefined ? null : columnNames(relation, side);
  // A domain may be one over rows.
  if (columns === null) return { columns: made?.kind === "domain" ? null : [called.name], relations: [] };
  return { columns, relations: relation === undefined ? [] : [relation] };
}

const namesIn = (list: string): readonly string[] =>
  (list.match(new RegExp(identifier, "gu")) ?? []).map(unquoteIdentifier);

/** In order; null where the side has no such relation. */
function columnNames(relation: Relation, side: CatalogView): readonly string[] | null {
  for (const kind of ["table", "foreign table"]) {
    const table = side.get({ kind, ...relation });
    if (table === undefined) continue;
    return columnsOf(table, side).map((column) => column.name);
  }
  for (const kind of ["view", "materialized view"]) {
    const columns = side.get({ kind, ...relation })?.columns as readonly ViewColumn[] | undefined;
    if (columns !== undefined) return columns.map((column) => column.name);
  }
  return null;
}

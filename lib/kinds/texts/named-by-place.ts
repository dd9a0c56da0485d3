/**
 * Texts that name a relation's columns by their place, which is the one thing in which the order of columns counts. Of what a
 * function returns the server names all of them, though nobody did: where those are the names that the columns have anyway, the
 * text means the same without them, whatever their order.
 */
import { qualify, quotedText, unquoteIdentifier } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { columnsOf } from "../columns/columns-of";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import { type Manual, manual } from "../manual";
import type { ViewColumn } from "../view";

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

interface Named {
  readonly schema: string;
  readonly name: string;
  readonly aliases: readonly string[];
}

interface NamedCall extends Named {
  /** Where the list of names begins and ends in the text. */
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
  return callsNamed(text).reduceRight((shorter, one) => {
    const names = returnedBy(object, one, side).map((relation) => columnNames(relation, side) ?? []);
    // What was added to the table since is not in the list, and has its own name.
    const same = names.some((columns) => one.aliases.every((alias, place) => alias === columns[place]));
    return same ? shorter.slice(0, one.start) + shorter.slice(one.end) : shorter;
  }, text);
}

function relationsNamed(object: Identity, text: string, side: CatalogView) {
  // Most texts read nothing.
  if (!text.includes("FROM ")) return [];
  return [
    ...[...text.matchAll(aliasList)].map(([, schema = "", name = "", aliases = ""]) => ({
      relation: { schema: unquoteIdentifier(schema), name: unquoteIdentifier(name) },
      aliases: namesIn(aliases),
    })),
    ...callsNamed(text).flatMap(({ aliases, ...called }) =>
      returnedBy(object, called, side).map((relation) => ({ relation, aliases })),
    ),
  ];
}

function callsNamed(text: string): readonly NamedCall[] {
  if (!text.includes("FROM ")) return [];
  return [...text.matchAll(call)].flatMap((found) => {
    const behind = endOfArguments(text, found.index + found[0].length);
    const [, counted, alias = "", list] = aliasOfCall.exec(text.slice(behind)) ?? [];
    if (list === undefined) return [];
    const head = (counted ?? "") + alias;
    const names = namesIn(list);
    const aliases = counted !== undefined && names.at(-1) === "ordinality" ? names.slice(0, -1) : names;
    const start = behind + head.length;
    const [schema, name] = [unquoteIdentifier(found[1] ?? ""), unquoteIdentifier(found[2] ?? "")];
    return [{ schema, name, aliases, start, end: start + list.length + 2 }];
  });
}

/** The place behind the bracket that closes the one at `start`; brackets within quotes are none. */
function endOfArguments(text: string, start: number): number {
  let depth = 0;
  const marks = new RegExp(`${quotedText}|[()]`, "g");
  marks.lastIndex = start;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    if (mark[0] === "(") depth += 1;
    if (mark[0] === ")") depth -= 1;
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
}

/** The tables whose rows the functions of this name return that the object calls. */
function returnedBy(
  object: Identity,
  { schema, name }: Pick<Named, "schema" | "name">,
  side: CatalogView,
): readonly { readonly schema: string; readonly name: string }[] {
  return side
    .dependenciesOf(object)
    .filter((called) => called.kind === "function" && called.schema === schema && called.name === name)
    .flatMap((called) =>
      side
        .dependenciesOf(identityOf(called))
        .map((relation) => ({ schema: relation.schema ?? "", name: relation.name }))
        .filter((relation) =>
          [
            qualify(relation.schema, relation.name),
            `SETOF ${qualify(relation.schema, relation.name)}`,
          ].includes(String(called.returns)),
        ),
    );
}

const namesIn = (list: string): readonly string[] =>
  (list.match(new RegExp(identifier, "gu")) ?? []).map(unquoteIdentifier);

/** In order; null where the side has no such relation. */
function columnNames(
  relation: { readonly schema: string; readonly name: string },
  side: CatalogView,
): readonly string[] | null {
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

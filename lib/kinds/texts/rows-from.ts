/**
 * `ROWS FROM (first(…), second(…) AS (a integer)) alias(…)`: the list that the server prints behind it names the columns of all
 * the functions, one function's behind the other's.
 */
import { printedName, splitQualified, unquoteIdentifier } from "../../postgres/identifier";
import { closing, splitAtCommas } from "../preflight/index-preflight";

/** One of the functions; without a schema where it is Postgres's own, or no call at all. */
export interface RowsOf {
  readonly schema: string | null;
  readonly name: string;
  /** What the call itself says that its columns are called; null where it says nothing. */
  readonly defined: readonly string[] | null;
}

interface RowsFrom {
  readonly functions: readonly RowsOf[];
  /** The place behind the bracket that closes it. */
  readonly end: number;
}

const opening = /(?<=(?:FROM|JOIN|,)\s+\(*(?:LATERAL\s+)?)ROWS FROM\(/g;

const oneCall = new RegExp(String.raw`^((?:${printedName}\.)?${printedName})\(`);

const definedAs = / AS \((.*)\)$/s;

/** What stands in the text between the brackets of each ROWS FROM. */
export function rowsFromIn(text: string): readonly RowsFrom[] {
  return [...text.matchAll(opening)].flatMap((found) => {
    const start = found.index + found[0].length;
    const end = closing(text, start - 1);
    return end < 0 ? [] : [{ functions: splitAtCommas(text.slice(start, end)).map(rowsOf), end: end + 1 }];
  });
}

function rowsOf(part: string): RowsOf {
  const call = part.trim();
  const [, called = ""] = oneCall.exec(call) ?? [];
  const qualified = splitQualified(called);
  const behind = call.slice(closing(call, called.length) + 1);
  const [, list] = definedAs.exec(behind) ?? [];
  return {
    schema: qualified?.schema ?? null,
    name: qualified?.name ?? unquoteIdentifier(called),
    defined: list === undefined ? null : namesOf(list),
  };
}

const firstName = new RegExp(`^${printedName}`);

/** The names in a list of columns with their types. */
export const namesOf = (list: string): readonly string[] =>
  splitAtCommas(list).map((one) => unquoteIdentifier(firstName.exec(one.trim())?.[0] ?? ""));

/** Functions of Postgres's own that return one column of their name. */
export const namedLikeTheirColumn: ReadonlySet<string> = new Set([
  "generate_series",
  "generate_subscripts",
  "json_object_keys",
  "jsonb_object_keys",
  "jsonb_path_query",
  "regexp_matches",
  "regexp_split_to_table",
  "string_to_table",
  "unnest",
]);

/** The columns that one of the functions returns. */
export interface Returned {
  /** Null where nobody knows how many. */
  readonly columns: readonly string[] | null;
  /** The tables whose rows they are: what came to these since the text was made has no name in it. */
  readonly relations: readonly { readonly schema: string; readonly name: string }[];
}

/** The parts of a list of names, one for each function; null where it cannot be told which name is whose. */
export function shares(
  names: readonly string[],
  functions: readonly Returned[],
): readonly (readonly string[])[] | null {
  const missing = functions.reduce((rest, { columns }) => rest - (columns?.length ?? 0), names.length);
  const unknown = functions.filter(({ columns }) => columns === null);
  const grown = missing < 0 ? functions.filter(({ relations }) => relations.length > 0) : [];
  const [open, ...more] = [...unknown, ...grown];
  if (more.length > 0 || (missing !== 0 && open === undefined) || (missing < 0 && unknown.length > 0))
    return null;
  let start = 0;
  return functions.map((one) => {
    const end = start + (one.columns?.length ?? 0) + (one === open ? missing : 0);
    const own = names.slice(start, end);
    start = end;
    return own;
  });
}

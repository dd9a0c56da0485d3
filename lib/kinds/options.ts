import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";

const nameOf = (option: string): string => option.slice(0, option.indexOf("="));

// Values come from the catalog as they were written: numbers and words may stand bare, anything else needs quotes.
const quoted = (option: string): string => {
  const value = option.slice(option.indexOf("=") + 1);
  return `${nameOf(option)}=${/^[A-Za-z0-9_.+-]+$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`}`;
};

/** Storage options written for a WITH clause: `fillfactor=70, autovacuum_enabled=false`. */
export const optionsClause = (options: readonly string[]): string => options.map(quoted).join(", ");

const withClause =
  /(?<= WITH \()\w+=(?:'[^']*'|\w+)(?:, \w+=(?:'[^']*'|\w+))*(?=\)(?: WHERE | DEFERRABLE|$))/;

const withSortedOptions = (definition: string): string =>
  definition.replace(withClause, (list) => list.split(", ").toSorted().join(", "));

/** True where two definitions of indexes, as the server prints them, differ in more than the order in which options were set. */
export const differsInMoreThanOrder = (expected: string, actual: string): boolean =>
  withSortedOptions(expected) !== withSortedOptions(actual);

/** SET and RESET of storage options, so that the list becomes the expected one. */
export function changeOptions(
  target: string,
  object: Identity,
  expected: readonly string[] | null,
  actual: readonly string[] | null,
  facts: Partial<Statement> & { prefix?: string } = {},
): readonly Statement[] {
  const { prefix = "", ...rest } = facts;
  const set = (expected ?? []).filter((option) => !(actual ?? []).includes(option));
  const wanted = new Set((expected ?? []).map(nameOf));
  const reset = (actual ?? []).map(nameOf).filter((name) => !wanted.has(name));
  const make = (action: string): Statement =>
    statement(`ALTER ${target} ${action}`, identityOf(object), rest);
  return [
    ...(reset.length === 0 ? [] : [make(`RESET (${reset.map((name) => prefix + name).join(", ")})`)]),
    ...(set.length === 0 ? [] : [make(`SET (${set.map((option) => prefix + quoted(option)).join(", ")})`)]),
  ];
}

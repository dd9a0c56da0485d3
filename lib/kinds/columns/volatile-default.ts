import { printedName, unquoteIdentifier } from "../../postgres/identifier";
import type { Column } from "../column";
import type { CatalogView } from "../kind";

/** Functions of Postgres's own that give another value each time and can stand in a default (pg_proc.provolatile, PostgreSQL 14 to 18). */
const volatile =
  /^(?:array_sample|array_shuffle|clock_timestamp|current_query|currval|gen_random_uuid|lastval|nextval|random|random_normal|set_config|setval|timeofday|txid_status|uuidv4|uuidv7)$/;

/**
 * True where a default may give each row a value of its own, so that adding the column writes every row. A function that
 * somebody made tells by its catalog row; one that is not in the catalog (an extension's) is taken to.
 */
export function hasVolatileDefault(column: Column, side: CatalogView): boolean {
  if (column.default === null || column.generated !== null) return false;
  const functions = side.dependenciesOf(column).filter(({ kind }) => kind === "function");
  return calledIn(column.default).some(({ schema, name }) => {
    if (schema === undefined) return volatile.test(name);
    const known = functions.filter((one) => one.name === name && one.schema === schema);
    return known.length === 0 || known.some(({ volatility }) => volatility === "volatile");
  });
}

/** What stands in front of an opening parenthesis, outside of quotes; under `search_path = pg_catalog` only others' names have a schema. */
function calledIn(expression: string): readonly { readonly schema?: string; readonly name: string }[] {
  const calls = new RegExp(`'(?:[^']|'')*'|(?:(${printedName})\\.)?(${printedName})\\(`, "g");
  return [...expression.matchAll(calls)].flatMap(([, schema, called]) => {
    if (called === undefined) return [];
    return [
      {
        name: unquoteIdentifier(called),
        ...(schema === undefined ? {} : { schema: unquoteIdentifier(schema) }),
      },
    ];
  });
}

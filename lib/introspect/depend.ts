import { catalogOid } from "../kinds/catalog-sql";

/**
 * pg_depend between rows that users' DDL made; what rests on the system's own objects is left to the server (pinned).
 * Hundreds of rows as the text of one, a hundred thousand being usual: {@link parseDepend}.
 */
export const dependQuery = /* sql */ `
  SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid, d.deptype),
                               E'\\n') AS lines
  FROM pg_catalog.pg_depend d
  WHERE d.deptype IN ('n', 'a', 'i', 'e', 'x', 'P', 'S')
    AND (d.refobjid >= 16384 OR d.refclassid = ${catalogOid.pg_extension})
    -- The triggers that enforce foreign keys, and tables' row types: no objects of ours. Defaults are their columns' own.
    -- Together two fifths of all rows.
    AND NOT (d.deptype = 'i' AND d.classid = ${catalogOid.pg_trigger} AND d.refclassid = ${catalogOid.pg_constraint})
    AND NOT (d.deptype = 'i' AND d.classid = ${catalogOid.pg_type} AND d.refclassid = ${catalogOid.pg_class})
    AND NOT (d.deptype = 'a' AND d.classid = ${catalogOid.pg_attrdef} AND d.refclassid = ${catalogOid.pg_class})
  GROUP BY d.objid::bigint OPERATOR(pg_catalog./) 1024`;

/** One row of pg_depend. The same object again for the next row: not to be kept. */
export interface DependRow {
  readonly catalog: number;
  readonly oid: number;
  readonly column: number;
  readonly referencedCatalog: number;
  readonly referencedOid: number;
  readonly referencedColumn: number;
  /** pg_depend.deptype. */
  readonly type: string;
}

/** Rows of pg_depend, to be gone through as often as need be. */
export interface Depend {
  forEach(visit: (row: DependRow) => void): void;
}

const newline = 10;
const space = 32;
const zero = 48;
const nine = 57;

/** Reads what {@link dependQuery} gave. Kept as numbers: an object for each row would be most of what a reading allocates. */
export function parseDepend(parts: readonly { readonly lines: string }[]): Depend {
  const numbers: number[] = [];
  for (const { lines } of parts) {
    let number = 0;
    let type = 0;
    for (let at = 0; at <= lines.length; at++) {
      const code = at === lines.length ? newline : lines.charCodeAt(at);
      if (code >= zero && code <= nine) number = number * 10 + code - zero;
      else if (code === space) {
        numbers.push(number);
        number = 0;
      } else if (code === newline) {
        numbers.push(type);
      } else type = code;
    }
  }
  return {
    forEach: (visit) => {
      const row = {
        ...{ catalog: 0, oid: 0, column: 0, referencedCatalog: 0, referencedOid: 0, referencedColumn: 0 },
        type: "",
      };
      for (let at = 0; at < numbers.length; at += 7) {
        row.catalog = numbers[at] as number;
        row.oid = numbers[at + 1] as number;
        row.column = numbers[at + 2] as number;
        row.referencedCatalog = numbers[at + 3] as number;
        row.referencedOid = numbers[at + 4] as number;
        row.referencedColumn = numbers[at + 5] as number;
        row.type = String.fromCharCode(numbers[at + 6] as number);
        visit(row);
      }
    },
  };
}

/** What to ask a table's rows before it becomes a partition. */
import { isPrintedName, qualify, quoteLiteral } from "../../postgres/identifier";
import type { Identity } from "../../postgres/identity";
import type { Hazard, Preflight } from "../../postgres/statement";
import type { CatalogView } from "../kind";
import { restOf } from "../tables/parent-locks";
import type { RelationName } from "../tables/table-parents";
import { askWhere, inWords } from "./preflight";

/** The question before ATTACH PARTITION; none where the bound has a form that cannot be written as a condition. */
export function partitionPreflights(
  partition: Identity,
  parent: Identity,
  bound: string,
  side: CatalogView,
): readonly Preflight[] {
  const inside = side.get(partition) === undefined ? null : conditionOf(parent, bound, side);
  if (inside === null) return [];
  return [
    askWhere(
      `Are there rows of ${inWords(partition)} outside of its bound?`,
      partition,
      `(${inside}) IS NOT TRUE`,
    ),
  ];
}

/**
 * What a statement does to the default partition of a table that gets another one: its rows are read, and none of them may
 * belong to the new one (23514). Nothing where there is no default partition.
 */
export function beside(
  partition: Identity & { readonly partitionOf: RelationName | null; readonly partitionBound: string | null },
  expected: CatalogView,
  actual: CatalogView | undefined,
): { readonly hazards: readonly Hazard[]; readonly preflight: readonly Preflight[] } {
  const parent = partition.partitionOf;
  if (actual === undefined || parent === null) return { hazards: [], preflight: [] };
  // One that goes, or gets another bound itself, is not there by then; rows of a foreign one are not read.
  const rest = restOf(parent, actual).filter(
    (one) =>
      one.kind === "table" && expected.get(one)?.partitionBound === "DEFAULT" && one.name !== partition.name,
  );
  const inside = conditionOf({ kind: "table", ...parent }, partition.partitionBound ?? "DEFAULT", actual);
  return {
    hazards: rest.flatMap(({ schema, name }) => [
      {
        code: "may-fail-on-data",
        detail: `rows of ${qualify(schema, name)} that belong to the new partition`,
      },
      { code: "table-scan", detail: qualify(schema, name) },
    ]),
    preflight:
      inside === null
        ? []
        : rest.map((one) =>
            askWhere(`Are there rows of ${inWords(one)} that belong to the new partition?`, one, inside),
          ),
  };
}

/** What rows of a partition fulfil; null where the key or the bound cannot be written as a condition. */
function conditionOf(parent: Identity, bound: string, side: CatalogView): string | null {
  const key = side.get(parent)?.partitionKey;
  if (typeof key !== "string") return null;
  const [, strategy, list] = /^(RANGE|LIST|HASH) \(([\s\S]*)\)$/.exec(key) ?? [];
  // Keys that are expressions, or have collations and operator classes of their own, are left to Postgres.
  const columns = list?.split(", ") ?? [];
  if (strategy === undefined || !columns.every(isPrintedName)) return null;
  return insideBound(strategy, columns, bound, qualify(parent.schema, parent.name));
}

function insideBound(
  strategy: string,
  columns: readonly string[],
  bound: string,
  parent: string,
): string | null {
  const keys = columns.length === 1 ? columns[0] : `(${columns.join(", ")})`;
  if (strategy === "RANGE") {
    const [, from, to] = /^FOR VALUES FROM \(([\s\S]*)\) TO \(([\s\S]*)\)$/.exec(bound) ?? [];
    if (from === undefined || to === undefined) return null;
    const limits = [
      { operator: ">=", values: from, open: /^MINVALUE(, MINVALUE)*$/ },
      { operator: "<", values: to, open: /^MAXVALUE(, MAXVALUE)*$/ },
    ].filter(({ values, open }) => !open.test(values));
    if (limits.some(({ values }) => /\b(MINVALUE|MAXVALUE)\b/.test(values))) return null;
    const present = columns.map((column) => `${column} IS NOT NULL`);
    const row = (values: string): string => (columns.length === 1 ? values : `(${values})`);
    return [...present, ...limits.map(({ operator, values }) => `${keys} ${operator} ${row(values)}`)].join(
      " AND ",
    );
  }
  if (strategy === "LIST") {
    const values = /^FOR VALUES IN \(([\s\S]*)\)$/.exec(bound)?.[1];
    if (values === undefined) return null;
    // A null among the values takes rows without a key; `IN` alone never would.
    const takesNull = /(^|, )NULL(,|$)/.test(values);
    return `${keys} IN (${values})${takesNull ? ` OR ${keys} IS NULL` : ""}`;
  }
  const [, modulus, remainder] = /modulus (\d+), remainder (\d+)/i.exec(bound) ?? [];
  return modulus === undefined
    ? null
    : `pg_catalog.satisfies_hash_partition(${quoteLiteral(parent)}::pg_catalog.regclass, ${modulus}, ${remainder}, ${columns.join(", ")})`;
}

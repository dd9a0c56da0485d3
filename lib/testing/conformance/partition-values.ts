/** Values that lead a row through a partitioned table to each of its partitions. */

/** A step down the tree: the bound by which the partition is found, and what the table above is divided by. */
export interface PartitionStep {
  /** As pg_get_expr prints it: `FOR VALUES FROM (1) TO (10)`. */
  readonly bound: string;
  /** Null where the key is an expression. */
  readonly keys: readonly ({ readonly name: string; readonly type: string; readonly base: string } | null)[];
}

/** The steps from the root to each partition that holds rows itself. Both FROM items name the root `c`. */
export const partitionsField = `
    (SELECT pg_catalog.json_agg(steps.list ORDER BY leaf.relid) FROM pg_catalog.pg_partition_tree(c.oid) leaf CROSS JOIN LATERAL (
        SELECT pg_catalog.json_agg(pg_catalog.json_build_object('bound', pg_catalog.pg_get_expr(step.relpartbound, step.oid),
          'keys', (SELECT pg_catalog.json_agg(CASE WHEN ka.attname IS NOT NULL THEN pg_catalog.json_build_object(
                       'name', ka.attname, 'type', pg_catalog.format_type(ka.atttypid, ka.atttypmod), 'base', kt.typname) END ORDER BY u.place)
                     FROM pg_catalog.unnest(root.partattrs::int2[]) WITH ORDINALITY AS u(number, place)
                     LEFT JOIN pg_catalog.pg_attribute ka ON ka.attrelid = root.partrelid AND ka.attnum = u.number AND u.number > 0
                     LEFT JOIN pg_catalog.pg_type kt ON kt.oid = ka.atttypid))) AS list
        FROM pg_catalog.pg_partition_ancestors(leaf.relid) above JOIN pg_catalog.pg_class step ON step.oid = above.relid
        JOIN pg_catalog.pg_inherits link ON link.inhrelid = step.oid
        JOIN pg_catalog.pg_partitioned_table root ON root.partrelid = link.inhparent) steps
      WHERE c.relkind = 'p' AND leaf.isleaf AND leaf.level > 0)`;

/** By column, the expression that a row of this partition has there. Columns that nothing is known of may hold anything. */
export function keyValues(steps: readonly PartitionStep[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { bound, keys } of steps) {
    const [first = [], second = []] = [...bound.matchAll(/\(((?:'(?:[^']|'')*'|[^'()])*)\)/g)].map((list) => [
      ...(list[1] ?? "").matchAll(/'(?:[^']|'')*'|[^\s,]+/g),
    ]);
    // The remainder of a hash is anybody's guess, and the default takes what is left.
    if (!/^FOR VALUES (?:IN|FROM) /.test(bound)) continue;
    const isRange = bound.startsWith("FOR VALUES FROM ");
    for (const [place, key] of keys.entries()) {
      const literal = first[isRange ? place : 0]?.[0];
      if (key === null || literal === undefined) continue;
      if (literal !== "MINVALUE") {
        values.set(key.name, literal === "NULL" ? "NULL" : `${literal}::${key.type}`);
        continue;
      }
      // Below the upper end in the first place that has one: what follows may be anything.
      const end = second[place]?.[0];
      const below =
        end === undefined || end === "MAXVALUE" ? null : justBelow(`${end}::${key.type}`, key.base);
      if (below !== null) values.set(key.name, `(${below})::${key.type}`);
      break;
    }
  }
  return values;
}

function justBelow(end: string, base: string): string | null {
  if (/^(?:int[248]|numeric|float[48]|date)$/.test(base)) return `${end} - 1`;
  if (/^timestamp/.test(base)) return `${end} - interval '1 day'`;
  return /^(?:text|varchar|bpchar|name)$/.test(base) ? "''" : null;
}

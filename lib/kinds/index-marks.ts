/** What a table says of one of its indexes: it is ordered by it, or replicated by it. */
import { qualify, quoteIdentifier } from "../postgres/identifier";
import { identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import type { Constraint } from "./constraint";
import type { Index } from "./index-kind";
import type { Sides } from "./kind";
import { relationOf } from "./preflight";

/**
 * The marks that a table loses with an index which is dropped and made again. One that is to be another is the table's own
 * difference.
 */
export function restoreMarks(index: Index | Constraint, sides: Sides): readonly Statement[] {
  const relation = relationOf(index);
  const before = sides.actual.get(relation);
  const wanted = sides.expected.get(relation) ?? before;
  const held = (mark: string): boolean => before?.[mark] === index.name && wanted?.[mark] === index.name;
  const words = index.relation === "materialized view" ? "MATERIALIZED VIEW" : "TABLE";
  const alter = `ALTER ${words} ${qualify(index.schema, index.table)}`;
  const name = quoteIdentifier(index.name);
  return [
    ...(held("replicaIdentityIndex")
      ? [
          statement(`${alter} REPLICA IDENTITY USING INDEX ${name}`, identityOf(index), {
            lock: "ACCESS EXCLUSIVE",
          }),
        ]
      : []),
    ...(held("clusteredIndex")
      ? [statement(`${alter} CLUSTER ON ${name}`, identityOf(index), { lock: "SHARE UPDATE EXCLUSIVE" })]
      : []),
  ];
}

import { readHere } from "../kinds/inheritance/inheritance-links";
import type { Sides } from "../kinds/kind";
import { qualify } from "../postgres/identifier";
import { compareIdentities, type Identity, identityKey } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";

/** ANALYZE for each table whose columns lost their planner statistics with their type (postgres-facts.md §2a). */
export function analyzeStatements(statements: readonly Statement[], sides: Sides): readonly Statement[] {
  const tables = new Map<string, Identity>();
  for (const { hazards, alterTable } of statements) {
    if (alterTable !== undefined && hazards.some((hazard) => hazard.code === "statistics-lost")) {
      for (const table of readHere(alterTable.table, sides)) tables.set(identityKey(table), table);
    }
  }
  return [...tables.values()]
    .toSorted(compareIdentities)
    .map((table) =>
      statement(`ANALYZE ${qualify(table.schema, table.name)}`, table, { lock: "SHARE UPDATE EXCLUSIVE" }),
    );
}

import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../kinds/kind";
import { kindOf } from "../kinds/registry";
import { quoteIdentifier, quoteLiteral } from "../postgres/identifier";
import { identityKey, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";

/**
 * Gives an object that takes the place of another of its name the security labels of that: one may be what masks a column.
 * Postgres refuses where the module that a label is written for is not loaded.
 */
export function labelAgain(object: CatalogObject, actual: Catalog): readonly Statement[] {
  const key = identityKey(object);
  return (actual.securityLabels ?? []).flatMap((label) => {
    const target =
      label.object === key ? (kindOf(object).securityLabel?.(object, label.column) ?? null) : null;
    if (target === null) return [];
    return [
      statement(
        `SECURITY LABEL FOR ${quoteIdentifier(label.provider)} ON ${target} IS ${quoteLiteral(label.label)}`,
        identityOf(object),
        { only: "comment" },
      ),
    ];
  });
}

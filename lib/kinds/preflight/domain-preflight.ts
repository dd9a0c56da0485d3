/** What is asked of rows before a domain takes what their columns have to hold to. */
import { qualify, quoteIdentifier } from "../../postgres/identifier";
import { displayName, visible } from "../../postgres/identity";
import type { Preflight } from "../../postgres/statement";
import type { Column } from "../column";
import { withValue } from "../columns/underlying-type";
import type { Domain, DomainConstraint } from "../domain";
import type { CatalogObject, CatalogView } from "../kind";
import { rowsRestOn, typeKinds } from "../types/rows-in-use";
import { askWhere, relationOf } from "./preflight";

const isOf = ({ type, baseType }: CatalogObject, { schema, name }: Domain): boolean =>
  (type ?? baseType) === qualify(schema, name);

/** Columns of tables that are of the domain itself, or of a domain over it. */
const columnsOf = (domain: Domain, side: CatalogView): readonly CatalogObject[] =>
  side.dependentsOf(domain).flatMap((dependent) => {
    if (!isOf(dependent, domain)) return [];
    if (dependent.kind === "domain") return columnsOf(dependent as unknown as Domain, side);
    return dependent.relation === "table" ? [dependent] : [];
  });

/** Postgres reads no values of a domain that stand in arrays or composite values, and refuses (0A000). */
export const isHeldInside = (domain: Domain, side: CatalogView): boolean =>
  side.dependentsOf(domain).some((dependent) => {
    if (dependent.kind === "column") return !isOf(dependent, domain);
    if (dependent.kind === "domain" && isOf(dependent, domain))
      return isHeldInside(dependent as unknown as Domain, side);
    return typeKinds.has(dependent.kind) && rowsRestOn(dependent, side);
  });

export const nullsIn = (domain: Domain, side: CatalogView): readonly Preflight[] =>
  columnsOf(domain, side).map((column) =>
    askWhere(
      `Is there a row where ${displayName(column)} is null?`,
      relationOf(column as unknown as Column),
      `${quoteIdentifier(column.name)} IS NULL`,
    ),
  );

export const violationsOf = (
  domain: Domain,
  constraint: DomainConstraint,
  side: CatalogView,
): readonly Preflight[] =>
  columnsOf(domain, side).map((column) =>
    askWhere(
      `Is there a value of ${displayName(column)} that violates ${visible(constraint.name)} of the domain?`,
      relationOf(column as unknown as Column),
      `(${withValue(constraint.definition, `${quoteIdentifier(column.name)}::${domain.baseType}`)}) IS FALSE`,
    ),
  );

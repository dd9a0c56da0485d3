import { qualify, quoteIdentifier } from "../../postgres/identifier";
import { displayName, type Identity, identityOf } from "../../postgres/identity";
import { type Hazard, type Statement, statement } from "../../postgres/statement";
import type { CatalogView } from "../kind";
import type { Table } from "../table";
import { replaceName } from "../texts/renaming";

type Features = readonly (readonly [feature: string, weight: number])[];

/** Views and keys follow by themselves; what spells the name out does not. */
export const renamedHazard = (object: Identity): Hazard => ({
  code: "untracked-dependents",
  detail: `function bodies and applications that still say ${displayName(object)}`,
});

export const renameTable = (object: Table, name: string): Statement =>
  statement(
    `ALTER TABLE ${qualify(object.schema, object.name)} RENAME TO ${quoteIdentifier(name)}`,
    identityOf(object),
    { lock: "ACCESS EXCLUSIVE", hazards: [renamedHazard(object)] },
  );

/** Its columns above all, then what is said of it and hangs on it. */
export function tableFeatures(object: Table, side: CatalogView): Features {
  const own = side.childrenOf(object).flatMap((child): Features => {
    if (child.kind === "column") {
      return [
        [`column ${child.name}`, 2],
        [`column ${child.name} ${String(child.type)} ${String(child.notNull)}`, 1],
      ];
    }
    if (typeof child.definition !== "string") return [];
    // A table that refers to itself does so under its own name.
    return [[`${child.kind} ${replaceName(child.definition, object.schema, object.name, "itself")}`, 1]];
  });
  // A table without columns is like every other one.
  if (own.length === 0) return [];
  return [
    [`parts ${object.partitionKey} ${JSON.stringify(object.partitionOf)} ${object.partitionBound}`, 1],
    ...(object.comment === null ? [] : ([[`comment ${object.comment}`, 2]] as const)),
    ...own,
    ...nameFeatures(object.name),
  ];
}

/** The words of a name: `full_name` and `fullName` share both with `name_full`. All together weigh as much in every name. */
export function nameFeatures(name: string): Features {
  const words = new Set(
    name
      .replace(/(\p{Ll})(\p{Lu})/gu, "$1_$2")
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean),
  );
  return [...words].map((word) => [`word ${word}`, 2 / words.size] as const);
}

import { quoteIdentifier } from "../../postgres/identifier";
import { type Identity, identityKey, identityOf } from "../../postgres/identity";
import type { Column } from "../column";
import type { CatalogObject, CatalogView } from "../kind";
import { relationOf } from "../preflight/preflight";
import { type Privileges, withoutOption } from "./ownership";

interface OwnedView extends Identity {
  readonly owner: string | null;
}

/**
 * The materialized views, and the views between, that are made before a view gets its owner: they are filled with that
 * one's rights (42501), and were so when it was another's. None where the new owner is granted what the view
 * reads, which may be what the old one lacks.
 * @param before the view as it is there; undefined where it is made by whoever runs the plan
 */
export function filledBefore(
  view: OwnedView,
  side: CatalogView,
  before?: { readonly view: OwnedView; readonly side: CatalogView },
): readonly Identity[] {
  if (isGrantedWhatItReads(view, side)) return [];
  if (before !== undefined && !isGrantedWhatItReads(before.view, before.side)) return [];
  return filledFrom(view, side);
}

/**
 * True where each relation that a view reads is its owner's, or that one or everybody is granted it. Of memberships only that is
 * known which comes with the server (https://www.postgresql.org/docs/current/predefined-roles.html).
 */
function isGrantedWhatItReads({ owner, ...view }: OwnedView, side: CatalogView): boolean {
  if (owner === null || owner === "pg_read_all_data") return true;
  return side.dependenciesOf(view).every((used) => {
    const relation = used.kind === "column" ? side.get(relationOf(used as unknown as Column)) : used;
    if (relation === undefined || !isRelation(relation)) return true;
    return isGranted(used, owner) || isGranted(relation, owner);
  });
}

const isRelation = ({ kind }: Identity): boolean =>
  /^(?:table|foreign table|view|materialized view)$/.test(kind);

function isGranted(object: CatalogObject, owner: string): boolean {
  const lists = [object.privileges, ...Object.values(object.columnPrivileges ?? {})] as Privileges[];
  return (
    object.owner === owner ||
    lists.some((privileges) =>
      [quoteIdentifier(owner), "PUBLIC"].some((grantee) =>
        privileges?.[grantee]?.some((privilege) => withoutOption(privilege) === "SELECT"),
      ),
    )
  );
}

function filledFrom(relation: Identity, side: CatalogView, seen = new Set<string>()): readonly Identity[] {
  return side.dependentsOf(relation).flatMap((one): readonly Identity[] => {
    if (seen.has(identityKey(one))) return [];
    seen.add(identityKey(one));
    if (one.kind === "materialized view") return [identityOf(one)];
    const filled = one.kind === "view" ? filledFrom(one, side, seen) : [];
    // The views between are made before too.
    return filled.length === 0 ? [] : [identityOf(one), ...filled];
  });
}

/** With whose rights a materialized view is filled as it is made, and what has to be made before for it. */
import { qualify, quoteIdentifier, quoteLiteral } from "../../postgres/identifier";
import { displayName, type Identity, identityKey, identityOf, visible } from "../../postgres/identity";
import type { Preflight } from "../../postgres/statement";
import type { Column } from "../column";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import { askServer, relationOf } from "../preflight/preflight";
import type { View } from "../view";
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
const isGrantedWhatItReads = (view: OwnedView, side: CatalogView): boolean =>
  notGranted(view, side).length === 0;

/** The relations that a view reads and its owner is not granted by name. */
function notGranted({ owner, ...view }: OwnedView, side: CatalogView): readonly CatalogObject[] {
  if (owner === null || owner === "pg_read_all_data") return [];
  const relations = side.dependenciesOf(view).flatMap((used) => {
    const relation = used.kind === "column" ? side.get(relationOf(used as unknown as Column)) : used;
    if (relation === undefined || !isRelation(relation)) return [];
    return isGranted(used, owner) || isGranted(relation, owner) ? [] : [relation];
  });
  return [...new Map(relations.map((relation) => [identityKey(relation), relation])).values()];
}

/**
 * A materialized view is filled as it is made, with the rights of the owners of the views below: asks whether those of views that
 * stay as they are may read what these read.
 */
export const ownersMayRead = (made: Identity, sides: Sides): readonly Preflight[] =>
  viewsBelow(made, sides.expected).flatMap((view) => {
    const { owner } = view;
    if (owner === null || isInvokers(view) || sides.actual.get(view)?.owner !== owner) return [];
    return notGranted(view, sides.expected)
      .filter((relation) => sides.actual.get(relation) !== undefined)
      .map((relation) =>
        askServer(
          `May ${visible(owner)}, the owner of view ${displayName(view)}, not read ${displayName(relation)}?`,
          made,
          `NOT pg_catalog.has_any_column_privilege(${quoteLiteral(owner)}, pg_catalog.to_regclass(${quoteLiteral(qualify(relation.schema, relation.name))})::pg_catalog.oid, 'SELECT')`,
        ),
      );
  });

const isInvokers = ({ options }: View): boolean =>
  options?.some((option) => /^security_invoker=(?:true|on|yes|1)$/i.test(option)) === true;

/** The views that a view reads, and those that these read. */
function viewsBelow(view: Identity, side: CatalogView, seen = new Set<string>()): readonly View[] {
  return side.dependenciesOf(view).flatMap((one): readonly View[] => {
    if (one.kind !== "view" || seen.has(identityKey(one))) return [];
    seen.add(identityKey(one));
    return [one as unknown as View, ...viewsBelow(one, side, seen)];
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

import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../kinds/kind";
import { kindOf } from "../kinds/registry";
import { ownerFromStart } from "../kinds/schema";

/**
 * Takes out of a catalog that a source was built into what the source did not say: owners that are only whoever ran it,
 * and attributes that no source declares. Null is not compared. Nor does it say who is a member of whom.
 * @param builders the roles that ran it
 */
export function withoutUndeclared(catalog: Catalog, builders: ReadonlySet<string>): Catalog {
  const replace = catalog.objects.flatMap((object) => {
    const known = kindOf(object);
    const undeclared = (known.undeclaredInSources ?? []).filter(
      (attribute) => object[attribute] != null && known.saidInSources?.(object, attribute) !== true,
    );
    const ownedByBuilder =
      "owner" in known.attributes &&
      typeof object.owner === "string" &&
      (builders.has(object.owner) || isPublicFromStart(object));
    const madeByBuilder =
      object.kind === "default privileges" && typeof object.role === "string" && builders.has(object.role);
    if (undeclared.length === 0 && !ownedByBuilder && !madeByBuilder) return [];
    const nulls = Object.fromEntries(undeclared.map((attribute) => [attribute, null]));
    const ofBuilder = {
      ...(ownedByBuilder ? { owner: null } : {}),
      ...(madeByBuilder ? { role: null } : {}),
    };
    return [{ ...object, ...nulls, ...ofBuilder } as CatalogObject];
  });
  return catalog.with({ replace }).withoutRoles();
}

const isPublicFromStart = (object: CatalogObject): boolean =>
  object.kind === "schema" && object.name === "public" && object.owner === ownerFromStart;

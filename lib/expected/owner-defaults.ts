import { Catalog } from "../catalog/catalog";
import { asOfOwner, type DefaultPrivileges, isOfOwner } from "../kinds/default-privileges";
import type { CatalogObject } from "../kinds/kind";
import { identityKey } from "../postgres/identity";

const isDefaults = (object: CatalogObject): object is DefaultPrivileges & CatalogObject =>
  object.kind === "default privileges";

/**
 * The expected side with the defaults of the database's owner called that, whether the source names the role or not: what
 * pg_dump wrote of a database names it. Where a source does both, the role gets what either says.
 */
export function withOwnersDefaults(expected: Catalog, actual: Catalog): Catalog {
  const owner = actual.objects.find((object) => isDefaults(object) && isOfOwner(object))?.role;
  const renamed = new Map<string, string>();
  const ofOwner = new Map<string, DefaultPrivileges & CatalogObject>();
  for (const object of expected.objects) {
    if (!isDefaults(object) || !(isOfOwner(object) || (owner != null && object.role === owner))) continue;
    const changed = asOfOwner(object, typeof owner === "string" ? owner : null) as typeof object;
    const key = identityKey(changed);
    renamed.set(identityKey(object), key);
    const other = ofOwner.get(key);
    ofOwner.set(key, other === undefined ? changed : { ...changed, privileges: either(other, changed) });
  }
  if (ofOwner.size === 0) return expected;
  return new Catalog({
    ...expected,
    objects: [...expected.objects.filter((object) => !renamed.has(identityKey(object))), ...ofOwner.values()],
    dependencies: () =>
      expected.dependencies.map(({ dependent, referenced }) => ({
        dependent: renamed.get(dependent) ?? dependent,
        referenced: renamed.get(referenced) ?? referenced,
      })),
  });
}

function either(one: DefaultPrivileges, other: DefaultPrivileges): DefaultPrivileges["privileges"] {
  const grantees = new Set([one, other].flatMap(({ privileges }) => Object.keys(privileges ?? {})));
  return Object.fromEntries(
    [...grantees].map((grantee) => {
      const granted = [one, other].flatMap(({ privileges }) => privileges?.[grantee] ?? []);
      return [grantee, [...new Set(granted)].toSorted()];
    }),
  );
}

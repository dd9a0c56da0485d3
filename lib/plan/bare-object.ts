import type { CatalogObject } from "../kinds/kind";
import { kindOf } from "../kinds/registry";

/** Roles, tablespaces and access methods belong to the other server; marks on indexes need the indexes. No text shows them. */
const leftOut = [
  ...[
    "owner",
    "privileges",
    "columnPrivileges",
    "identityPrivileges",
    "tablespace",
    "indexTablespace",
    "accessMethod",
  ],
  ...["clusteredIndex", "clusteredPartOf", "replicaIdentityIndex", "replicaIdentityPartOf"],
  ...["partitionIndexes", "partitionComments"],
];

/** The object without what only its own server can have: for where it is created again in the shadow. */
export function bareObject(object: CatalogObject): CatalogObject {
  const kind = kindOf(object);
  const cleared = leftOut.filter((attribute) => attribute in kind.attributes);
  const bare = {
    ...object,
    ...Object.fromEntries(cleared.map((attribute) => [attribute, null])),
  } as CatalogObject;
  return kind.bare?.(bare) ?? bare;
}

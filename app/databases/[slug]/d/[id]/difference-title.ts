import { attributeLabel } from "@/lib/drift/describe";
import type { Difference } from "@/lib/drift/difference";
import { displayName } from "@/lib/postgres/identity";

/** A difference in the title of a window: `users.id type`, `folders missing`. */
export function differenceTitle(difference: Difference): string {
  const { object } = difference;
  const { schema: _schema, ...shortened } = object;
  const name = displayName(object.schema === "public" ? shortened : object);
  if (difference.type !== "changed") return `${name} ${difference.type}`;
  const [first, ...more] = difference.attributes;
  const what = first === undefined ? "changed" : attributeLabel(object.kind, first.attribute);
  return `${name} ${what}${more.length > 0 ? ` and ${more.length} more` : ""}`;
}

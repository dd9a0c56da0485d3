import type { Catalog } from "../catalog/catalog";
import type { Identity } from "../postgres/identity";

/** The schema an object lies in or is; undefined for objects of the whole database. */
export const schemaOf = (object: Identity): string | undefined =>
  object.kind === "schema" ? object.name : object.schema;

/**
 * Which objects are compared. With `declared`, those of schemas the expected side never mentions are not managed:
 * shown, counted, no drift. `public` is there from the start, so it counts as mentioned only when something of it is
 * declared, or when nothing else is: a source that declares nothing expects an empty `public`.
 */
export function managedBy(
  expected: Catalog,
  actual: Catalog,
  scope: "declared" | "everything",
): (object: Identity) => boolean {
  if (scope === "everything") return () => true;
  const declared = new Set(
    expected.objects.flatMap((object) => {
      const schema = schemaOf(object);
      return schema === undefined || (object.kind === "schema" && schema === "public") ? [] : [schema];
    }),
  );
  if (declared.size === 0) declared.add("public");
  const present = new Set(actual.objects.map(schemaOf));
  return (object) => {
    const schema = schemaOf(object);
    return schema === undefined || declared.has(schema) || !present.has(schema);
  };
}

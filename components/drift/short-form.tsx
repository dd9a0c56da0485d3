import { attributeLabel } from "@/lib/drift/describe";
import type { Difference } from "@/lib/drift/difference";
import { visible } from "@/lib/postgres/identity";
import { countOf } from "./counting";
import { valuesOnOneLine } from "./value-text";

/** The first changed attribute, or on which side the object is lacking. */
export function ShortForm({ difference }: { readonly difference: Difference }) {
  if (difference.type === "renamed") {
    return (
      <>
        there as <bdi className="name">{visible(difference.actual.name)}</bdi>
      </>
    );
  }
  const first = difference.type === "changed" ? difference.attributes[0] : undefined;
  if (difference.type !== "changed" || first === undefined) {
    return (
      <>
        {difference.type === "missing" ? "declared, not in the database" : "in the database, not declared"}
        {difference.includes.length > 0 && `, with ${countOf(difference.includes.length, "object")}`}
      </>
    );
  }
  const more = difference.attributes.length - 1;
  const [expected, actual] = valuesOnOneLine(difference.object.kind, first.attribute, first);
  return (
    <>
      {attributeLabel(difference.object.kind, first.attribute)} <bdi className="name">{expected}</bdi> →{" "}
      <bdi className="name">{actual}</bdi>
      {more > 0 && <small> +{more} more</small>}
    </>
  );
}

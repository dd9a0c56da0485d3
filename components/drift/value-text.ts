import { longValue, shortValue } from "@/lib/drift/describe";
import type { AttributeValue } from "@/lib/kinds/kind";
import { visible } from "@/lib/postgres/identity";

/** Characters of a value in a list; its own page shows it whole. */
const limit = 120;

/** A value on one line of a list. Hostile characters are written as escapes, and a long value is cut. */
export function valueOnOneLine(kind: string, attribute: string, value: AttributeValue | undefined): string {
  const text = shortValue(kind, attribute, value).replace(/\s+/g, " ").trim();
  return visible(text.length > limit ? `${text.slice(0, limit - 1)}…` : text);
}

/** A value whole, with its lines; hostile characters are written as escapes. */
export function valueInFull(kind: string, attribute: string, value: AttributeValue | undefined): string {
  return longValue(kind, attribute, value).replaceAll("\t", "  ").split(/\r?\n/).map(visible).join("\n");
}

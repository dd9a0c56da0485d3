import { longValue, shortValue } from "@/lib/drift/describe";
import type { AttributeValue } from "@/lib/kinds/kind";
import { visible } from "@/lib/postgres/identity";

/** Characters of a value in a list; its own page shows it whole. */
const limit = 120;

/**
 * Both values on one line of a list each. Hostile characters are written as escapes, a long value is cut, and of long ones
 * that begin alike the part is shown in which they differ.
 */
export function valuesOnOneLine(
  kind: string,
  attribute: string,
  values: { readonly expected: AttributeValue | undefined; readonly actual: AttributeValue | undefined },
): readonly [expected: string, actual: string] {
  const [expected, actual] = [values.expected, values.actual].map((value) =>
    shortValue(kind, attribute, value).replace(/\s+/g, " ").trim(),
  ) as [string, string];
  let alike = 0;
  while (alike < expected.length && expected[alike] === actual[alike]) alike += 1;
  const skipped = Math.max(expected.length, actual.length) > limit && alike > lead ? alike - lead : 0;
  const cut = (text: string): string => {
    const shown = skipped === 0 ? text : `…${text.slice(wholeAt(text, skipped))}`;
    return visible(shown.length > limit ? `${shown.slice(0, wholeAt(shown, limit - 1))}…` : shown);
  };
  return [cut(expected), cut(actual)];
}

/** A place in the text that cuts no character in two. */
const wholeAt = (text: string, at: number): number => (/[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at);

/** Characters before what differs that show where it stands. */
const lead = 24;

/** A value whole, with its lines; hostile characters are written as escapes. */
export function valueInFull(kind: string, attribute: string, value: AttributeValue | undefined): string {
  return longValue(kind, attribute, value).replaceAll("\t", "  ").split(/\r?\n/).map(visible).join("\n");
}

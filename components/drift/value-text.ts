import { type BothValues, longValue, shortPair } from "@/lib/drift/describe";
import type { AttributeValue } from "@/lib/kinds/kind";
import { visible } from "@/lib/postgres/identity";
import { visibleText } from "@/lib/postgres/visible-lines";

/** Both values on one line of a list each; hostile characters are written as escapes. */
export function valuesOnOneLine(
  kind: string,
  attribute: string,
  values: BothValues,
): readonly [expected: string, actual: string] {
  const [expected, actual] = shortPair(kind, attribute, values);
  return [visible(expected), visible(actual)];
}

/** A value whole, with its lines; hostile characters are written as escapes. */
export function valueInFull(kind: string, attribute: string, value: AttributeValue | undefined): string {
  return visibleText(longValue(kind, attribute, value));
}

/**
 * What was made on a column of one type, and is to be made again on one of another. What the expected side has was made
 * there: it fits. What nobody expects is known by its text alone.
 */
import { quoteIdentifier } from "../../postgres/identifier";
import { literally } from "../../postgres/pattern";
import type { Column } from "../column";
import type { CatalogObject } from "../kind";
import { textsIn } from "../texts/texts-in";
import { areNumbers, baseType, isArray, isString } from "./column-conversion";

const comparison = "(?:=|<>|<=?|>=?)";
const constant = String.raw`(?:ANY )?\(*(?:ARRAY\[\(*)?(?:'|-?\d|\$\d)`;

/** Functions that take values of any type. */
const takesAny =
  /^(?:COALESCE|NULLIF|GREATEST|LEAST|count|array_agg|jsonb?_agg|jsonb?_build_(?:object|array)|to_jsonb?|concat|concat_ws|format|row|ROW|IN|pg_column_size)$/;

/**
 * Why something cannot be counted on to be made again as it was; null where it can.
 * @param before the column that it was made on
 * @param after the same with its new type
 */
export function unfitForType(before: Column, after: Column, dependent: CatalogObject): string | null {
  const [from, to] = [before.type, after.type];
  if (baseType(from) === baseType(to) && isArray(from) === isArray(to)) return null;
  if (isString(from) && isString(to)) return null;
  const text = textsIn(dependent).join("\n");
  return isComputedWith(text, before.name, areNumbers(from, to))
    ? `nobody can tell whether what it does with column ${before.name} can be done with ${to} too. Nobody expects it: drop it too, or change it by hand.`
    : null;
}

/** @param alike true where built-in functions and operators take the one type as they do the other */
function isComputedWith(text: string, column: string, alike: boolean): boolean {
  const name = literally(quoteIdentifier(column));
  const use = String.raw`(?<![\w$"])(?:[\w$"]+\.)?${name}(?![\w$".])`;
  const called = [...text.matchAll(new RegExp(String.raw`([\w$".]+)\((?:DISTINCT )?${use}\s*[,)]`, "g"))];
  if (called.some(([, call = ""]) => (alike ? call.includes(".") : !takesAny.test(call)))) return true;
  if (alike) return false;
  return [
    // Another operator than those that every type has, on either side.
    String.raw`${use}\)* (?!${comparison} )[-+*/<>=~!@#%^&|?]+ `,
    String.raw` (?!${comparison} )[-+*/<>=~!@#%^&|?]+ \(*${use}`,
    String.raw`${use}\)* ${comparison} ${constant}`,
    String.raw`(?:'|\d)\)*(?:::[\w ."]+)? ${comparison} \(*${use}`,
    // Every type becomes text.
    String.raw`${use}\)*::(?!text\b)`,
    String.raw`${use} [\w$".]+_ops\b`,
    // Access methods that have no operator class for most types.
    String.raw`\b(?:gin|gist|spgist|brin|bloom|hnsw|ivfflat) \((?:[^)]*[ ,])?${use}`,
  ].some((pattern) => new RegExp(pattern).test(text));
}

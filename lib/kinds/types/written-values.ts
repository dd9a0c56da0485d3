/**
 * Values that a text writes out for a type that is made of others, `'{1}'::public.d[]`: the server reads them as it reads the
 * text, by all that their type is made of. A value of a domain alone is read as one of what lies beneath, and meets the
 * domain's checks only when it is put into a row.
 */
import { qualify, quotedText } from "../../postgres/identifier";
import { type Identity, identityKey, identityOf } from "../../postgres/identity";
import { literally } from "../../postgres/pattern";
import type { Column } from "../column";
import { underlyingType } from "../columns/underlying-type";
import type { CompositeType } from "../composite-type";
import type { Domain } from "../domain";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import { relationOf } from "../preflight/preflight";
import type { RangeType } from "../range-type";
import { textsIn } from "../texts/texts-in";
import { typeKinds } from "./rows-in-use";

const isType = ({ kind }: Identity): boolean => kind === "enum" || typeKinds.has(kind);

/** The types by which the values that an object's texts hold are read: those of values written out, and its default's domains. */
export const typesOfValues = (object: CatalogObject, side: CatalogView): readonly CatalogObject[] => [
  ...typesWritten(object, side),
  ...domainsOfDefault(object, side),
];

/** The types whose values the texts of an object write out, and those that they are made of. */
function typesWritten(object: CatalogObject, side: CatalogView): readonly CatalogObject[] {
  const own = side.dependenciesOf(object).filter(isType);
  if (own.length === 0) return [];
  const texts = textsIn(Object.values(object)).filter((text) => text.includes("'::"));
  const found = new Map<string, CatalogObject>();
  const visit = (type: CatalogObject): void => {
    const key = identityKey(type);
    if (!isType(type) || found.has(key)) return;
    found.set(key, type);
    for (const beneath of side.dependenciesOf(type)) visit(beneath);
  };
  for (const type of own) if (writeOut(texts, type)) visit(type);
  return [...found.values()];
}

/** True where a text of the object writes out a value of the type, or of an array of it. */
const writesValueOf = (object: CatalogObject, type: Identity): boolean =>
  writeOut(textsIn(Object.values(object)), type);

function writeOut(texts: readonly string[], { schema, name }: Identity): boolean {
  const value = new RegExp(String.raw`${quotedText}::${literally(qualify(schema, name))}(?![\w$"])`);
  return texts.some((text) => value.test(text));
}

/** The domains that a default is put into: of those of another type it could not be converted to that (42804). */
const domainsOfDefault = (object: CatalogObject, side: CatalogView): readonly CatalogObject[] =>
  object.default == null || (object.kind !== "column" && object.kind !== "domain")
    ? []
    : domainsOf(object, side);

function domainsOf(object: CatalogObject, side: CatalogView): readonly CatalogObject[] {
  const { domains } = underlyingType({ type: object.baseType, ...object } as unknown as Column, side);
  return domains as unknown as readonly CatalogObject[];
}

/** What says which values a type takes. */
const takesValues = {
  domain: ["baseType", "constraints", "notNull"],
  "composite type": ["attributes"],
  "range type": ["subtype"],
} as const;

type Taking = Domain | CompositeType | RangeType;

function differing(expected: Taking, actual: Taking): readonly string[] {
  const [one, other] = [expected, actual] as unknown as readonly [CatalogObject, CatalogObject];
  return takesValues[expected.kind].filter(
    (attribute) => JSON.stringify(one[attribute]) !== JSON.stringify(other[attribute]),
  );
}

/** True where a type may take what a text of the object holds on one side only. */
export function mayTakeOnlyAsExpected(
  expected: Taking,
  actual: Taking,
  object: CatalogObject,
  side: CatalogView,
): boolean {
  const differs = differing(expected, actual);
  const among = (types: readonly CatalogObject[]): boolean =>
    types.some((type) => identityKey(type) === identityKey(expected));
  return (
    (differs.length > 0 && among(typesWritten(object, side))) ||
    (differs.includes("baseType") && among(domainsOfDefault(object, side)))
  );
}

/** Why what nobody expects cannot be counted on to be made again on a type that takes other values; null where it can. */
export const unfitForValues = (before: Taking, after: Taking, dependent: CatalogObject): string | null =>
  differing(before, after).length > 0 && writesValueOf(dependent, before)
    ? "it writes out a value of that, which may not be one any more. Nobody expects it: drop it too, or change it by hand."
    : null;

/** What is printed otherwise once a composite type has other attributes: the values of it that defaults and checks write out. */
export const printedAnew = (expected: CompositeType, type: CompositeType, { actual }: Sides) =>
  (differing(expected, type).length === 0 ? [] : actual.dependentsOf(type)).flatMap((dependent) => {
    const attribute = { column: "default", domain: "default", constraint: "definition" }[dependent.kind];
    return attribute === undefined || !writesValueOf(dependent, type)
      ? []
      : [{ object: identityOf(dependent), attribute }];
  });

/** The domains that the rows' values come into with the column, or with its type, by what they are to be. */
export function domainsOfRows(expected: Column | undefined, actual: Column | undefined, sides: Sides) {
  if (expected === undefined || expected.type === actual?.type) return [];
  if (sides.actual.get(relationOf(expected)) === undefined) return [];
  const needed = "The values of its rows have to pass";
  return domainsOf(expected as unknown as CatalogObject, sides.expected).flatMap((domain) =>
    [...takesValues.domain, "default"].map((attribute) => ({
      object: identityOf(domain),
      attribute,
      needed,
    })),
  );
}

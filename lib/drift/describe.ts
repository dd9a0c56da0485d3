/** Differences in words. What a kind's attributes are called stands in the kind's file. */
import type { AttributeValue } from "../kinds/kind";
import { unsetWords } from "../kinds/ownership/ownership";
import { isKind, kindOf } from "../kinds/registry";
import { displayName, type Identity, visible } from "../postgres/identity";
import type { Difference } from "./difference";

/** `identity options` for `identityOptions`. */
export function attributeLabel(kind: string, attribute: string): string {
  const words = isKind(kind) ? kindOf({ kind, name: "" }).words?.[attribute] : undefined;
  return words ?? attribute.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** What an attribute's value means, on one line: `none`, `yes`, `a, b`, `any column`, `reader: SELECT, INSERT; writer: UPDATE`. */
export function shortValue(kind: string, attribute: string, value: AttributeValue | undefined): string {
  const said = keysInWords(kind, attribute, value);
  return ownWords(kind, attribute, said) ?? inShort(said, wordsOf(kind, attribute));
}

/** What an attribute's value means, whole: lists of records and records of records take a line each. */
export function longValue(kind: string, attribute: string, value: AttributeValue | undefined): string {
  const said = keysInWords(kind, attribute, value);
  const own = ownWords(kind, attribute, said);
  if (own !== undefined) return own;
  const words = wordsOf(kind, attribute);
  if (isList(said) && said.length > 0 && (said.some(isRecord) || inShort(said).length > longLine))
    return said.map((element) => shortElement(element, words)).join("\n");
  if (isRecord(said)) return entriesOf(said).map(shortEntry).join("\n") || "none";
  return inShort(said);
}

/** A list that would be a longer line than this has a line for each of its elements. */
const longLine = 100;

/** Characters of a value in a line that names several; its own page shows it whole. */
const limit = 120;

/** Characters before what differs that show where it stands. */
const lead = 24;

/** What an attribute is on either side. */
export interface BothValues {
  readonly expected: AttributeValue | undefined;
  readonly actual: AttributeValue | undefined;
}

/** Both values on one line each. A long value is cut, and of long ones that begin alike the part is given in which they differ. */
export function shortPair(
  kind: string,
  attribute: string,
  values: BothValues,
): readonly [expected: string, actual: string] {
  const onOneLine = (value: AttributeValue | undefined): string =>
    shortValue(kind, attribute, value).replace(/\s+/g, " ").trim();
  const [expected, actual] = [onOneLine(values.expected), onOneLine(values.actual)];
  let alike = 0;
  while (alike < expected.length && expected[alike] === actual[alike]) alike += 1;
  const skipped = Math.max(expected.length, actual.length) > limit && alike > lead ? alike - lead : 0;
  const cut = (text: string): string => {
    const shown = skipped === 0 ? text : `…${text.slice(wholeAt(text, skipped))}`;
    return shown.length > limit ? `${shown.slice(0, wholeAt(shown, limit - 1))}…` : shown;
  };
  return [cut(expected), cut(actual)];
}

/** A place in the text that cuts no character in two. */
const wholeAt = (text: string, at: number): number => (/[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at);

/** What the kind says of a value that does not speak for itself. */
function ownWords(kind: string, attribute: string, value: AttributeValue | undefined): string | undefined {
  if (isRecord(value)) {
    const addresses: readonly string[] = isKind(kind) ? (kindOf({ kind, name: "" }).addresses ?? []) : [];
    return addresses.includes(attribute) ? addressText(value) : undefined;
  }
  if (isList(value)) return undefined;
  const words = wordsOf(kind, attribute);
  const text = String(value ?? null);
  if (Object.hasOwn(words, text)) return words[text];
  return value === null && Object.hasOwn(unsetWords, attribute) ? unsetWords[attribute] : undefined;
}

/** A record under the keys that the kind has words for. */
function keysInWords(
  kind: string,
  attribute: string,
  value: AttributeValue | undefined,
): AttributeValue | undefined {
  const words = isKind(kind) ? kindOf({ kind, name: "" }).keyWords?.[attribute] : undefined;
  return words === undefined || !isRecord(value)
    ? value
    : Object.fromEntries(Object.entries(value).map(([key, one]) => [words(key), one]));
}

type Words = { readonly [value: string]: string };

const noWords: Words = {};

const wordsOf = (kind: string, attribute: string): Words =>
  (isKind(kind) ? kindOf({ kind, name: "" }).valueWords?.[attribute] : undefined) ?? noWords;

/** `public.users.id`, `public.users (id, email)`. */
function addressText({ schema, table, name, column, columns }: ValueRecord): string {
  const path = [schema, table, name, column].filter((part) => typeof part === "string").join(".");
  return columns === undefined ? path : `${path} (${inShort(columns)})`;
}

function inShort(value: AttributeValue | undefined, words = noWords): string {
  if (value === null || value === undefined) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (isList(value)) {
    if (value.length === 0) return "none";
    return value.map((element) => shortElement(element, words)).join(value.some(isRecord) ? "; " : ", ");
  }
  // Its keys may be names of the database: `{ name: "…" }` can be the comment of a column that is called so.
  if (isRecord(value)) return entriesOf(value).map(shortEntry).join("; ") || "none";
  return String(value);
}

type ValueRecord = { readonly [key: string]: AttributeValue };

const isList = (value: AttributeValue | undefined): value is readonly AttributeValue[] =>
  Array.isArray(value);

const isRecord = (value: AttributeValue | undefined): value is ValueRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What a record says: what is not set in it says nothing. */
const entriesOf = (record: ValueRecord): readonly (readonly [string, AttributeValue])[] =>
  Object.entries(record).filter(([, value]) => value !== null && value !== false);

const shortEntry = ([key, value]: readonly [string, AttributeValue]): string => `${key}: ${inShort(value)}`;

/**
 * An element of a list: `id integer`, `integer (mode: out)`, `public.users (columns: id, email)`. Where the kind has no
 * words for a part of it, empty ones, that part goes without saying.
 */
function shortElement(element: AttributeValue, words: Words): string {
  if (!isRecord(element) || !(typeof element.name === "string" || element.name === null))
    return inShort(element);
  const { schema, table, name, type, ...rest } = element;
  const path = [schema, table, name].filter((part) => typeof part === "string").join(".");
  const more = entriesOf(rest)
    .map(([key, value]): readonly [string, AttributeValue] => {
      const text = String(value);
      return [key, Object.hasOwn(words, text) ? (words[text] ?? value) : value];
    })
    .filter(([, value]) => value !== "")
    .map(shortEntry)
    .join("; ");
  return [path, typeof type === "string" ? type : "", more === "" ? "" : `(${more})`]
    .filter(Boolean)
    .join(" ");
}

/** `column public.users.id`. */
export function describeObject(object: Identity): string {
  return `${isKind(object.kind) ? kindOf(object).label : object.kind} ${displayName(object)}`;
}

/** What became of one attribute: `type is uuid, expected character varying(36)`. */
export function describeChange(kind: string, change: BothValues & { readonly attribute: string }): string {
  const [expected, actual] = shortPair(kind, change.attribute, change);
  return `${attributeLabel(kind, change.attribute)} is ${actual}, expected ${expected}`;
}

/** One sentence without a full stop: `column public.users.id: type is uuid, expected character varying(36)`. */
export function describeDifference(difference: Difference): string {
  const object = describeObject(difference.object);
  switch (difference.type) {
    case "missing":
      return `${object} is missing`;
    case "unexpected":
      return `${object} is not expected`;
    case "renamed":
      return `${object} is there under the name ${visible(difference.actual.name)}`;
    case "changed": {
      const changes = difference.attributes.map((change) => {
        const ignored = change.ignoredBy !== undefined && difference.ignoredBy === undefined;
        return `${describeChange(difference.object.kind, change)}${ignored ? " (ignored)" : ""}`;
      });
      return `${object}: ${changes.join("; ")}`;
    }
  }
}

/** Why the difference matters, from the kind's file; empty where the kind says nothing special. */
export function whyItMatters(difference: Difference): readonly string[] {
  if (!isKind(difference.object.kind)) return [];
  const why = kindOf(difference.object).why ?? {};
  const reasons =
    difference.type === "changed"
      ? difference.attributes.map(({ attribute }) => why[attribute])
      : difference.type === "renamed"
        ? [renamedWhy]
        : [why[difference.type]];
  return [...new Set(reasons.filter((reason): reason is string => reason !== undefined))];
}

const renamedWhy =
  "It does the same under another name. Migrations that drop or change it by the expected name fail (42704).";

/** `table public.users may be there under the name people: an earlier reading of this database knows it under both`. */
export function describeSuggestion(missing: Difference, unexpected: Difference): string {
  const { evidence, likeness = 0 } = missing.perhapsRenamed ?? {};
  const why =
    evidence === "same object"
      ? "an earlier reading of this database had it under the expected name"
      : `${Math.round(likeness * 100)} % of what tells them from others is the same`;
  return `${describeObject(missing.object)} may be there under the name ${visible(unexpected.object.name)}: ${why}`;
}

/** Differences in words. What a kind's attributes are called stands in the kind's file. */
import type { AttributeValue } from "../kinds/kind";
import { isKind, kindOf } from "../kinds/registry";
import { displayName, type Identity, visible } from "../postgres/identity";
import type { Difference } from "./difference";

/** `identity options` for `identityOptions`. */
export function attributeLabel(kind: string, attribute: string): string {
  const words = isKind(kind) ? kindOf({ kind, name: "" }).words?.[attribute] : undefined;
  return words ?? attribute.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** A value on one line: `none`, `yes`, `a, b`, `reader: SELECT, INSERT; writer: UPDATE`. */
export function shortValue(value: AttributeValue | undefined): string {
  if (value === null || value === undefined) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (isList(value)) {
    if (value.length === 0) return "none";
    return value.map(shortElement).join(value.some(isRecord) ? "; " : ", ");
  }
  // Its keys may be names of the database: `{ name: "…" }` can be the comment of a column that is called so.
  if (isRecord(value)) return entriesOf(value).map(shortEntry).join("; ") || "none";
  return String(value);
}

/** A value whole: lists of records and records of records take a line each. */
export function longValue(value: AttributeValue | undefined): string {
  if (isList(value) && value.some(isRecord)) return value.map(shortElement).join("\n");
  if (isRecord(value)) return entriesOf(value).map(shortEntry).join("\n") || "none";
  return shortValue(value);
}

type ValueRecord = { readonly [key: string]: AttributeValue };

const isList = (value: AttributeValue | undefined): value is readonly AttributeValue[] =>
  Array.isArray(value);

const isRecord = (value: AttributeValue | undefined): value is ValueRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What a record says: what is not set in it says nothing. */
const entriesOf = (record: ValueRecord): readonly (readonly [string, AttributeValue])[] =>
  Object.entries(record).filter(([, value]) => value !== null && value !== false);

const shortEntry = ([key, value]: readonly [string, AttributeValue]): string =>
  `${key}: ${shortValue(value)}`;

/** An element of a list: `id integer`, `public.users (columns: id, email)`. */
function shortElement(element: AttributeValue): string {
  if (!isRecord(element) || typeof element.name !== "string") return shortValue(element);
  const { schema, name, type, ...rest } = element;
  const path = [schema, name].filter((part) => typeof part === "string").join(".");
  const more = entriesOf(rest).map(shortEntry).join("; ");
  return [path, typeof type === "string" ? type : "", more === "" ? "" : `(${more})`]
    .filter(Boolean)
    .join(" ");
}

/** `column public.users.id`. */
export function describeObject(object: Identity): string {
  return `${isKind(object.kind) ? kindOf(object).label : object.kind} ${displayName(object)}`;
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
      const changes = difference.attributes.map(
        ({ attribute, expected, actual, ignoredBy }) =>
          `${attributeLabel(difference.object.kind, attribute)} is ${oneLine(actual)}, expected ${oneLine(expected)}${
            ignoredBy === undefined || difference.ignoredBy !== undefined ? "" : " (ignored)"
          }`,
      );
      return `${object}: ${changes.join("; ")}`;
    }
  }
}

function oneLine(value: AttributeValue): string {
  const text = shortValue(value).replace(/\s+/g, " ").trim();
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
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

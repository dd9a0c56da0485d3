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

/** A value on one line: `none`, `yes`, `a, b`. */
export function shortValue(value: AttributeValue | undefined): string {
  if (value === null || value === undefined) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "object") {
    if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(shortValue).join(", ");
    return Object.entries(value)
      .map(([key, inner]) => `${key}: ${shortValue(inner)}`)
      .join("; ");
  }
  return String(value);
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
        ({ attribute, expected, actual }) =>
          `${attributeLabel(difference.object.kind, attribute)} is ${oneLine(actual)}, expected ${oneLine(expected)}`,
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

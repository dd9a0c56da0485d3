import { compareSeverities } from "../kinds/severity";
import type { Identity } from "../postgres/identity";
import type { AttributeDifference, Difference } from "./difference";
import { globMatcher } from "./glob";
import { schemaOf } from "./scope";

/**
 * A rule under which differences are shown and counted but make no verdict. Every field that is set must match; a rule
 * that sets none matches nothing.
 */
export interface IgnoreRule {
  readonly id: string;
  /** The kind by its name in the registry; null for every kind. */
  readonly kind: string | null;
  /** The schema by its exact name; null for every schema, and for objects outside schemas. */
  readonly schema: string | null;
  /**
   * A glob over the object's name, or over `table.name` for what belongs to a table: `*` is any run of characters,
   * `?` any one, `\` takes the next one literally. Null for every name.
   */
  readonly name: string | null;
  /** An attribute by its name in the kind's file. Such a rule touches changes of that attribute and nothing else. */
  readonly attribute: string | null;
  /** Why it is right to ignore it. */
  readonly reason: string;
  readonly author: string;
  /** ISO 8601; from then on the rule does nothing. Null for a rule without an end. */
  readonly expiresAt: string | null;
}

/** Rules, and the moment at which their expiry is judged. */
export interface IgnoreRules {
  readonly rules: readonly IgnoreRule[];
  /** ISO 8601. */
  readonly at: string;
}

/**
 * Marks what the rules cover. Nothing is taken out: a difference that a rule covers whole carries `ignoredBy`, one that
 * rules cover in some attributes carries it on those and weighs as much as the others do.
 * Where several rules match, the first one is named.
 */
export function applyIgnoreRules(
  differences: readonly Difference[],
  { rules, at }: IgnoreRules,
): readonly Difference[] {
  const active = rules.filter((rule) => isActive(rule, at)).map(compile);
  if (active.length === 0) return differences;
  return differences.map((difference) => mark(difference, active));
}

/** True until the moment a rule expires. An end that is no time lets the rule do nothing. */
export const isActive = ({ expiresAt }: Pick<IgnoreRule, "expiresAt">, at: string): boolean =>
  expiresAt === null || Date.parse(expiresAt) > Date.parse(at);

interface Compiled {
  readonly rule: IgnoreRule;
  readonly matches: (object: Identity) => boolean;
}

function compile(rule: IgnoreRule): Compiled {
  const { kind, schema, name, attribute } = rule;
  const matchesName = name === null ? null : globMatcher(name);
  const says = [kind, schema, name, attribute].some((field) => field !== null);
  return {
    rule,
    matches: (object) =>
      says &&
      (kind === null || object.kind === kind) &&
      (schema === null || schemaOf(object) === schema) &&
      (matchesName === null ||
        matchesName(object.name) ||
        (object.table !== undefined && matchesName(`${object.table}.${object.name}`))),
  };
}

function mark(difference: Difference, rules: readonly Compiled[]): Difference {
  const matching = rules
    .filter(
      ({ matches }) =>
        matches(difference.object) || (difference.type === "renamed" && matches(difference.actual)),
    )
    .map(({ rule }) => rule);
  const whole = matching.find(({ attribute }) => attribute === null);
  if (whole !== undefined) return { ...difference, ignoredBy: whole.id };
  if (difference.type !== "changed") return difference;
  const attributes = difference.attributes.map((entry): AttributeDifference => {
    const rule = matching.find(({ attribute }) => attribute === entry.attribute);
    return rule === undefined ? entry : { ...entry, ignoredBy: rule.id };
  });
  const counting = attributes.filter(({ ignoredBy }) => ignoredBy === undefined);
  if (counting.length === attributes.length) return difference;
  const [first] = attributes;
  if (counting.length === 0 && first?.ignoredBy !== undefined)
    return { ...difference, attributes, ignoredBy: first.ignoredBy };
  const severity = counting.map((entry) => entry.severity).toSorted(compareSeverities)[0];
  return { ...difference, attributes, severity: severity ?? difference.severity };
}

/** The rules that cover something, whole or in part. */
export function rulesInUse(
  rules: readonly IgnoreRule[],
  differences: readonly Difference[],
): readonly IgnoreRule[] {
  const used = new Set(
    differences.flatMap((difference) => [
      difference.ignoredBy,
      ...(difference.type === "changed" ? difference.attributes.map(({ ignoredBy }) => ignoredBy) : []),
    ]),
  );
  return rules.filter(({ id }) => used.has(id));
}

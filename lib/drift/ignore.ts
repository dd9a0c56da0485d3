/** A rule under which differences are shown and counted but make no verdict. Every field that is set must match. */
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

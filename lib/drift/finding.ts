import type { Severity } from "../kinds/severity";
import type { Identity } from "../postgres/identity";
import type { Statement } from "../postgres/statement";

/** What a finding is about. Each code has a line in `finding-words.ts`. */
export type FindingCode =
  // Security: these rank first.
  | "row-security-off"
  | "definer-search-path"
  | "public-grant"
  // What the database was told to hold and does not.
  | "foreign-key-not-enforced"
  | "trigger-disabled"
  | "invalid-index"
  | "not-valid-constraint"
  | "sequence-behind"
  | "collation-version"
  | "unlogged-table";

/**
 * Something amiss in the actual side alone. It is no difference: the expected side may say the same, and a finding never
 * touches the verdict.
 */
export interface Finding {
  /** `F-` and eight base-32 characters: the same for the same code, object and detail in every check. */
  readonly id: string;
  readonly code: FindingCode;
  /** A kind of the registry, or `database` for the database itself. */
  readonly object: Identity;
  /** `unknown`: it could not be told without reading too much, or without a right; the sentence says which. */
  readonly state: "found" | "unknown";
  readonly severity: Severity;
  /** True for what concerns who may see or do what; such findings stand first. */
  readonly security: boolean;
  /** One sentence without a full stop: `index public.users_email is invalid`. */
  readonly sentence: string;
  /** What follows from it, in one or two sentences. */
  readonly why: string;
  /** The statements that mend it, in order; empty where none is safe to run unread, and `remedy` then says what to do. */
  readonly statements: readonly Statement[];
  /** What to do, in one or two sentences. */
  readonly remedy: string;
  /** True where the expected side says the same, so that fixing the drift leaves it as it is. */
  readonly declared: boolean;
  /** The id of the difference whose fix removes it, where there is one. */
  readonly difference?: string;
}

import { type Identity, identityOf } from "../postgres/identity";
import type { Statement } from "../postgres/statement";
import type { Severity } from "./severity";

/** What a finding is about. */
export type FindingCode =
  // Security: these rank first.
  | "row-security-off"
  | "definer-search-path"
  | "public-grant"
  // Roles that owners, grants and policies name.
  | "role-missing"
  | "role-membership"
  // What the database was told to hold to and does not.
  | "constraint-not-enforced"
  | "trigger-disabled"
  | "invalid-index"
  | "not-valid-constraint"
  | "sequence-behind"
  | "collation-version"
  | "unlogged-table"
  /** A whole kind of finding could not be looked for. */
  | "not-looked-for";

/** Something amiss in one side alone, whatever the other side says: what a kind, or a reading of the server, knows of it. */
export interface ObjectFinding {
  readonly code: FindingCode;
  /** A kind of the registry, `database` for the database itself, `role` or `role membership`. */
  readonly object: Identity;
  /** `unknown`: it could not be told without reading too much, or without a right; `says` tells why. */
  readonly state: "found" | "unknown";
  readonly severity: Severity;
  /** What is said of the object: `is invalid`. With the object before it, a sentence without its full stop. */
  readonly says: string;
  /** What follows from it, in one or two sentences. */
  readonly why: string;
  /** The statements that mend it, in order; empty where none is safe to run unread. */
  readonly statements: readonly Statement[];
  /** What to do, in one or two sentences. */
  readonly remedy: string;
  /** The attribute in which a difference would show the same. */
  readonly attribute?: string;
  /** Tells several of one code in one object apart. */
  readonly detail?: string;
}

/** A constraint that new rows keep to and old ones may not. */
export const notValidFinding = (object: Identity, statements: readonly Statement[]): ObjectFinding => ({
  code: "not-valid-constraint",
  object: identityOf(object),
  state: "found",
  severity: "medium",
  says: "is NOT VALID",
  why: "New rows keep to it; whether the rows that were there before do, nobody has looked. The planner does not rely on it.",
  statements,
  remedy: "Validate it. Where rows violate it, the statement fails and names one; mend those first.",
});

/** A collation whose library sorts otherwise than when indexes were built. */
export const oldVersionFinding = (object: Identity, name: string): ObjectFinding => ({
  code: "collation-version",
  object: identityOf(object),
  state: "found",
  severity: "high",
  says: "was made with another version of its library than the server uses now",
  why: "The library's sort order may have changed under existing indexes: they can miss rows, and unique ones let duplicates in.",
  // REFRESH VERSION alone would only silence the server.
  statements: [],
  remedy: `Rebuild every index on text that it orders (REINDEX), check what the unique ones refuse, then let the server know: ${object.kind === "database" ? "ALTER DATABASE" : "ALTER COLLATION"} ${name} REFRESH ${object.kind === "database" ? "COLLATION " : ""}VERSION.`,
  attribute: "versionCurrent",
});

import type { Identity } from "./identity";
import type { LockMode } from "./lock-mode";

/** Ways a statement can hurt. Titles, conditions, effects and workarounds stand in lib/plan/hazards.ts. */
export type HazardCode =
  | "data-loss"
  | "table-rewrite"
  | "table-scan"
  | "blocks-reads"
  | "blocks-writes"
  | "index-build"
  | "index-dropped"
  | "may-fail-on-data"
  | "constraint-dropped"
  | "access-widened"
  | "access-narrowed"
  | "statistics-lost"
  | "session-time-zone"
  | "untracked-dependents"
  | "cannot-be-undone"
  | "extension-change"
  | "needs-superuser";

export interface Hazard {
  readonly code: HazardCode;
  /** What is hurt, in words: `every value of public.users.note`. */
  readonly detail?: string;
}

/**
 * A read-only question to the rows that are there, asked before a statement runs: is there one that would stop it, or
 * whose value it would change without a word?
 */
export interface Preflight {
  /** `Is there a value of public.users.name with more than 36 characters?` */
  readonly question: string;
  /**
   * One SELECT that returns one row with one column, `failing` bigint: how many rows say yes, counted no further than
   * {@link preflightLimit}. Null where no row need be read: `proof` then says why the answer is no. Null as well where
   * nothing can be asked: `unasked` then says why.
   */
  readonly sql: string | null;
  readonly proof?: string;
  readonly unasked?: string;
  readonly table: Identity;
  /** The column whose values the question is about, where it is about one. */
  readonly column?: string;
  /** `server`: what it knows by itself. `index`: a few pages are read. `scan`: every row is read where the answer is no. */
  readonly cost: "none" | "server" | "index" | "scan";
  /** True where one such row stops the fix; false where its value is changed and the fix goes on. */
  readonly stops: boolean;
}

/** Rows are counted up to this many: whether it is a thousand or a million, the fix does not get through. */
export const preflightLimit = 1000;

/** A relation with the lock that a statement takes on it. */
export interface LockedRelation {
  readonly relation: Identity;
  readonly mode: LockMode;
  /** True where its partitions and children are not locked with it. */
  readonly only?: boolean;
}

/** One SQL statement of a fix, without a closing semicolon, with what it does to others while it runs. */
export interface Statement {
  readonly sql: string;
  /** The object the statement is about. */
  readonly object: Identity;
  /** The strongest lock on an existing relation; null where no relation is locked or only a new one. */
  readonly lock: LockMode | null;
  /** Relations besides its object's own that it locks: the parent of a partition, the other end of a foreign key. */
  readonly alsoLocks?: readonly LockedRelation[];
  /** True when the table and all its indexes are written anew. */
  readonly rewrite?: boolean;
  /** True when every row is read. */
  readonly scan?: boolean;
  readonly hazards: readonly Hazard[];
  /** Set where the statement is one action of ALTER TABLE that can share a statement, and a rewrite, with others of its table. */
  readonly alterTable?: { readonly table: Identity; readonly prefix: string; readonly action: string };
  /**
   * Set where what depends on the object does not mind: a comment is nobody's business, a check may call functions that rest
   * on the object, and grants must be given before what needs them is made, but nothing has to be out of their way.
   */
  readonly only?: "comment" | "check" | "grants";
  /** True where the object is not there behind it yet, but for what it is to be made of. */
  readonly announces?: boolean;
  /** True where the object was only announced before: what it is made of, and what takes it, does not wait for this. */
  readonly completes?: boolean;
  /** Set where fixes of several objects need it and it is there once: in front of the other statements of each, or behind. */
  readonly shared?: "before" | "behind" | undefined;
  /** Identities whose statements must come first though pg_depend does not say so. */
  readonly after?: readonly Identity[];
  /** The same for objects that must have all they come with, their owner above all. */
  readonly afterAll?: readonly Identity[];
  /** What its object rests on, and this one statement does without: the function that the check of a new domain calls. */
  readonly without?: readonly Identity[];
  /** What its object rests on no more behind it, while its object is still there. */
  readonly letsGoOf?: readonly Identity[];
  /** Objects no catalog lists by themselves and whose names are free afterwards: the sequence behind an identity column. */
  readonly frees?: readonly Identity[];
  /** Columns with which a sequence comes that default privileges reach. */
  readonly makes?: readonly Identity[];
  /** True where it makes members of its object, an extension, whose grants are declared: default privileges reach them too. */
  readonly makesMembers?: boolean;
  /** Names among those that others free (`frees`) and that this statement cannot do without. */
  readonly takes?: readonly Identity[];
  /** Set on a REVOKE: what it takes from whom, and what the others (quoted as SQL) are to have afterwards. */
  readonly revokes?: {
    readonly target: string;
    /** ` ("name")` for one column, empty for the whole. */
    readonly columns: string;
    readonly grantee: string;
    readonly privileges: readonly string[];
    readonly wanted: { readonly [grantee: string]: readonly string[] };
  };
  /** What to ask the data beforehand; asked of the database as it is before the plan. */
  readonly preflight?: readonly Preflight[];
  /**
   * The same in steps that keep weaker locks, or keep them for a shorter time. Each step is a transaction of its own,
   * so that what a failed step leaves behind stays.
   */
  readonly online?: readonly Statement[];
  /** `outside`: refused in a transaction block. `commit after`: its effect can be used only after COMMIT. */
  readonly transaction: "inside" | "outside" | "commit after";
}

type StatementFacts = Partial<Omit<Statement, "sql" | "object">>;

/** A statement that takes no lock, hurts nobody and runs inside the transaction, unless `facts` says otherwise. */
export function statement(sql: string, object: Identity, facts: StatementFacts = {}): Statement {
  return { sql, object, lock: null, hazards: [], transaction: "inside", ...facts };
}

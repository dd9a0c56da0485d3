import type { Identity } from "../postgres/identity";

/** What became of one difference, as the catalog says that was read inside the run's own transaction. */
export interface DifferenceProof {
  readonly difference: string;
  readonly object: Identity;
  readonly outcome: "gone" | "still there";
  /** It was chosen; otherwise it travels along, because a chosen one cannot do without it. */
  readonly chosen: boolean;
}

/** Something in the catalog that is not as the plan leaves it. One such thing and nothing is committed. */
export interface UnplannedChange {
  readonly object: Identity;
  readonly type: "missing" | "unexpected" | "changed" | "unverified";
  readonly attributes: readonly string[];
  /** `column public.users.id: default` with what was planned and what is there. */
  readonly sentence: string;
}

/** The values of one column before and after, summed in a way that does not depend on the order of the rows. */
export interface ColumnProof {
  readonly column: string;
  readonly from: string;
  readonly to: string;
  /** Values that are not null. */
  readonly before: ColumnSum;
  readonly after: ColumnSum;
  /**
   * `same`: each value has the same text as before. `as converted`: each value is what the plan's conversion makes of it,
   * though some are written in another way (capitals folded, `5` as `5.00`). `differs`: rows are not what they were.
   */
  readonly outcome: "same" | "as converted" | "differs";
}

export interface ColumnSum {
  /** Decimal digits: how many values are not null. */
  readonly values: string;
  /** Decimal digits: the sum of a 64-bit hash of each value's text. */
  readonly sum: string;
}

/** The rows of one touched table. */
export interface TableProof {
  readonly table: Identity;
  /**
   * `counted`: the table was written anew, so rows were counted and converted columns summed before and after.
   * `not written anew`: its files are the same ones, so that no row can have changed; nothing had to be read.
   */
  readonly method: "counted" | "not written anew";
  /** Decimal digits; null where nothing had to be read. */
  readonly rowsBefore: string | null;
  readonly rowsAfter: string | null;
  readonly columns: readonly ColumnProof[];
  readonly equal: boolean;
}

/** What was shown before COMMIT: the chosen differences gone, nothing else changed, the same rows as before. */
export interface Proof {
  readonly holds: boolean;
  readonly differences: readonly DifferenceProof[];
  readonly unplanned: readonly UnplannedChange[];
  readonly tables: readonly TableProof[];
  /** Decimal digits: rows counted before and after, over all tables. */
  readonly rowsProven: string;
  /** Fingerprints of the catalog as read with the locks held, before and after the statements. */
  readonly fingerprintBefore: string;
  readonly fingerprintAfter: string;
  /** Milliseconds from the last lock to the end of the proof. */
  readonly milliseconds: number;
}

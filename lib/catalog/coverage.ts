import type { Identity } from "../postgres/identity";

/** What a reading of a database covered, and what it did not: a clean verdict says what it compared. */
export interface Coverage {
  /** Objects read, by kind, without those set apart. */
  readonly read: { readonly [kind: string]: number };
  /** Objects that belong to an extension or a tool: counted, never compared. */
  readonly setApart: readonly SetApart[];
  /** Kinds that exist in the database and that we do not read, with their counts. */
  readonly notRead: readonly { readonly kind: string; readonly count: number; readonly reason: string }[];
  /** What the role may not see. Anything here makes the verdict `unknown`. */
  readonly notVisible: readonly NotVisible[];
  /** Schemas that the source never mentions: shown, counted, not drift. */
  readonly unmanaged: readonly { readonly schema: string; readonly count: number }[];
}

export interface SetApart {
  /** `extension postgis`, `Alembic`. */
  readonly owner: string;
  readonly reason: "extension" | "tool";
  readonly count: number;
  /** Tables whose partitions are the owner's: on whichever side they stand, they are compared with nothing. */
  readonly partitionsOf?: readonly Identity[];
}

export interface NotVisible {
  readonly what: string;
  /** Set where a whole kind could not be read: it is then compared on neither side. */
  readonly kind?: string;
  readonly reason: string;
  readonly remedy: string;
}

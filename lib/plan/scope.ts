/** What the plan's work is found for, and what is found. */
import type { Catalog } from "../catalog/catalog";
import type { Difference } from "../drift/difference";
import type { Drift } from "../drift/drift";
import type { CatalogObject } from "../kinds/kind";
import type { Identity } from "../postgres/identity";
import type { ManualDifference } from "./plan";
import type { Apart, Task } from "./task";

export interface Work {
  /** By identity key. */
  readonly tasks: ReadonlyMap<string, Task>;
  readonly manual: readonly ManualDifference[];
  /** An object as the work leaves it; undefined where it is gone. */
  readonly afterwards: (identity: Identity) => CatalogObject | undefined;
}

export interface Scope {
  readonly drift: Drift;
  readonly expected: Catalog;
  readonly actual: Catalog;
  /** Ids of the chosen differences. */
  readonly chosen: ReadonlySet<string>;
  readonly apart?: Apart;
  /** Keys of objects that step aside for what they rest on and goes, though altering them would take them off it. */
  readonly aside?: ReadonlySet<string>;
}

/** A difference that cannot go while another one stays. */
export interface Needing {
  /** The chosen one for whose sake. */
  readonly root: Difference;
  readonly other: Difference;
  readonly attribute: string | undefined;
  readonly needed: string;
}

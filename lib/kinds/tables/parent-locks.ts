/** What is locked besides a table when it comes under others, leaves them, or goes: what foreign keys tie to these too. */
import type { Identity } from "../../postgres/identity";
import type { LockMode } from "../../postgres/lock-mode";
import type { LockedRelation } from "../../postgres/statement";
import type { CatalogView } from "../kind";
import { referredToBy, referringTo } from "./key-neighbours";
import { parentsOf, type RelationName, rootsOf } from "./table-parents";

interface Member {
  readonly partitionOf: RelationName | null;
  readonly inherits: readonly RelationName[];
}

/** A new partition keeps everybody off its root, a new child only those that change its parent. */
export const lockOfParent = ({ partitionOf, inherits }: Member): LockMode | null =>
  partitionOf !== null ? "ACCESS EXCLUSIVE" : inherits.length > 0 ? "SHARE UPDATE EXCLUSIVE" : null;

/**
 * What CREATE locks of the tables above, and with them.
 * @param actual what the table is made beside; absent where there is nothing yet
 */
export function locksOfNew(table: Member, actual: CatalogView | undefined): readonly LockedRelation[] {
  if (table.partitionOf !== null) return locksAround(table.partitionOf, made, actual);
  return parentsOf(table).map((relation) => ({ relation, mode: "SHARE UPDATE EXCLUSIVE", only: true }));
}

/** The same for ATTACH PARTITION, for DETACH PARTITION, and for the DROP of a table: a child's parents do not mind. */
export const locksOfAttaching = (root: RelationName, actual: CatalogView): readonly LockedRelation[] =>
  locksAround(root, attached, actual);
export const locksOfDetaching = (root: RelationName, actual: CatalogView): readonly LockedRelation[] =>
  locksAround(root, detached, actual);
export const locksOfDropping = (table: Member, actual: CatalogView): readonly LockedRelation[] =>
  table.partitionOf === null ? [] : locksAround(table.partitionOf, dropped, actual);

interface Locks {
  readonly root: LockMode;
  /** The default partition of the root, whose rows could belong to a new one. */
  readonly rest: { readonly only: boolean };
  /** Tables that the keys above the partition refer to. */
  readonly referenced: LockMode | null;
  /** Tables that refer to those above the partition: each partition has a constraint of its own for them. */
  readonly referring: LockMode;
}

// ATExecAttachPartition, DetachPartitionFinalize, heap_drop_with_catalog: lock-targets.test.ts looks at each.
const made: Locks = {
  root: "ACCESS EXCLUSIVE",
  rest: { only: false },
  referenced: "SHARE ROW EXCLUSIVE",
  referring: "SHARE ROW EXCLUSIVE",
};
const attached: Locks = { ...made, root: "SHARE UPDATE EXCLUSIVE" };
const dropped: Locks = { ...made, rest: { only: true }, referenced: null, referring: "ACCESS EXCLUSIVE" };
// The foreign keys that stay with the partition are dropped behind it (partition-moves.ts).
const detached: Locks = { ...dropped, referenced: "ACCESS EXCLUSIVE" };

function locksAround(
  root: RelationName,
  { root: mode, rest, referenced, referring }: Locks,
  actual: CatalogView | undefined,
): readonly LockedRelation[] {
  const relation: Identity = { kind: "table", schema: root.schema, name: root.name };
  const own: LockedRelation = { relation, mode, only: true };
  if (actual === undefined) return [own];
  const above = [relation, ...rootsOf(relation, actual)];
  return [
    own,
    ...restOf(root, actual).map(
      (one): LockedRelation => ({ relation: one, mode: "ACCESS EXCLUSIVE", ...rest }),
    ),
    ...(referenced === null
      ? []
      : above
          .flatMap((table) => referredToBy(table, actual))
          .map((one) => ({ relation: one, mode: referenced }))),
    ...above
      .flatMap((table) => referringTo(table, actual))
      .map((one) => ({ relation: one, mode: referring })),
  ];
}

/** The default partition of a table; none where it has none. */
export const restOf = (root: RelationName, side: CatalogView): readonly Identity[] =>
  side
    .dependentsOf({ kind: "table", schema: root.schema, name: root.name })
    .filter(({ partitionOf, partitionBound }) => {
      const above = partitionOf as RelationName | null | undefined;
      return partitionBound === "DEFAULT" && above?.schema === root.schema && above.name === root.name;
    });

/** Triggers that a partition gets from its root are dropped and made anew when it is detached and attached. */
import { qualify, quoteLiteral } from "../../postgres/identifier";
import type { Identity } from "../../postgres/identity";
import type { Statement } from "../../postgres/statement";
import { firingWords } from "../firing-state";
import type { CatalogObject, CatalogView } from "../kind";
import type { Table } from "../table";
import { partitionsOf, rootsOf } from "../tables/table-parents";
import type { Trigger } from "../trigger";
import { sayOfPart } from "./on-partition";
import { triggerOnPartition } from "./partition-comments";

/** Gives the triggers of a partition, and of those below it, the firing state and the comment they had before it was moved. */
export function keepTriggers(moved: Table, actual: CatalogView): readonly Statement[] {
  const tables = [actual.get(moved), ...partitionsOf(moved, actual)].filter((one) => one !== undefined);
  const triggers = rootsOf(moved, actual)
    .flatMap((root) => actual.childrenOf(root))
    .filter(({ kind }) => kind === "trigger") as readonly CatalogObject[];
  return triggers.flatMap((trigger) =>
    tables.flatMap((table) => marksOf(trigger as unknown as Trigger, table, moved)),
  );
}

function marksOf(trigger: Trigger, table: Identity, moved: Table): readonly Statement[] {
  const isHere = (entry: { readonly schema: string; readonly table: string }): boolean =>
    entry.schema === table.schema && entry.table === table.name;
  // A new one fires as that of the partition above does, whatever the root's says.
  const state =
    trigger.partitionStates === null ? undefined : (trigger.partitionStates.find(isHere) ?? trigger);
  const comment = trigger.partitionComments?.find(isHere);
  const partition = { schema: table.schema ?? "", table: table.name, name: null };
  const relation = qualify(table.schema, table.name);
  const sayings = [
    ...(state === undefined
      ? []
      : [[`ALTER TABLE ONLY ${relation} ${firingWords[state.enabled]} TRIGGER `, ""] as const]),
    ...(comment === undefined
      ? []
      : [["COMMENT ON TRIGGER ", ` ON ${relation} IS ${quoteLiteral(comment.comment)}`] as const]),
  ];
  return sayings.length === 0
    ? []
    : [
        sayOfPart(moved, partition, triggerOnPartition(trigger, partition), sayings, {
          lock: "SHARE ROW EXCLUSIVE",
          after: [],
        }),
      ];
}

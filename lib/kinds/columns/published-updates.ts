import type { Identity } from "../../postgres/identity";
import type { CatalogView } from "../kind";
import type { Publication } from "../publication";
import type { Table } from "../table";
import { rootsOf } from "../tables/table-parents";

/**
 * True for a table whose updates are published while nothing tells a subscriber which row was meant: Postgres refuses every
 * UPDATE of it then (55000; src/backend/executor/execReplication.c, CheckCmdReplicaIdentity).
 */
export function refusesUpdates(table: Identity, side: CatalogView): boolean {
  const object = side.get(table) as unknown as Table | undefined;
  // Foreign and unlogged tables are not published, and of a root only the partitions' rows are updated.
  if (
    object === undefined ||
    object.kind !== "table" ||
    object.partitionKey !== null ||
    object.persistence === "unlogged"
  )
    return false;
  if (object.replicaIdentity === "full" || object.replicaIdentity === "index") return false;
  const hasKey = side
    .childrenOf(table)
    .some(({ kind, type }) => kind === "constraint" && type === "primary key");
  if (object.replicaIdentity === "default" && hasKey) return false;
  // A partition is published with its roots.
  const published = [object, ...rootsOf(object, side)];
  return side.objects.some(
    (one) => one.kind === "publication" && publishesUpdates(one as unknown as Publication, published),
  );
}

const publishesUpdates = ({ publish, ...publication }: Publication, tables: readonly Identity[]): boolean =>
  publish.includes("update") &&
  (publication.allTables ||
    tables.some(
      ({ schema, name }) =>
        publication.schemas.some((one) => one === schema) ||
        publication.tables.some((one) => one.schema === schema && one.name === name),
    ));

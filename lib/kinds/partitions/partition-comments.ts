/** Comments on what partitions (and, of checks, child tables) have of a root's constraints and triggers. */
import { qualify, quoteLiteral } from "../../postgres/identifier";
import type { Identity } from "../../postgres/identity";
import type { Statement } from "../../postgres/statement";
import { catalogOid, joinNoList } from "../catalog-sql";
import { byPartition, type OnPartition, regclass, sayOfPart } from "./on-partition";

export interface PartitionComment extends OnPartition {
  readonly comment: string;
}

export type PartitionComments = readonly PartitionComment[] | null;

/** How the parts of a root's object stand in their catalog. */
interface Parts {
  readonly words: "CONSTRAINT" | "TRIGGER";
  readonly catalog: "pg_constraint" | "pg_trigger";
  readonly name: string;
  readonly table: string;
  /** Where 0 stands for what comes of nothing. */
  readonly parent: string;
  /** What the row `k` fulfils where it is a part. */
  readonly isPart: string;
  /** A query for the rows that the row `k` comes of. */
  readonly above: string;
  /** What a part and its root have in common besides. */
  readonly same: string;
}

/** Clones for the partitions of the table that a key refers to stand on the table that refers: nobody sees those. */
const constraintParts: Parts = {
  words: "CONSTRAINT",
  catalog: "pg_constraint",
  name: "conname",
  table: "conrelid",
  parent: "conparentid",
  isPart:
    "k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conrelid <> 0 AND (k.conparentid <> 0 OR k.coninhcount > 0)",
  above: `SELECT p.oid FROM pg_catalog.pg_constraint p WHERE p.oid = k.conparentid AND p.oid <> 0
          UNION ALL SELECT p.oid FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_constraint p ON p.conrelid = h.inhparent
          WHERE h.inhrelid = k.conrelid AND p.contype = 'c' AND k.contype = 'c' AND k.coninhcount > 0 AND p.conname = k.conname`,
  same: "k.confrelid = r.confrelid AND r.coninhcount = 0",
};

const triggerParts: Parts = {
  words: "TRIGGER",
  catalog: "pg_trigger",
  name: "tgname",
  table: "tgrelid",
  parent: "tgparentid",
  isPart: "k.tgparentid <> 0",
  above: "SELECT k.tgparentid AS oid WHERE k.tgparentid <> 0",
  same: "NOT r.tgisinternal",
};

const joinComments = (parts: Parts, alias: string, oid: string): string => `LEFT JOIN (
      WITH RECURSIVE up(part, description, oid) AS (
        SELECT k.oid, d.description, k.oid FROM pg_catalog.pg_description d JOIN pg_catalog.${parts.catalog} k ON k.oid = d.objoid
        WHERE d.classoid = ${catalogOid[parts.catalog]} AND ${parts.isPart}
        UNION SELECT up.part, up.description, above.oid FROM up JOIN pg_catalog.${parts.catalog} k ON k.oid = up.oid
        CROSS JOIN LATERAL (${parts.above}) above),
      -- A check can come of several tables: it is told with the first of them.
      told AS (
        SELECT DISTINCT ON (up.part) r.oid AS root, up.description, n.nspname, c.relname
        FROM up JOIN pg_catalog.${parts.catalog} r ON r.oid = up.oid JOIN pg_catalog.${parts.catalog} k ON k.oid = up.part
        JOIN pg_catalog.pg_class c ON c.oid = k.${parts.table} JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_class rc ON rc.oid = r.${parts.table} JOIN pg_catalog.pg_namespace rn ON rn.oid = rc.relnamespace
        WHERE r.${parts.parent} = 0 AND ${parts.same} ORDER BY up.part, rn.nspname, rc.relname)
      SELECT told.root, pg_catalog.json_agg(pg_catalog.json_build_object('schema', told.nspname, 'table', told.relname, 'name', NULL,
               'comment', told.description) ORDER BY told.nspname, told.relname) AS list
      FROM told GROUP BY told.root) ${alias} ON ${alias}.root = ${oid}`;

/** A join that gives the {@link PartitionComments} of the constraint `oid` as `alias.list`: nothing where no table `inherits`. */
export const joinConstraintComments = (alias: string, oid: string, inherits: boolean): string =>
  inherits ? joinComments(constraintParts, alias, oid) : joinNoList(alias);

/** The same of the trigger `oid`. */
export const joinTriggerComments = (alias: string, oid: string, inherits: boolean): string =>
  inherits ? joinComments(triggerParts, alias, oid) : joinNoList(alias);

/** The statements that make the comments on the parts of a root's constraint or trigger the expected ones. */
export function changePartitionComments(
  root: Identity,
  expected: PartitionComments,
  actual: PartitionComments,
): readonly Statement[] {
  const parts = root.kind === "trigger" ? triggerParts : constraintParts;
  return byPartition(expected, actual)
    .filter(({ wanted, present }) => wanted?.comment !== present?.comment)
    .map(({ partition, wanted }) =>
      sayOfPart(root, partition, partOf(parts, root, partition), [
        [
          `COMMENT ON ${parts.words} `,
          ` ON ${qualify(partition.schema, partition.table)} IS ${wanted === undefined ? "NULL" : quoteLiteral(wanted.comment)}`,
        ],
      ]),
    );
}

/** The name that a root's trigger has on a partition. */
export const triggerOnPartition = (root: Identity, partition: OnPartition): string =>
  partOf(triggerParts, root, partition);

/** The name that a root's constraint or trigger has on a partition. */
const partOf = (parts: Parts, root: Identity, partition: OnPartition): string =>
  `WITH RECURSIVE up(part, oid) AS (
      SELECT k.oid, k.oid FROM pg_catalog.${parts.catalog} k WHERE k.${parts.table} = ${regclass(partition.schema, partition.table)} AND ${parts.isPart}
      UNION SELECT up.part, above.oid FROM up JOIN pg_catalog.${parts.catalog} k ON k.oid = up.oid
      CROSS JOIN LATERAL (${parts.above}) above)
    SELECT pg_catalog.quote_ident(k.${parts.name}) FROM up JOIN pg_catalog.${parts.catalog} r ON r.oid = up.oid
    JOIN pg_catalog.${parts.catalog} k ON k.oid = up.part
    WHERE r.${parts.table} = ${regclass(root.schema, root.table ?? "")} AND r.${parts.name} = ${quoteLiteral(root.name)} AND ${parts.same}`;

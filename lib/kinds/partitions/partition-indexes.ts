/**
 * What the indexes that partitions get from their root have of their own. Postgres names them by itself: each is told by the
 * root's index and the partition.
 */
import { quoteIdentifier, quoteLiteral } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import { joinComment, joinNoList, optionList } from "../catalog-sql";
import type { CatalogView } from "../kind";
import { changeOptions } from "../options";
import { dollarQuote } from "../routines/quote-body";
import type { Table } from "../table";
import { partitionsOf, rootsOf } from "../tables/table-parents";
import { byPartition, type OnPartition, regclass, type Saying, sayOfPart } from "./on-partition";
import { columnsInName, isMadeUp, makeUpName } from "./partition-index-name";

/** One partition's index, where it is otherwise than the root's: what is not set is the root's, or is not. */
export interface PartitionIndex extends OnPartition {
  /** None of them where the root's has some. */
  readonly options?: readonly string[];
  readonly tablespace?: string;
  /** Statistics targets of expression columns: position → target, -1 for none where the root's index has one. */
  readonly statistics?: { readonly [position: string]: number };
  readonly comment?: string;
  /** Its name, where somebody chose it. */
  readonly called?: string;
  /** How it is sorted (pg_index.indoption in words): Postgres takes for a part what is sorted otherwise, too. */
  readonly sorted?: string;
  /** The partition's own key whose index it is: an object that is described by itself. */
  readonly key?: string;
}

export type PartitionIndexes = readonly PartitionIndex[] | null;

/** A join that gives the {@link PartitionIndexes} of the index `oid` as `alias.list`: nothing where no table `inherits`. */
export const joinPartitionIndexes = (alias: string, oid: string, inherits: boolean): string =>
  inherits ? joinOwnDetails(alias, oid) : joinNoList(alias);

const joinOwnDetails = (alias: string, oid: string): string => `LEFT JOIN (
      WITH RECURSIVE part(root, oid) AS (
        SELECT h.inhparent, h.inhrelid FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_class top ON top.oid = h.inhparent
        WHERE top.relkind = 'I' AND NOT top.relispartition
        UNION ALL SELECT part.root, h.inhrelid FROM part JOIN pg_catalog.pg_inherits h ON h.inhparent = part.oid)
      SELECT own.root, pg_catalog.json_agg(own.details || '{"name": null}' ORDER BY own.nspname, own.relname) AS list FROM (
        SELECT part.root, pn.nspname, p.relname, CASE WHEN own.conname IS NOT NULL THEN
                 pg_catalog.jsonb_build_object('schema', pn.nspname, 'table', p.relname, 'key', own.conname)
               ELSE pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
                 'schema', pn.nspname, 'table', p.relname,
                 'options', CASE WHEN coalesce(o.list, '{}') <> coalesce(ro.list, '{}') THEN coalesce(o.list, '{}') END,
                 'tablespace', CASE WHEN i.reltablespace <> r.reltablespace THEN coalesce(its.spcname, 'pg_default') END,
                 'statistics', (
                   SELECT pg_catalog.jsonb_object_agg(a.attnum, coalesce(a.attstattarget, -1))
                   FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_attribute ra ON ra.attrelid = part.root AND ra.attnum = a.attnum
                   WHERE a.attrelid = part.oid AND a.attnum > 0 AND coalesce(a.attstattarget, -1) <> coalesce(ra.attstattarget, -1)),
                 'comment', icomment.description,
                 'sorted', CASE WHEN ix.indoption::text <> rx.indoption::text THEN (
                   SELECT pg_catalog.string_agg(CASE o.way WHEN 1 THEN 'DESC NULLS LAST' WHEN 2 THEN 'ASC NULLS FIRST' WHEN 3 THEN 'DESC' ELSE 'ASC' END, ', ' ORDER BY o.place)
                   FROM pg_catalog.unnest(ix.indoption) WITH ORDINALITY o(way, place)) END,
                 'called', CASE WHEN NOT ${isMadeUp("i.relname", "made.columns")} THEN i.relname END)) END AS details
        FROM part JOIN pg_catalog.pg_index ix ON ix.indexrelid = part.oid
        JOIN pg_catalog.pg_class i ON i.oid = part.oid
        JOIN pg_catalog.pg_class r ON r.oid = part.root
        JOIN pg_catalog.pg_index rx ON rx.indexrelid = part.root
        JOIN pg_catalog.pg_class p ON p.oid = ix.indrelid
        JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
        LEFT JOIN pg_catalog.pg_tablespace its ON its.oid = i.reltablespace
        CROSS JOIN LATERAL (SELECT ${optionList("i.reloptions")} AS list) o
        CROSS JOIN LATERAL (SELECT ${optionList("r.reloptions")} AS list) ro
        CROSS JOIN LATERAL (SELECT ${columnsInName("ix")} AS columns) made
        ${joinComment("icomment", "pg_class", "part.oid")}
        LEFT JOIN pg_catalog.pg_constraint own ON own.conindid = part.oid AND own.conrelid = ix.indrelid
          AND own.contype IN ('p', 'u', 'x') AND own.conparentid = 0) own
      WHERE own.details ?| ARRAY['options', 'tablespace', 'statistics', 'comment', 'called', 'sorted', 'key']
      GROUP BY own.root) ${alias} ON ${alias}.root = ${oid}`;

/** Partitions that have their part of a root's index which is not valid, others being without; null of any other index. */
export type AttachedParts = readonly OnPartition[] | null;

/** {@link AttachedParts} of the index `oid`, as SQL. @param invalid SQL that is true for one that is not valid */
export const attachedParts = (oid: string, invalid: string, inherits: boolean): string =>
  inherits
    ? `CASE WHEN ${invalid} THEN (
        WITH RECURSIVE part(oid) AS (
          SELECT h.inhrelid FROM pg_catalog.pg_inherits h WHERE h.inhparent = ${oid}
          UNION ALL SELECT h.inhrelid FROM part JOIN pg_catalog.pg_inherits h ON h.inhparent = part.oid)
        SELECT pg_catalog.json_agg(pg_catalog.json_build_object('schema', pn.nspname, 'table', p.relname, 'name', NULL) ORDER BY pn.nspname, p.relname)
        FROM part JOIN pg_catalog.pg_index px ON px.indexrelid = part.oid
        JOIN pg_catalog.pg_class p ON p.oid = px.indrelid JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace) END`
    : "NULL";

/** True where the indexes of the same partitions are sorted in the same way, in so far as it is not the root's. */
export const sortedAlike = (expected: PartitionIndexes, actual: PartitionIndexes): boolean =>
  byPartition(expected, actual).every(({ wanted, present }) => wanted?.sorted === present?.sorted);

/** A root's index or key, as far as those of its partitions are made like it. */
interface Root {
  readonly object: Identity;
  readonly options: readonly string[] | null;
  readonly tablespace: string | null;
  readonly statisticsTargets: { readonly [position: string]: number } | null;
}

/** The targets of partitions alone: a target that the root's index gets comes down to all of them. */
export const partitionStatistics = (list: PartitionIndexes): PartitionIndexes =>
  (list ?? []).flatMap(({ schema, table, name, statistics }) =>
    statistics === undefined ? [] : [{ schema, table, name, statistics }],
  );

/** The statements that give the indexes of partitions what is their own. */
export function changePartitionIndexes(
  root: Root,
  expected: PartitionIndexes,
  actual: PartitionIndexes,
): readonly Statement[] {
  const all = byPartition(expected, actual);
  const partOn = (partition: OnPartition): string => indexOn(root.object, partition);
  const called = ({ schema }: OnPartition, name: string): Identity => ({ kind: "index", schema, name });
  const details = all.flatMap(({ partition, wanted, present }) => {
    const sayings = changes(root, wanted, present);
    const lock = wanted?.tablespace === present?.tablespace ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE";
    return sayings.length === 0
      ? []
      : [sayOfPart(root.object, partition, partOn(partition), sayings, { lock })];
  });
  const renamed = all.filter(({ wanted, present }) => wanted?.called !== present?.called);
  // All give up their names before any gets one: two may change places.
  const freed = renamed.flatMap(({ partition, present }) =>
    present?.called === undefined
      ? []
      : [
          {
            ...makeUpName(root.object, partition, partOn(partition)),
            frees: [called(partition, present.called)],
          },
        ],
  );
  const given = renamed.flatMap(({ partition, wanted }) =>
    wanted?.called === undefined
      ? []
      : [
          sayOfPart(
            root.object,
            partition,
            partOn(partition),
            [alter(`RENAME TO ${quoteIdentifier(wanted.called)}`)],
            { lock: "SHARE UPDATE EXCLUSIVE", takes: [called(partition, wanted.called)] },
          ),
        ],
  );
  return [...details, ...freed, ...given];
}

/** Gives the indexes of a partition that is made or attached the statistics targets that the root's have: they do not come with it. */
export const takeStatistics = (partition: Table, side: CatalogView): readonly Statement[] =>
  indexesWithTargets(partition, side).map((index) => {
    const found = indexOn(index, { schema: partition.schema, table: partition.name, name: null });
    const body = `
DECLARE part text := (${found}); target record;
BEGIN
  FOR target IN SELECT attnum, attstattarget FROM pg_catalog.pg_attribute
    WHERE attrelid = ${regclass(index.schema, index.name)} AND attnum > 0 AND attstattarget >= 0 AND part IS NOT NULL
  LOOP
    EXECUTE pg_catalog.format('ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s', part, target.attnum, target.attstattarget);
  END LOOP;
END`;
    return statement(`DO ${dollarQuote(body)}`, identityOf(partition), { lock: "SHARE UPDATE EXCLUSIVE" });
  });

/** Gives the indexes of a partition that was moved, and of those below it, the statistics targets of their own that they had. */
export function keepStatistics(moved: Table, actual: CatalogView): readonly Statement[] {
  const tables = [identityOf(moved), ...partitionsOf(moved, actual)];
  return rootsOf(moved, actual)
    .flatMap((root) => actual.childrenOf(root))
    .flatMap((index) =>
      ((index.partitionIndexes ?? []) as unknown as readonly PartitionIndex[])
        .filter((entry) => tables.some(({ schema, name }) => schema === entry.schema && name === entry.table))
        .flatMap((entry) => {
          const sayings = targets(entry.statistics ?? {});
          return sayings.length === 0
            ? []
            : [
                sayOfPart(moved, entry, indexOn(index, entry), sayings, {
                  lock: "SHARE UPDATE EXCLUSIVE",
                  after: [],
                }),
              ];
        }),
    );
}

/** The indexes of the tables above a partition that have statistics targets. */
const indexesWithTargets = (partition: Table, side: CatalogView): readonly Identity[] =>
  rootsOf(partition, side)
    .flatMap((root) => side.childrenOf(root))
    .filter(({ kind, statisticsTargets }) => kind === "index" && statisticsTargets != null);

/** A query for the name of the partition's index that comes with the root's. */
export const indexOn = (root: Pick<Identity, "schema" | "name">, partition: OnPartition): string =>
  partOn(root, partition, "pg_catalog.format('%I.%I', n.nspname, i.relname)");

/** The same without the schema, for where an index is named within its table's. */
export const nameOnPartition = (root: Pick<Identity, "schema" | "name">, partition: OnPartition): string =>
  partOn(root, partition, "pg_catalog.quote_ident(i.relname)");

const partOn = (root: Pick<Identity, "schema" | "name">, partition: OnPartition, name: string): string =>
  `SELECT ${name}
    FROM pg_catalog.pg_partition_tree(${regclass(root.schema, root.name)}) t JOIN pg_catalog.pg_index x ON x.indexrelid = t.relid
    JOIN pg_catalog.pg_class i ON i.oid = t.relid JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace
    WHERE x.indrelid = ${regclass(partition.schema, partition.table)}`;

const alter = (action: string): Saying => ["ALTER INDEX ", ` ${action}`];

const targets = (statistics: { readonly [position: string]: number }): readonly Saying[] =>
  Object.entries(statistics).map(([position, target]) =>
    alter(`ALTER COLUMN ${position} SET STATISTICS ${target}`),
  );

function changes(
  root: Root,
  wanted: PartitionIndex | undefined,
  present: PartitionIndex | undefined,
): readonly Saying[] {
  const options = changeOptions(
    "",
    root.object,
    wanted?.options ?? root.options,
    present?.options ?? root.options,
  ).map(({ sql }) => alter(sql.replace(/^ALTER {2}/, "")));
  const positions = new Set([wanted, present].flatMap((index) => Object.keys(index?.statistics ?? {})));
  return [
    ...options,
    ...(wanted?.tablespace === present?.tablespace
      ? []
      : [alter(`SET TABLESPACE ${quoteIdentifier(wanted?.tablespace ?? root.tablespace ?? "pg_default")}`)]),
    ...targets(
      Object.fromEntries(
        [...positions]
          .filter((position) => wanted?.statistics?.[position] !== present?.statistics?.[position])
          .map((position) => [
            position,
            wanted?.statistics?.[position] ?? root.statisticsTargets?.[position] ?? -1,
          ]),
      ),
    ),
    ...(wanted?.comment === present?.comment
      ? []
      : [
          [
            "COMMENT ON INDEX ",
            ` IS ${wanted?.comment === undefined ? "NULL" : quoteLiteral(wanted.comment)}`,
          ] as const,
        ]),
  ];
}

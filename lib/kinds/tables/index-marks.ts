/**
 * What a table says of one of its indexes: it is ordered by it, or replicated by it. A partition's index that comes with that of
 * a root is told by the root's: Postgres makes its name up, and by what the partition was called then.
 */
import { qualify, quoteIdentifier } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import type { Constraint } from "../constraint";
import type { Index } from "../index-kind";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import { sayOfPart } from "../partitions/on-partition";
import { nameOnPartition } from "../partitions/partition-indexes";
import { relationOf } from "../preflight/preflight";
import type { Table } from "../table";
import { partitionsOf, type RelationName, rootsOf } from "./table-parents";

/** The attributes of a table or materialized view that name one of its indexes. */
const marks = ["replicaIdentityIndex", "clusteredIndex"] as const;
type Mark = (typeof marks)[number];

/** Their like, of partitions alone, that name the root's index or key on whose part the mark is. */
const partMarks = {
  replicaIdentityIndex: "replicaIdentityPartOf",
  clusteredIndex: "clusteredPartOf",
} as const;

/** A join that gives the marks of each table as `alias`, under the names of their attributes. */
export const joinMarks = (alias: string, table: string): string => {
  const root = "pg_catalog.json_build_object('schema', rn.nspname, 'name', r.relname)";
  const read = (set: string, mark: Mark): string =>
    `max(ix.relname::text) FILTER (WHERE x.${set} AND r.oid IS NULL) AS "${mark}",
             (pg_catalog.array_agg(${root}) FILTER (WHERE x.${set} AND r.oid IS NOT NULL))[1] AS "${partMarks[mark]}"`;
  // A partition's own key may be part of a root's, and is an object by itself all the same.
  return `LEFT JOIN (
      SELECT x.indrelid,
             ${read("indisreplident", "replicaIdentityIndex")},
             ${read("indisclustered", "clusteredIndex")}
      FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class ix ON ix.oid = x.indexrelid
      LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = ix.oid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')
      LEFT JOIN pg_catalog.pg_class r
        ON r.oid = CASE WHEN ix.relispartition AND k.conparentid IS DISTINCT FROM 0 THEN pg_catalog.pg_partition_root(ix.oid) END
      LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
      WHERE x.indisreplident OR x.indisclustered GROUP BY x.indrelid) ${alias} ON ${alias}.indrelid = ${table}`;
};

/** The index of a mark may be a plain one or a constraint's. */
export const indexByName = (relation: Identity, name: string): readonly Identity[] =>
  (["index", "constraint"] as const).map((kind) => ({
    ...{ kind, name },
    ...(relation.schema === undefined ? {} : { schema: relation.schema }),
    table: relation.name,
  }));

/** The marks that a table loses with an index which is dropped and made again, where the table is to keep them. */
export function restoreMarks(
  index: Index | Constraint,
  before: CatalogView,
  afterwards: (identity: Identity) => CatalogObject | undefined,
): readonly Statement[] {
  const relation = relationOf(index);
  const own = kept(relation, before, afterwards, (mark, present) => present[mark] === index.name);
  const ofParts = markedParts(index, before).flatMap(({ partition, mark }) =>
    kept(partition, before, afterwards, (one) => one === mark),
  );
  return [...own, ...ofParts].map(({ table, mark }) => {
    const { sql, lock } = setMark(table, mark, before);
    return statement(sql, identityOf(index), { lock });
  });
}

/** The marks that a relation has and is to keep: {@link setMark} gives them back. @param which only those */
function kept(
  relation: Identity,
  before: CatalogView,
  afterwards: (identity: Identity) => CatalogObject | undefined,
  which: (mark: Mark, present: CatalogObject) => boolean,
): readonly { readonly table: CatalogObject; readonly mark: Mark }[] {
  const [table, after] = [before.get(relation), afterwards(relation)];
  if (table === undefined || after === undefined) return [];
  return marks
    .filter((mark) => isMarked(table, mark) && isMarkedAlike(table, after, mark) && which(mark, table))
    .map((mark) => ({ table, mark }));
}

const isMarked = (table: CatalogObject, mark: Mark): boolean =>
  table[mark] != null || table[partMarks[mark]] != null;

const partOf = (table: CatalogObject, mark: Mark): RelationName | null =>
  (table[partMarks[mark]] ?? null) as RelationName | null;

const isMarkedAlike = (one: CatalogObject, other: CatalogObject, mark: Mark): boolean =>
  (one[mark] ?? null) === (other[mark] ?? null) && isSame(partOf(one, mark), partOf(other, mark));

const isSame = (one: RelationName | null, other: RelationName | null): boolean =>
  one?.schema === other?.schema && one?.name === other?.name;

/** The marks of partitions on their parts of a root's index or key. */
function markedParts(
  root: Identity,
  side: CatalogView,
): readonly { readonly partition: CatalogObject; readonly mark: Mark }[] {
  const { schema = "", name } = root;
  const table = { kind: "table", schema, name: root.table ?? "" };
  if (side.get(table)?.partitionKey == null) return [];
  return partitionsOf(table, side).flatMap((partition) =>
    marks
      .filter((mark) => isSame(partOf(partition, mark), { schema, name }))
      .map((mark) => ({ partition, mark })),
  );
}

/**
 * Marks that a table which comes under another root is to keep, and those of the partitions below it, on indexes that come from
 * above: ATTACH, or the root's index that is made behind it, makes these anew.
 */
export function keepMarks(moved: Identity, { expected, actual }: Sides): readonly Statement[] {
  return [moved, ...partitionsOf(moved, expected)].flatMap((one) =>
    kept(
      one,
      actual,
      (identity) => expected.get(identity),
      (mark, present) => partOf(present, mark) !== null,
    ).map(({ table, mark }) => ({ ...setMark(table, mark, expected), object: identityOf(moved) })),
  );
}

/** The marks on parts of indexes from above that a table, and those below it, have: they may not outlive its leaving. */
export const marksFromAbove = (
  left: Identity,
  side: CatalogView,
): readonly { readonly object: Identity; readonly attribute: string }[] =>
  [side.get(left), ...partitionsOf(left, side)].flatMap((table) =>
    table === undefined
      ? []
      : marks
          .filter((mark) => partOf(table, mark) !== null)
          .flatMap((mark) =>
            attributesOf(mark).map((attribute) => ({ object: identityOf(table), attribute })),
          ),
  );

const attributesOf = (mark: Mark): readonly string[] => [mark, partMarks[mark]];

/** `REPLICA IDENTITY` of a table, whatever it is by. */
export const setReplicaIdentity = (table: Table, side: CatalogView): Statement =>
  table.replicaIdentity === "index"
    ? setMark(table as unknown as CatalogObject, "replicaIdentityIndex", side)
    : statement(
        `ALTER TABLE ${qualify(table.schema, table.name)} REPLICA IDENTITY ${table.replicaIdentity.toUpperCase()}`,
        table,
        { lock: "ACCESS EXCLUSIVE" },
      );

/** `CLUSTER ON` the index that a table is ordered by, or `SET WITHOUT CLUSTER`. */
export function setClusteredIndex(table: Table, side: CatalogView): Statement {
  return table.clusteredIndex === null && table.clusteredPartOf === null
    ? statement(`ALTER TABLE ${qualify(table.schema, table.name)} SET WITHOUT CLUSTER`, table, {
        lock: "SHARE UPDATE EXCLUSIVE",
      })
    : setMark(table as unknown as CatalogObject, "clusteredIndex", side);
}

/** Sets a mark as the relation has it. @param side where its index, and what is above it, is to be found */
function setMark(table: CatalogObject, mark: Mark, side: CatalogView): Statement {
  const words = table.kind === "materialized view" ? "MATERIALIZED VIEW" : "TABLE";
  const action = mark === "clusteredIndex" ? "CLUSTER ON" : "REPLICA IDENTITY USING INDEX";
  const head = `ALTER ${words} ${qualify(table.schema, table.name)} ${action} `;
  const root = partOf(table, mark);
  const facts = {
    lock: mark === "clusteredIndex" ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE",
    after: [
      ...indexOfMark(table, mark, side),
      ...(mark === "replicaIdentityIndex" ? columnsOfMark(table, mark, side) : []),
      ...(root === null ? [] : rootsOf(table, side)),
    ],
  } as const;
  if (root === null) return statement(head + quoteIdentifier(String(table[mark])), table, facts);
  const partition = { schema: table.schema ?? "", table: table.name, name: null };
  return sayOfPart(identityOf(table), partition, nameOnPartition(root, partition), [[head, ""]], facts);
}

/** The index or key that a mark is on, or on the part of. */
const indexOfMark = (table: CatalogObject, mark: Mark, side: CatalogView): readonly Identity[] => {
  const root = partOf(table, mark);
  return root === null
    ? indexByName(table, String(table[mark]))
    : rootsOf(table, side)
        .flatMap((above) => indexByName(above, root.name))
        .filter((one) => one.schema === root.schema && side.get(one) !== undefined);
};

/** True where a partition has a mark on its part of this index: ALTER TYPE, which makes the indexes anew, forgets it. */
export const isMarkedBelow = (index: Index | Constraint, side: CatalogView): boolean =>
  markedParts(index, side).length > 0;

/** The columns of a marked index: rows are told apart for replication by one whose columns have no nulls (42809). */
const columnsOfMark = (table: CatalogObject, mark: Mark, side: CatalogView): readonly Identity[] =>
  indexOfMark(table, mark, side).flatMap((index) =>
    side
      .dependenciesOf(index)
      .filter(({ kind }) => kind === "column")
      .map(({ name }) => ({
        ...{ kind: "column", table: table.name, name },
        ...(table.schema === undefined ? {} : { schema: table.schema }),
      })),
  );

/** With an index that goes for good or gets another name, its marks do: the difference of the table that has them goes along. */
export function marksThatGo(
  expected: Index | Constraint | undefined,
  actual: Index | Constraint | undefined,
  sides: Sides,
): readonly { readonly object: Identity; readonly attribute?: string }[] {
  if (actual === undefined) return [];
  const object = relationOf(actual);
  const ofParts = markedParts(actual, sides.actual).flatMap(({ partition, mark }) =>
    attributesOf(mark).map((attribute) => ({ object: identityOf(partition), attribute })),
  );
  if (expected?.name === actual.name) return ofParts;
  const held = marks.filter((mark) => sides.actual.get(object)?.[mark] === actual.name);
  // Where a key takes an index's place, or an index a key's, the marks are to be on that.
  const successors = held.length === 0 || expected !== undefined ? [] : indexByName(object, actual.name);
  return [
    ...ofParts,
    ...held.flatMap((mark) => attributesOf(mark).map((attribute) => ({ object, attribute }))),
    ...successors.filter(({ kind }) => kind !== actual.kind).map((successor) => ({ object: successor })),
  ];
}

interface Needed {
  readonly object: Identity;
  readonly attribute?: string;
  readonly needed?: string;
}

/** A mark needs the index that it is to be on: one that is missing, or that cannot carry it as it is. */
export function indexesOfMarks(
  expected: CatalogObject | undefined,
  actual: CatalogObject | undefined,
  sides: Sides,
): readonly Needed[] {
  if (expected === undefined) return [];
  return marks.flatMap((mark) => {
    if (!isMarked(expected, mark) || (actual !== undefined && isMarkedAlike(expected, actual, mark)))
      return [];
    const needed = neededFor[mark];
    const own = indexOfMark(expected, mark, sides.expected).flatMap((object): readonly Needed[] => {
      const present = sides.actual.get(object);
      if (present === undefined) return [{ object, needed }];
      const attributes = carries(present, mark) ? [] : ["unique", "valid", "type", "definition"];
      return attributes.map((attribute) => ({ object, attribute, needed }));
    });
    if (actual === undefined) return own;
    const columns = (mark === "replicaIdentityIndex" ? columnsOfMark(expected, mark, sides.expected) : [])
      .filter((column) => sides.actual.get(column)?.notNull === false)
      .map((object) => ({
        object,
        attribute: "notNull",
        needed: "No nulls may be in what tells its rows apart:",
      }));
    // The part comes as the partition, and each that it is below, comes under its root.
    const below = (
      partOf(expected, mark) === null ? [] : [identityOf(expected), ...rootsOf(expected, sides.expected)]
    ).map((object) => ({ object, attribute: "partitionOf", needed }));
    return [...own, ...columns, ...below];
  });
}

/** Words that the index's name ends. */
const neededFor = {
  replicaIdentityIndex: "Its rows are to be told apart for replication by the",
  clusteredIndex: "Its rows are to be ordered by the",
} as const;

/** Rows are told apart by a unique index of plain columns that is checked at once; ordered by any that holds them all. */
const carries = ({ unique, valid, type, definition }: CatalogObject, mark: Mark): boolean =>
  valid !== false &&
  !/ WHERE /.test(String(definition)) &&
  (mark === "clusteredIndex" ||
    (unique !== false &&
      (type === undefined || type === "unique" || type === "primary key") &&
      !/ DEFERRABLE|\(\(/.test(String(definition))));

import { qualify, quotedText, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Hazard, type Statement, statement } from "../postgres/statement";
import { address, isUserSchema, joinComment } from "./catalog-sql";
import { foreignKeysThatFit, isReferableIndex } from "./constraints/referable";
import type { CatalogObject, CatalogView, Kind, Sides } from "./kind";
import { newerInIndex } from "./newer/newer";
import { differsInMoreThanOrder } from "./options";
import { setComment } from "./ownership/ownership";
import { differencesBesideParts, ownThatFit } from "./partitions/beside-parts";
import {
  alone,
  attachParts,
  partitionsFirst,
  partitionsOfParts,
  partsToAdd,
  sortedAs,
  sortedBefore,
} from "./partitions/index-in-parts";
import { partitionsToCome } from "./partitions/on-partition";
import { namesOfParts } from "./partitions/partition-index-name";
import {
  type AttachedParts,
  attachedParts,
  changePartitionIndexes,
  joinPartitionIndexes,
  type PartitionIndex,
  type PartitionIndexes,
  partitionStatistics,
  sortedAlike,
} from "./partitions/partition-indexes";
import { keysThatServe, partitionKeysToFit, servesOtherwise } from "./partitions/partition-keys";
import { isPartitioned } from "./partitions/repartition";
import { indexPreflights } from "./preflight/index-preflight";
import { isMarkedBelow, marksThatGo, restoreMarks } from "./tables/index-marks";
import { renameInText } from "./texts/renaming";

/** An index of its own. Those behind constraints belong to the constraint, those of partitions to the partitioned index. */
export interface Index extends Identity {
  readonly kind: "index";
  readonly schema: string;
  readonly table: string;
  readonly relation: "table" | "materialized view";
  readonly unique: boolean;
  /** From the access method on: `btree (lower(email)) WITH (fillfactor='70') WHERE active`. */
  readonly definition: string;
  readonly valid: boolean;
  /** Statistics targets of expression columns: position → target. */
  readonly statisticsTargets: { readonly [position: string]: number } | null;
  /** The definition leaves it out. Null for the database's own. */
  readonly tablespace: string | null;
  /** Partitions whose index is otherwise than this one. */
  readonly partitionIndexes: PartitionIndexes;
  readonly attachedParts: AttachedParts;
  readonly comment: string | null;
}

const qualified = (index: Index): string => qualify(index.schema, index.name);

export const indexKind: Kind<Index> = {
  kind: "index",
  label: "index",
  plural: "indexes",
  // pg_get_indexdef begins with words we know exactly; what follows them does not depend on the names. relispartition is set
  // for exactly the indexes that pg_inherits attaches to another one (IndexSetParentIndex).
  query: (major, inherits) => /* sql */ `
    SELECT 'index' AS kind, n.nspname AS schema, c.relname AS table, i.relname AS name,
           CASE c.relkind WHEN 'm' THEN 'materialized view' ELSE 'table' END AS relation,
           x.indisunique AS unique,
           pg_catalog.substr(pg_catalog.pg_get_indexdef(x.indexrelid), 1 + pg_catalog.length(
             'CREATE ' || CASE WHEN x.indisunique THEN 'UNIQUE ' ELSE '' END || 'INDEX ' || pg_catalog.quote_ident(i.relname)
             || ' ON ' || CASE WHEN i.relkind = 'I' THEN 'ONLY ' ELSE '' END
             || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) || ' USING ')) AS definition,
           x.indisvalid AND x.indisready AS valid,
           st.targets AS "statisticsTargets",
           ts.spcname AS tablespace, parts.list AS "partitionIndexes",
           ${attachedParts("x.indexrelid", "NOT x.indisvalid AND i.relkind = 'I'", inherits)} AS "attachedParts", d.description AS comment, ${address("pg_class", "x.indexrelid")} AS address
    FROM pg_catalog.pg_index x
    JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
    JOIN pg_catalog.pg_class c ON c.oid = x.indrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN (
      SELECT a.attrelid, pg_catalog.json_object_agg(a.attnum, a.attstattarget ORDER BY a.attnum) AS targets FROM pg_catalog.pg_attribute a
      WHERE a.attnum > 0 AND a.attstattarget ${major >= 17 ? "IS NOT NULL" : ">= 0"} GROUP BY a.attrelid) st ON st.attrelid = x.indexrelid
    ${joinPartitionIndexes("parts", "x.indexrelid", inherits)}
    LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = i.reltablespace
    ${joinComment("d", "pg_class", "x.indexrelid")}
    WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't' AND ${isUserSchema("n")} AND NOT i.relispartition
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                      WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x') AND k.conrelid = x.indrelid)`,
  comparable: {
    definition: ({ definition }, actual) => differsInMoreThanOrder(definition, actual.definition),
  },
  attributes: {
    relation: "ignore",
    unique: "recreate",
    definition: "recreate",
    valid: addParts,
    attachedParts: addParts,
    statisticsTargets: (expected, actual) => [
      ...changeStatistics(expected, actual),
      ...changePartitionIndexes(rootOf(expected), partitionStatistics(expected.partitionIndexes), null),
    ],
    tablespace: (expected) => [
      statement(
        `ALTER INDEX ${qualified(expected)} SET TABLESPACE ${quoteIdentifier(expected.tablespace ?? "pg_default")}`,
        identityOf(expected),
        { lock: "ACCESS EXCLUSIVE" },
      ),
    ],
    partitionIndexes: (expected, actual, sides) =>
      servesOtherwise(expected, actual, sides) ||
      !sortedAlike(expected.partitionIndexes, actual.partitionIndexes)
        ? "recreate"
        : changePartitionIndexes(rootOf(expected), expected.partitionIndexes, actual.partitionIndexes),
    comment: (expected) => [setComment(`INDEX ${qualified(expected)}`, expected, expected.comment)],
  },
  namedIn: () => ["pg_class"],
  texts: ["definition"],
  newer: newerInIndex,
  severity: {
    missing: "low",
    unexpected: "low",
    attributes: {
      unique: "high",
      definition: "low",
      valid: "high",
      statisticsTargets: "info",
      tablespace: "info",
      partitionIndexes: "info",
      attachedParts: "low",
      comment: "info",
    },
  },
  words: {
    statisticsTargets: "statistics targets",
    partitionIndexes: "indexes of partitions",
    attachedParts: "partitions that have their part",
  },
  valueWords: {
    tablespace: { null: "the database's own" },
    partitionIndexes: { null: "like the root's" },
  },
  why: {
    missing: "Queries that used to find their rows by this index read the whole table.",
    unexpected:
      "Every write to the table keeps it up to date; someone may have made it to mend a slow query.",
    unique: "Duplicates are let in on one side and refused on the other.",
    definition: "It serves other queries, or other rows, than the source says.",
    valid:
      "An invalid index is kept up to date by every write and used by no query; it is left behind by a failed CREATE INDEX CONCURRENTLY.",
  },
  parent: (object) => ({ kind: object.relation, schema: object.schema, name: object.table }),
  // ALTER TYPE rebuilds plain indexes itself; expressions, predicates, collations and operator classes may be bound to the old type,
  // and it forgets statistics targets and whatever the indexes of partitions have of their own.
  rebuildWhenDependencyChanges: (object, side) =>
    object.statisticsTargets !== null ||
    object.partitionIndexes !== null ||
    isMarkedBelow(object, side) ||
    / WHERE | COLLATE |_ops\b|\S\(/.test(object.definition),
  remadeWithDependency: true,
  rename: (object, newName) =>
    statement(`ALTER INDEX ${qualified(object)} RENAME TO ${quoteIdentifier(newName)}`, identityOf(object), {
      lock: "SHARE UPDATE EXCLUSIVE",
      takes: [{ ...identityOf(object), name: newName }],
    }),
  afterRename: (object, renaming) => ({
    ...object,
    definition: renameInText(object.definition, object, renaming),
  }),
  preflight: (object, sides) => indexPreflights(object, sides),
  create: (object, expected, actual) => [
    ...(object.valid ? sortedBefore(object, expected, makePart(object, expected)) : []),
    build(object, isPartitioned(object, expected, actual), [
      ...namesOfParts(object, expected),
      ...(object.valid ? [] : partitionsFirst(object, expected)),
    ]),
    ...attachParts(object, expected, makePart(object, expected)),
    ...changeStatistics(object, { ...object, statisticsTargets: null }),
    ...changePartitionIndexes(rootOf(object), object.partitionIndexes, null),
    ...(object.comment === null
      ? []
      : [{ ...setComment(`INDEX ${qualified(object)}`, object, object.comment), lock: null }]),
  ],
  restore: restoreMarks,
  neededBy: (expected, actual, dependent) =>
    isReferableIndex(dependent, expected) && !isReferableIndex(dependent, actual),
  droppedTogether: (object) => keysThatServe(object.partitionIndexes),
  displaces: (object, at) => ownThatFit(object as unknown as CatalogObject, at),
  takesAlong: (expected, actual, sides) => [
    ...marksThatGo(expected, actual, sides),
    ...partitionsToCome([expected?.partitionIndexes ?? null], sides),
    ...partitionsOfParts(expected, sides),
    ...differencesBesideParts(
      expected as CatalogObject | undefined,
      actual as CatalogObject | undefined,
      sides,
    ),
    ...partitionKeysToFit(expected as CatalogObject | undefined, sides),
  ],
  drop: (object, actual) => [remove(object, actual)],
};

const outsideQuotes = `(?:[^'"]|${quotedText})*?`;
const storageOptions = new RegExp(String.raw`^${outsideQuotes} WITH \(([^)]*)\)`);
const withPredicate = new RegExp(String.raw`^(${outsideQuotes})( WHERE [\s\S]*)$`);

/** The options stand in the definition, behind the columns and in front of the predicate. */
const rootOf = (object: Index) => ({
  object,
  options:
    storageOptions
      .exec(object.definition)?.[1]
      ?.split(", ")
      .map((option) => option.replace(/^(\w+)='(.*)'$/, "$1=$2")) ?? null,
  tablespace: object.tablespace,
  statisticsTargets: object.statisticsTargets,
});

const makePart =
  (object: Index, side: CatalogView) =>
  (partition: Identity, name: string, own: PartitionIndex | undefined): string => {
    const only = name === "" ? "" : alone(partition, side);
    const how = withTablespace({ ...object, definition: sortedAs(object.definition, own?.sorted) });
    const index = `${object.unique ? "UNIQUE " : ""}INDEX${name === "" ? "" : ` ${name}`}`;
    return `CREATE ${index} ON ${only}${qualify(partition.schema, partition.name)} USING ${how}`;
  };

/** What is there on the root and on some partitions gets the parts that it lacks. */
function addParts(expected: Index, actual: Index, sides: Sides): readonly Statement[] | "recreate" {
  const missing = partsToAdd(expected, actual, sides);
  return missing === null
    ? "recreate"
    : attachParts(expected, sides.expected, makePart(expected, sides.expected), missing);
}

/** Partitioned indexes can be built and dropped only under the strong lock (0A000). */
function build(object: Index, partitioned: boolean, first: readonly Identity[]): Statement {
  // A partitioned index is invalid while not every partition has its part: made alone, it has none.
  const only = partitioned && !object.valid ? "ONLY " : "";
  const sql = (concurrently: string): string =>
    `CREATE ${object.unique ? "UNIQUE " : ""}INDEX ${concurrently}${quoteName(object)} ON ${only}${qualify(object.schema, object.table)} USING ${withTablespace(object)}`;
  const hazards: readonly Hazard[] = [
    { code: "index-build", detail: object.name },
    ...(object.unique ? [{ code: "may-fail-on-data", detail: "duplicate rows" } as const] : []),
  ];
  const identity = identityOf(object);
  return statement(sql(""), identity, {
    lock: "SHARE",
    after: [...keysThatServe(object.partitionIndexes), ...first],
    scan: true,
    hazards: [{ code: "blocks-writes", detail: qualify(object.schema, object.table) }, ...hazards],
    ...(partitioned
      ? {}
      : {
          online: [
            statement(sql("CONCURRENTLY "), identity, {
              lock: "SHARE UPDATE EXCLUSIVE",
              scan: true,
              hazards,
              transaction: "outside",
            }),
          ],
        }),
  });
}

function remove(object: Index, actual: CatalogView): Statement {
  const keys = keysThatServe(object.partitionIndexes);
  // What refers to such a key has gone before, so that nothing but the keys goes with the index. Nothing else drops them (2BP01).
  const cascade = keys.length === 0 ? "" : " CASCADE";
  const hazards: readonly Hazard[] = [
    { code: "index-dropped", detail: object.name },
    ...keys.map(({ name }) => ({ code: "constraint-dropped", detail: name }) as const),
  ];
  const identity = identityOf(object);
  return statement(`DROP INDEX ${qualified(object)}${cascade}`, identity, {
    lock: "ACCESS EXCLUSIVE",
    hazards,
    after: foreignKeysThatFit(object as unknown as CatalogObject, actual),
    ...(isPartitioned(object, actual)
      ? {}
      : {
          online: [
            statement(`DROP INDEX CONCURRENTLY ${qualified(object)}`, identity, {
              lock: "SHARE UPDATE EXCLUSIVE",
              hazards,
              transaction: "outside",
            }),
          ],
        }),
  });
}

/** TABLESPACE stands in front of the predicate, which is the first WHERE that is not within quotes. */
function withTablespace({ definition, tablespace }: Index): string {
  if (tablespace === null) return definition;
  const clause = ` TABLESPACE ${quoteIdentifier(tablespace)}`;
  const [, head, predicate] = withPredicate.exec(definition) ?? [];
  return head === undefined ? definition + clause : head + clause + predicate;
}

const quoteName = (object: Index): string => qualify(undefined, object.name);

function changeStatistics(expected: Index, actual: Index): readonly Statement[] {
  const positions = new Set([
    ...Object.keys(expected.statisticsTargets ?? {}),
    ...Object.keys(actual.statisticsTargets ?? {}),
  ]);
  return [...positions]
    .filter((position) => expected.statisticsTargets?.[position] !== actual.statisticsTargets?.[position])
    .map((position) =>
      statement(
        `ALTER INDEX ${qualified(expected)} ALTER COLUMN ${position} SET STATISTICS ${expected.statisticsTargets?.[position] ?? -1}`,
        identityOf(expected),
        { lock: "SHARE UPDATE EXCLUSIVE" },
      ),
    );
}

import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, isUserSchema, joinComment, optionList, privileges, roleName } from "./catalog-sql";
import {
  columnDetails,
  declaredColumns,
  inheritedColumnChanges,
  inlineDependencies,
  partitionColumns,
} from "./columns/column-definition";
import { changeColumnPrivileges } from "./columns/column-entries";
import { columnsToComeDown } from "./columns/column-family";
import { dropDefaultFirst } from "./columns/column-statement";
import { storageRefused } from "./columns/column-storage";
import { columnsOf } from "./columns/columns-of";
import {
  type GrantsOnSystemColumns,
  grantsOnSystemColumns,
  privilegesOnSystemColumns,
} from "./columns/system-columns";
import { checksWithParents } from "./inheritance/inherited-check";
import { expressionsRefused } from "./inheritance/inherited-expression";
import { changeInheritance, columnsWithParents } from "./inheritance/table-inheritance";
import type { CatalogObject, CatalogView, Kind } from "./kind";
import { manual } from "./manual";
import { newerInTable } from "./newer/newer";
import { changeOptions, optionsClause } from "./options";
import {
  afterCreate,
  alterOwner,
  changeGrants,
  keepColumnGrants,
  type Privileges,
  setComment,
} from "./ownership/ownership";
import { columnsGrantedToPublic, grantedToPublic } from "./ownership/public-grant";
import { ownThatWouldBeTaken, ownToBeTaken } from "./partitions/beside-parts";
import { unlikeOnceThere } from "./partitions/index-in-parts";
import { notValidAgain } from "./partitions/not-valid-partition";
import { partsAbove, saidAbove } from "./partitions/on-partition";
import { partitionsInTheWay, partitionsThatGo } from "./partitions/partition-bounds";
import { takeStatistics } from "./partitions/partition-indexes";
import { keysAboveToFit } from "./partitions/partition-keys";
import { foreignKeysInTheWay, foreignKeysThatComeBack } from "./partitions/partition-moves";
import { asPartitioned, rowsToMove } from "./partitions/repartition";
import { beside } from "./preflight/partition-preflight";
import {
  indexesOfMarks,
  joinMarks,
  marksFromAbove,
  setClusteredIndex,
  setReplicaIdentity,
} from "./tables/index-marks";
import { lockOfParent, locksOfDropping, locksOfNew } from "./tables/parent-locks";
import { renameTable, tableFeatures } from "./tables/rename-table";
import { accessClause, changeAccessMethod, takeAccessMethodOff } from "./tables/table-access-method";
import { columnsWithGrants, grantsThatStay } from "./tables/table-effects";
import { tableFindings } from "./tables/table-findings";
import { differencesAboveNew, differencesToFit } from "./tables/table-fit";
import { changePartition, ownNumbers, parentsOf, type RelationName, relation } from "./tables/table-parents";
import { changedWithPersistence, changePersistence } from "./tables/table-persistence";
import { changeTypeOfTable, columnsWithType } from "./tables/typed-table";

export interface Table extends Identity, GrantsOnSystemColumns {
  readonly kind: "table";
  readonly schema: string;
  readonly persistence: "permanent" | "unlogged";
  /** `RANGE (at)`; null for a table that is not partitioned. */
  readonly partitionKey: string | null;
  readonly partitionOf: RelationName | null;
  /** `FOR VALUES …` or `DEFAULT`. */
  readonly partitionBound: string | null;
  /** Parents of plain inheritance, in order. */
  readonly inherits: readonly RelationName[];
  readonly ofType: RelationName | null;
  readonly rowSecurity: boolean;
  readonly forceRowSecurity: boolean;
  /** `nothing` too where it was an index that is gone: to PostgreSQL it is the same. */
  readonly replicaIdentity: "default" | "full" | "nothing" | "index";
  readonly replicaIdentityIndex: string | null;
  /** Of a partition: the root's index or key whose part it is instead. */
  readonly replicaIdentityPartOf: RelationName | null;
  readonly clusteredIndex: string | null;
  readonly clusteredPartOf: RelationName | null;
  readonly options: readonly string[] | null;
  readonly toastOptions: readonly string[] | null;
  readonly tablespace: string | null;
  readonly accessMethod: string | null;
  readonly owner: string | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

const target = (table: Identity): string => `TABLE ${qualify(table.schema, table.name)}`;

const alter = (table: Identity, action: string, facts: Partial<Statement> = {}): Statement =>
  statement(`ALTER ${target(table)} ${action}`, table, { lock: "ACCESS EXCLUSIVE", ...facts });

export const table: Kind<Table> = {
  kind: "table",
  label: "table",
  plural: "tables",
  query: () => /* sql */ `
    SELECT 'table' AS kind, n.nspname AS schema, c.relname AS name,
           CASE c.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'permanent' END AS persistence,
           CASE c.relkind WHEN 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS "partitionKey",
           CASE WHEN c.relispartition THEN (
             SELECT pg_catalog.json_build_object('schema', pn.nspname, 'name', p.relname)
             FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
             JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid) END AS "partitionOf",
           CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END AS "partitionBound",
           CASE WHEN c.relispartition THEN '[]'::json ELSE coalesce((
             SELECT pg_catalog.json_agg(pg_catalog.json_build_object('schema', pn.nspname, 'name', p.relname) ORDER BY i.inhseqno)
             FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
             JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid), '[]'::json) END AS inherits,
           CASE WHEN c.reloftype <> 0 THEN (
             SELECT pg_catalog.json_build_object('schema', tn.nspname, 'name', t.typname)
             FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace WHERE t.oid = c.reloftype) END AS "ofType",
           c.relrowsecurity AS "rowSecurity", c.relforcerowsecurity AS "forceRowSecurity",
           CASE WHEN c.relreplident = 'd' THEN 'default' WHEN c.relreplident = 'f' THEN 'full'
                WHEN c.relreplident = 'i' AND (marks."replicaIdentityIndex" IS NOT NULL OR marks."replicaIdentityPartOf" IS NOT NULL) THEN 'index'
                ELSE 'nothing' END AS "replicaIdentity",
           marks."replicaIdentityIndex", marks."replicaIdentityPartOf", marks."clusteredIndex", marks."clusteredPartOf",
           ${optionList("c.reloptions")} AS options,
           CASE WHEN c.reltoastrelid = 0 THEN NULL ELSE (
             SELECT ${optionList("toast.reloptions")} FROM pg_catalog.pg_class toast WHERE toast.oid = c.reltoastrelid) END AS "toastOptions",
           ts.spcname AS tablespace, am.amname AS "accessMethod",
           ${roleName("c.relowner")} AS owner, ${privileges("c.relacl", "r", "c.relowner")} AS privileges,
           ${privilegesOnSystemColumns} AS "columnPrivileges",
           d.description AS comment, ${address("pg_class", "c.oid")} AS address,
           ARRAY[${address("pg_type", "c.reltype")}, ${address("pg_type", "t.typarray")}] AS aliases
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_type t ON t.oid = c.reltype
    LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = c.reltablespace
    LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
    ${joinMarks("marks", "c.oid")}
    ${joinComment("d", "pg_class", "c.oid")}
    WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND ${isUserSchema("n")}`,
  attributes: {
    persistence: asPartitioned(changePersistence),
    partitionKey: (expected, actual) =>
      expected.partitionKey === actual.partitionKey
        ? []
        : manual(
            "neither what a table is partitioned by nor that it is partitioned can be changed (42P16). A new table has to be made beside it, the rows moved into it, and the names exchanged.",
          ),
    partitionOf: changePartition,
    partitionBound: changePartition,
    inherits: asPartitioned((expected, actual, sides) => {
      const refused = expressionsRefused(expected, sides);
      return refused === null
        ? changeInheritance(expected, actual, sides)
        : manual(`what it would have of its new parents cannot be said. ${refused}`);
    }),
    ofType: changeTypeOfTable,
    rowSecurity: (expected) => [
      alter(expected, expected.rowSecurity ? "ENABLE ROW LEVEL SECURITY" : "DISABLE ROW LEVEL SECURITY", {
        hazards: [
          {
            code: expected.rowSecurity ? "access-narrowed" : "access-widened",
            detail: "every row of the table",
          },
        ],
      }),
    ],
    forceRowSecurity: (expected) => [
      alter(
        expected,
        expected.forceRowSecurity ? "FORCE ROW LEVEL SECURITY" : "NO FORCE ROW LEVEL SECURITY",
        {
          hazards: [
            {
              code: expected.forceRowSecurity ? "access-narrowed" : "access-widened",
              detail: "the table's owner",
            },
          ],
        },
      ),
    ],
    replicaIdentity: (expected, _, sides) => [setReplicaIdentity(expected, sides.expected)],
    replicaIdentityIndex: (expected, _, sides) => [setReplicaIdentity(expected, sides.expected)],
    replicaIdentityPartOf: (expected, _, sides) => [setReplicaIdentity(expected, sides.expected)],
    clusteredIndex: asPartitioned((expected, _, sides) => [setClusteredIndex(expected, sides.expected)]),
    clusteredPartOf: asPartitioned((expected, _, sides) => [setClusteredIndex(expected, sides.expected)]),
    options: asPartitioned((expected, actual) =>
      changeOptions(target(expected), expected, expected.options, actual.options, {
        lock: "SHARE UPDATE EXCLUSIVE",
      }),
    ),
    toastOptions: asPartitioned((expected, actual) =>
      changeOptions(target(expected), expected, expected.toastOptions, actual.toastOptions, {
        lock: "SHARE UPDATE EXCLUSIVE",
        prefix: "toast.",
      }),
    ),
    tablespace: (expected) => [
      alter(expected, `SET TABLESPACE ${quoteIdentifier(expected.tablespace ?? "pg_default")}`, {
        rewrite: true,
        hazards: [{ code: "table-rewrite" }],
      }),
    ],
    accessMethod: asPartitioned(changeAccessMethod),
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    privileges: (expected, actual, sides) => [
      ...changeGrants(target(expected), expected, actual),
      ...[grantsThatStay(expected, actual, sides), grantsOnSystemColumns(expected)].flatMap((grants) =>
        keepColumnGrants(target(expected), expected, actual, grants),
      ),
    ],
    columnPrivileges: (expected, actual) => changeColumnPrivileges(expected, actual),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  namedIn: () => ["pg_class", "pg_type"],
  texts: ["partitionKey", "partitionBound"],
  newer: newerInTable,
  severity: {
    missing: "high",
    unexpected: "medium",
    attributes: {
      rowSecurity: "critical",
      forceRowSecurity: "critical",
      privileges: "high",
      columnPrivileges: "high",
      persistence: "high",
      partitionKey: "high",
      partitionOf: "high",
      partitionBound: "high",
      inherits: "high",
      replicaIdentity: "medium",
      clusteredIndex: "info",
      clusteredPartOf: "info",
      options: "low",
      toastOptions: "low",
      tablespace: "info",
      accessMethod: "low",
      owner: "info",
      comment: "info",
    },
  },
  words: {
    toastOptions: "TOAST options",
    ofType: "type (OF)",
    columnPrivileges: "privileges on system columns",
    replicaIdentityPartOf: "replica identity by its part of",
    clusteredPartOf: "clustered by its part of",
  },
  valueWords: { tablespace: { null: "the database's own" } },
  addresses: ["partitionOf", "ofType", "replicaIdentityPartOf", "clusteredPartOf"],
  why: {
    missing: "Every query on this table fails (42P01: relation does not exist).",
    unexpected: "Nothing in the source makes this table: it may be left over, or made by hand and needed.",
    rowSecurity:
      "Policies apply only while row level security is on; without it every permitted role sees every row.",
    forceRowSecurity:
      "Without FORCE the table's owner, often the application's own role, passes by every policy.",
    persistence: "An unlogged table is emptied after a crash and is not on replicas.",
    replicaIdentity: "Logical replication identifies updated and deleted rows by it.",
    privileges: "Who may read or write the table is not what the source says.",
  },
  takesAlong: (expected, actual, sides) => [
    ...(actual === undefined || isStillPartOf(expected, actual)
      ? []
      : [...saidAbove(actual, sides.actual), ...marksFromAbove(actual, sides.actual)]),
    ...(expected === undefined || isStillPartOf(actual, expected)
      ? []
      : [
          ...partsAbove(expected, sides),
          ...ownToBeTaken(expected, sides),
          ...keysAboveToFit(expected, sides),
        ]),
    ...partitionsInTheWay(expected, actual, sides),
    ...indexesOfMarks(expected as unknown as CatalogObject, actual as unknown as CatalogObject, sides),
    ...rowsToMove(expected, actual, sides),
    ...(expected === undefined || actual !== undefined ? [] : differencesAboveNew(expected, sides)),
    ...(expected === undefined || actual === undefined
      ? []
      : [
          ...columnsWithGrants(expected, actual, sides),
          ...columnsWithParents(expected, actual, sides),
          ...columnsWithType(expected, actual, sides),
          ...differencesToFit(expected, actual, sides),
          ...checksWithParents(expected, sides),
          ...ownNumbers(expected, actual, sides),
          ...changedWithPersistence(expected, actual, sides),
          ...foreignKeysInTheWay(actual, sides).map((key) => ({ object: identityOf(key) })),
        ]),
  ],
  stepAside: (expected, actual, sides) => [
    ...(actual === undefined
      ? []
      : [...foreignKeysThatComeBack(actual, sides), ...ownThatWouldBeTaken(expected, actual, sides)]),
    ...(isSamePartition(expected, actual) ? [] : unlikeOnceThere(expected, sides)),
  ],
  keepsData: true,
  shape: ["partitionKey"],
  renaming: { to: renameTable, features: tableFeatures },
  defaultGrants: { objectType: "tables", initial: {}, target: target },
  findings: (object, actual) => [
    ...grantedToPublic(object, target(object)),
    ...columnsGrantedToPublic(object, target(object)),
    ...tableFindings(object, actual),
  ],
  cannotCreate: (object, sides) => expressionsRefused(object, sides) ?? storageRefused(object, sides),
  create,
  drop: (object, actual) => [
    ...columnsOf(object, actual).flatMap((column) => dropDefaultFirst(column, actual)),
    statement(`DROP ${target(object)}`, object, {
      lock: "ACCESS EXCLUSIVE",
      alsoLocks: locksOfDropping(object, actual),
      hazards: [{ code: "data-loss", detail: "every row of the table" }],
    }),
  ],
};

function create(object: Table, side: CatalogView, actual?: CatalogView): readonly Statement[] {
  const columns = columnsOf(object, side);
  const head = `CREATE ${object.persistence === "unlogged" ? "UNLOGGED " : ""}${target(object)}`;
  const inherited = columns.filter((column) => column.inherited);
  const list = (items: readonly string[], empty: string): string =>
    items.length === 0 ? empty : ` (\n  ${items.join(",\n  ")}\n)`;
  const body =
    object.partitionOf !== null
      ? ` PARTITION OF ${relation(object.partitionOf)}${list(partitionColumns(columns, side), "")} ${object.partitionBound ?? "DEFAULT"}`
      : object.ofType !== null
        ? ` OF ${relation(object.ofType)}`
        : list(declaredColumns(columns, side), " ()");
  const tail = [
    object.inherits.length > 0 ? ` INHERITS (${object.inherits.map(relation).join(", ")})` : "",
    object.partitionKey === null ? "" : ` PARTITION BY ${object.partitionKey}`,
    accessClause(object, side),
    withOptions(object),
    object.tablespace === null ? "" : ` TABLESPACE ${quoteIdentifier(object.tablespace)}`,
  ].join("");
  const separately = object.ofType !== null ? columns : inherited;
  const counted = columns.filter((column) => column.identity !== null);
  return [
    statement(head + body + tail, object, {
      ...beside(object, side, actual),
      ...(counted.length === 0 ? {} : { makes: counted.map((column) => identityOf(column)) }),
      lock: lockOfParent(object),
      alsoLocks: locksOfNew(object, actual),
      after: [
        ...parentsOf(object),
        ...partitionsThatGo(object, side, actual),
        ...columnsToComeDown(inherited, side, actual),
        ...columns.flatMap((column) => inlineDependencies(column, side)),
      ],
    }),
    ...takeAccessMethodOff(object, side),
    ...notValidAgain(object, columns, side, actual),
    ...separately.flatMap((column) => inheritedColumnChanges(column, side, actual)),
    ...columns.flatMap((column) => columnDetails(column, side)),
    ...afterCreate(object, { alter: target(object), comment: target(object), grant: target(object) }),
    ...changeColumnPrivileges(object, { ...object, columnPrivileges: null }),
    ...takeStatistics(object, side).map((one) => ({ ...one, lock: null })),
    ...(object.replicaIdentity === "default" ? [] : [setReplicaIdentity(object, side)]),
    ...(object.clusteredIndex === null && object.clusteredPartOf === null
      ? []
      : [setClusteredIndex(object, side)]),
    ...(object.rowSecurity ? [alter(object, "ENABLE ROW LEVEL SECURITY", { lock: null })] : []),
    ...(object.forceRowSecurity ? [alter(object, "FORCE ROW LEVEL SECURITY", { lock: null })] : []),
  ];
}

function withOptions(object: Table): string {
  const all = [...(object.options ?? []), ...(object.toastOptions ?? []).map((option) => `toast.${option}`)];
  return all.length === 0 ? "" : ` WITH (${optionsClause(all)})`;
}

const isStillPartOf = (expected: Table | undefined, actual: Table): boolean =>
  expected?.partitionOf?.schema === actual.partitionOf?.schema &&
  expected?.partitionOf?.name === actual.partitionOf?.name;

const isSamePartition = (expected: Table, actual: Table | undefined): boolean =>
  actual !== undefined &&
  isStillPartOf(expected, actual) &&
  expected.partitionBound === actual.partitionBound;

import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, isUserSchema, joinComment, privileges, roleName } from "./catalog-sql";
import {
  columnDetails,
  declaredColumns,
  inheritedColumnChanges,
  inlineDependencies,
  partitionColumns,
} from "./columns/column-definition";
import { changeColumnPrivileges } from "./columns/column-entries";
import { columnsToComeDown } from "./columns/column-family";
import { columnsOf } from "./columns/columns-of";
import {
  type GrantsOnSystemColumns,
  grantsOnSystemColumns,
  privilegesOnSystemColumns,
} from "./columns/system-columns";
import {
  changeForeignOptions,
  isRedacted,
  readableOptions,
  unreadOption,
  withForeignOptions,
} from "./foreign-options";
import { expressionsRefused } from "./inheritance/inherited-expression";
import type { CatalogView, Kind } from "./kind";
import { isManual, type Manual, manual } from "./manual";
import {
  afterCreate,
  alterOwner,
  changeGrants,
  keepColumnGrants,
  type Privileges,
  setComment,
} from "./ownership/ownership";
import { columnsGrantedToPublic, grantedToPublic } from "./ownership/public-grant";
import { labelOfWhole } from "./ownership/security-label";
import { partitionsInTheWay, partitionsThatGo } from "./partitions/partition-bounds";
import { beside } from "./preflight/partition-preflight";
import { lockOfParent, locksOfDropping, locksOfNew } from "./tables/parent-locks";
import { columnsWithGrants, grantsThatStay } from "./tables/table-effects";
import { parentsOf, type RelationName, relation } from "./tables/table-parents";

/** A table whose rows are elsewhere. Its columns and constraints are objects of their own. */
export interface ForeignTable extends Identity, GrantsOnSystemColumns {
  readonly kind: "foreign table";
  readonly schema: string;
  readonly server: string;
  /** Values that may be secret are not read. */
  readonly options: readonly string[] | null;
  /** Parents of plain inheritance, in order. */
  readonly inherits: readonly RelationName[];
  readonly partitionOf: RelationName | null;
  readonly partitionBound: string | null;
  readonly owner: string | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

const target = (table: Identity): string => `FOREIGN TABLE ${qualify(table.schema, table.name)}`;
const grantTarget = (table: Identity): string => `TABLE ${qualify(table.schema, table.name)}`;
const parents = /* sql */ `
  SELECT pg_catalog.json_agg(pg_catalog.json_build_object('schema', pn.nspname, 'name', p.relname) ORDER BY i.inhseqno)
  FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
  JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid`;

/** Nothing of a foreign table's rows is here; but an option that was not read could not be written again. */
const recreate = (expected: ForeignTable): "recreate" | Manual => {
  const secret = unreadOption(expected.options);
  return secret === null ? "recreate" : manual(secret);
};

export const foreignTable: Kind<ForeignTable> = {
  kind: "foreign table",
  label: "foreign table",
  plural: "foreign tables",
  presence: "pg_catalog.pg_foreign_table",
  query: () => /* sql */ `
    SELECT 'foreign table' AS kind, n.nspname AS schema, c.relname AS name, s.srvname AS server,
           ${readableOptions("f.ftoptions")} AS options,
           CASE WHEN c.relispartition THEN '[]'::json ELSE coalesce((${parents}), '[]'::json) END AS inherits,
           CASE WHEN c.relispartition THEN (${parents}) -> 0 END AS "partitionOf",
           CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END AS "partitionBound",
           ${roleName("c.relowner")} AS owner, ${privileges("c.relacl", "r", "c.relowner")} AS privileges,
           ${privilegesOnSystemColumns} AS "columnPrivileges",
           d.description AS comment, ${address("pg_class", "c.oid")} AS address,
           ARRAY[${address("pg_type", "c.reltype")}, ${address("pg_type", "t.typarray")}] AS aliases
    FROM pg_catalog.pg_foreign_table f
    JOIN pg_catalog.pg_class c ON c.oid = f.ftrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver
    LEFT JOIN pg_catalog.pg_type t ON t.oid = c.reltype
    ${joinComment("d", "pg_class", "c.oid")}
    WHERE ${isUserSchema("n")}`,
  attributes: {
    server: recreate,
    options: (expected, actual) => {
      const clause = changeForeignOptions(expected.options, actual.options);
      return isManual(clause)
        ? clause
        : [
            statement(`ALTER ${target(expected)} ${clause}`, identityOf(expected), {
              lock: "ACCESS EXCLUSIVE",
            }),
          ];
    },
    inherits: recreate,
    partitionOf: recreate,
    partitionBound: recreate,
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    privileges: (expected, actual, sides) => [
      ...changeGrants(grantTarget(expected), expected, actual),
      ...[grantsThatStay(expected, actual, sides), grantsOnSystemColumns(expected)].flatMap((grants) =>
        keepColumnGrants(grantTarget(expected), expected, actual, grants),
      ),
    ],
    columnPrivileges: (expected, actual) => changeColumnPrivileges(expected, actual),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  namedIn: () => ["pg_class", "pg_type"],
  texts: ["partitionBound"],
  severity: {
    missing: "high",
    unexpected: "medium",
    attributes: {
      server: "critical",
      options: "high",
      inherits: "high",
      partitionOf: "high",
      partitionBound: "high",
      privileges: "high",
      columnPrivileges: "high",
      owner: "info",
      comment: "info",
    },
  },
  words: { columnPrivileges: "privileges on system columns" },
  addresses: ["partitionOf"],
  why: {
    missing: "Every query on this table fails (42P01: relation does not exist).",
    server: "The rows come from another server than the source says.",
    options: "The rows come from another table or file than the source says.",
    privileges: "Who may read or write the table is not what the source says.",
  },
  cannotCreate: (object, sides) =>
    (object.options ?? []).some(isRedacted)
      ? "Some of its options may be secrets, whose values are never read: only who knows them can create the table."
      : expressionsRefused(object, sides),
  takesAlong: (expected, actual, sides) => [
    ...partitionsInTheWay(expected, actual, sides),
    ...(expected === undefined || actual === undefined ? [] : columnsWithGrants(expected, actual, sides)),
  ],
  securityLabel: labelOfWhole(target),
  defaultGrants: { objectType: "tables", initial: {}, target: grantTarget },
  findings: (object) => [
    ...grantedToPublic(object, grantTarget(object)),
    ...columnsGrantedToPublic(object, grantTarget(object)),
  ],
  create,
  drop: (object, actual) => [
    statement(`DROP ${target(object)}`, identityOf(object), {
      lock: "ACCESS EXCLUSIVE",
      alsoLocks: locksOfDropping(object, actual),
    }),
  ],
};

function create(object: ForeignTable, side: CatalogView, actual?: CatalogView): readonly Statement[] {
  const columns = columnsOf(object, side);
  const list = (items: readonly string[]): string =>
    items.length === 0 ? "" : `\n  ${items.join(",\n  ")}\n`;
  const own = list(declaredColumns(columns, side));
  const computed = list(partitionColumns(columns, side));
  const body =
    object.partitionOf === null
      ? ` (${own})${object.inherits.length === 0 ? "" : ` INHERITS (${object.inherits.map(relation).join(", ")})`}`
      : ` PARTITION OF ${relation(object.partitionOf)}${computed === "" ? "" : ` (${computed})`} ${object.partitionBound ?? "DEFAULT"}`;
  return [
    statement(
      `CREATE ${target(object)}${body} SERVER ${quoteIdentifier(object.server)}${withForeignOptions(object.options)}`,
      identityOf(object),
      {
        ...beside(object, side, actual),
        lock: lockOfParent(object),
        alsoLocks: locksOfNew(object, actual),
        after: [
          { kind: "server", name: object.server },
          ...parentsOf(object),
          ...partitionsThatGo(object, side, actual),
          ...columnsToComeDown(
            columns.filter(({ inherited }) => inherited),
            side,
            actual,
          ),
          ...columns.flatMap((column) => inlineDependencies(column, side)),
        ],
      },
    ),
    ...columns
      .filter((column) => column.inherited)
      .flatMap((column) => inheritedColumnChanges(column, side, actual)),
    ...columns.flatMap((column) => columnDetails(column, side)),
    ...afterCreate(object, { alter: target(object), comment: target(object), grant: grantTarget(object) }),
    ...changeColumnPrivileges(object, { ...object, columnPrivileges: null }),
  ];
}

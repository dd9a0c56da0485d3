import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import {
  address,
  columnOptionList,
  columnPrivileges,
  isUserSchema,
  joinComment,
  optionList,
  privileges,
  roleName,
} from "./catalog-sql";
import {
  byColumn,
  changeColumnComments,
  changeColumnPrivileges,
  changedColumns,
} from "./columns/column-entries";
import type { CatalogObject, Kind, Sides } from "./kind";
import type { Manual } from "./manual";
import { newerInMaterializedView } from "./newer/newer";
import { changeOptions, optionsClause } from "./options";
import { ownersMayRead } from "./ownership/filled-before";
import {
  afterCreate,
  alterOwner,
  changeGrants,
  keepColumnGrants,
  type Privileges,
  setComment,
} from "./ownership/ownership";
import { columnsGrantedToPublic, grantedToPublic } from "./ownership/public-grant";
import { labelOfView } from "./ownership/security-label";
import { indexesOfMarks } from "./tables/index-marks";
import { changedByPlace, namedByPlace } from "./texts/named-by-place";
import { namesGone } from "./texts/names-gone";
import { typesBeneath } from "./types/types-beneath";
import { columnsOf, nameList, type ViewColumn } from "./view";

type ByColumn<T> = { readonly [column: string]: T } | null;

/** A view whose rows are stored. Its indexes are objects of their own. */
export interface MaterializedView extends Identity {
  readonly kind: "materialized view";
  readonly schema: string;
  /** As pg_get_viewdef prints it, without the closing semicolon. */
  readonly definition: string;
  readonly columns: readonly ViewColumn[];
  /** Null where it holds no rows and cannot be read yet: whether it has been refreshed since is not the source's to say. */
  readonly populated: true | null;
  readonly options: readonly string[] | null;
  readonly toastOptions: readonly string[] | null;
  readonly tablespace: string | null;
  readonly accessMethod: string | null;
  readonly clusteredIndex: string | null;
  readonly columnStatistics: ByColumn<number>;
  readonly columnOptions: ByColumn<readonly string[]>;
  readonly columnStorage: ByColumn<"plain" | "external" | "extended" | "main">;
  readonly columnCompression: ByColumn<"pglz" | "lz4">;
  readonly columnComments: ByColumn<string>;
  readonly columnPrivileges: ByColumn<Privileges>;
  readonly owner: string | null;
  readonly privileges: Privileges;
  readonly comment: string | null;
}

const target = (object: Identity): string => `MATERIALIZED VIEW ${qualify(object.schema, object.name)}`;

const grantTarget = (object: Identity): string => `TABLE ${qualify(object.schema, object.name)}`;

const alter = (object: MaterializedView, action: string, facts: Partial<Statement> = {}): Statement =>
  statement(`ALTER ${target(object)} ${action}`, identityOf(object), { lock: "ACCESS EXCLUSIVE", ...facts });

const weak = { lock: "SHARE UPDATE EXCLUSIVE" } as const;

const rewritten = { rewrite: true, hazards: [{ code: "table-rewrite" }] } as const;

export const materializedView: Kind<MaterializedView> = {
  kind: "materialized view",
  label: "materialized view",
  plural: "materialized views",
  presence: "pg_catalog.pg_class WHERE relkind = 'm' AND oid >= 16384",
  query: (major) => /* sql */ `
    SELECT 'materialized view' AS kind, n.nspname AS schema, c.relname AS name,
           pg_catalog.rtrim(pg_catalog.pg_get_viewdef(c.oid), ';') AS definition, ${columnsOf} AS columns,
           CASE WHEN c.relispopulated THEN true END AS populated,
           ${optionList("c.reloptions")} AS options,
           (SELECT ${optionList("toast.reloptions")} FROM pg_catalog.pg_class toast WHERE toast.oid = c.reltoastrelid) AS "toastOptions",
           ts.spcname AS tablespace, am.amname AS "accessMethod",
           (SELECT ix.relname FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class ix ON ix.oid = x.indexrelid
            WHERE x.indrelid = c.oid AND x.indisclustered) AS "clusteredIndex",
           ${byColumn("a.attstattarget", "", major >= 17 ? "a.attstattarget IS NOT NULL" : "a.attstattarget >= 0")} AS "columnStatistics",
           ${byColumn("o.list", `CROSS JOIN LATERAL (SELECT ${columnOptionList("a.attoptions")} AS list) o`, "o.list IS NOT NULL")} AS "columnOptions",
           ${byColumn("CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' WHEN 'm' THEN 'main' END", "JOIN pg_catalog.pg_type st ON st.oid = a.atttypid", "a.attstorage <> st.typstorage")} AS "columnStorage",
           ${byColumn("CASE a.attcompression WHEN 'p' THEN 'pglz' ELSE 'lz4' END", "", "a.attcompression <> ''")} AS "columnCompression",
           ${byColumn("cd.description", joinComment("cd", "pg_class", "a.attrelid", "a.attnum"), "cd.description IS NOT NULL")} AS "columnComments",
           ${byColumn(columnPrivileges("a.attacl", "c.relowner"), "", "a.attacl IS NOT NULL", "true")} AS "columnPrivileges",
           ${roleName("c.relowner")} AS owner, ${privileges("c.relacl", "r", "c.relowner")} AS privileges,
           d.description AS comment, ${address("pg_class", "c.oid")} AS address,
           ARRAY[${address("pg_rewrite", "r.oid")}, ${address("pg_type", "c.reltype")}, ${address("pg_type", "t.typarray")}] AS aliases
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_rewrite r ON r.ev_class = c.oid AND r.rulename = '_RETURN'
    JOIN pg_catalog.pg_type t ON t.oid = c.reltype
    JOIN pg_catalog.pg_am am ON am.oid = c.relam
    LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = c.reltablespace
    ${joinComment("d", "pg_class", "c.oid")}
    WHERE c.relkind = 'm' AND ${isUserSchema("n")}`,
  attributes: {
    // There is no OR REPLACE; the rows are computed anew.
    definition: makeAnew,
    columns: makeAnew,
    populated: (expected) => (expected.populated === null ? [] : [refresh(expected)]),
    options: (expected, actual) =>
      changeOptions(target(expected), expected, expected.options, actual.options, weak),
    toastOptions: (expected, actual) =>
      changeOptions(target(expected), expected, expected.toastOptions, actual.toastOptions, {
        ...weak,
        prefix: "toast.",
      }),
    tablespace: (expected) => [
      alter(expected, `SET TABLESPACE ${quoteIdentifier(expected.tablespace ?? "pg_default")}`, rewritten),
    ],
    // SET ACCESS METHOD came with PostgreSQL 15.
    accessMethod: (expected, _actual, sides) =>
      sides.actual.serverVersion < 150_000 || expected.accessMethod === null
        ? "recreate"
        : [alter(expected, `SET ACCESS METHOD ${quoteIdentifier(expected.accessMethod)}`, rewritten)],
    clusteredIndex: (expected) => [setClusteredIndex(expected)],
    columnStatistics: (expected, actual) => changeStatistics(expected, actual),
    columnOptions: (expected, actual) => changeColumnOptions(expected, actual),
    // A type's own storage has a word (DEFAULT) from PostgreSQL 16 on.
    columnStorage: (expected, actual, sides) =>
      sides.actual.serverVersion < 160_000 && losesStorage(expected, actual)
        ? "recreate"
        : changeStorage(expected, actual),
    columnCompression: (expected, actual) => changeCompression(expected, actual),
    columnComments: (expected, actual) => changeColumnComments(expected, actual),
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    privileges: (expected, actual) => [
      ...changeGrants(grantTarget(expected), expected, actual),
      ...keepColumnGrants(
        grantTarget(expected),
        expected,
        actual,
        new Map(Object.entries(expected.columnPrivileges ?? {})),
      ),
    ],
    // What is taken on the whole is taken on each column too, and a new owner has the old one's grants.
    columnPrivileges: (expected, actual) => changeColumnPrivileges(expected, actual),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  namedIn: () => ["pg_class", "pg_type"],
  texts: ["definition"],
  queries: () => ["definition"],
  newer: newerInMaterializedView,
  undeclaredInSources: ["populated"],
  severity: {
    missing: "high",
    unexpected: "low",
    attributes: {
      definition: "high",
      columns: "high",
      populated: "high",
      columnPrivileges: "high",
      privileges: "high",
      options: "low",
      toastOptions: "low",
      tablespace: "info",
      accessMethod: "low",
      clusteredIndex: "info",
      columnStatistics: "low",
      columnOptions: "low",
      columnStorage: "info",
      columnCompression: "info",
      columnComments: "info",
      owner: "info",
      comment: "info",
    },
  },
  words: {
    toastOptions: "TOAST options",
    columnStatistics: "column statistics targets",
  },
  valueWords: { populated: { null: "not yet" }, tablespace: { null: "the database's own" } },
  why: {
    missing: "Every query on this materialized view fails (42P01: relation does not exist).",
    definition: "The materialized view holds other rows or columns than the code expects.",
    columns: "The materialized view holds other columns than the code expects.",
    populated: "It holds no rows: reading it fails until it is refreshed (55000).",
    privileges: "Who may read the materialized view is not what the source says.",
  },
  shape: ["columns"],
  takesAlong: (expected, actual, sides) => [
    ...indexesOfMarks(expected as CatalogObject | undefined, actual as CatalogObject | undefined, sides),
    ...typesBeneath(expected, actual, sides.expected),
  ],
  unfitFor: namesGone,
  rebuildWhenDependencyChanges: true,
  cannotCreate: (object, sides) => namedByPlace(object, object.definition, sides),
  preflight: (object, sides) => (object.populated === null ? [] : ownersMayRead(object, sides)),
  defaultGrants: { objectType: "tables", initial: {}, target: grantTarget },
  findings: (object) => [
    ...grantedToPublic(object, grantTarget(object)),
    ...columnsGrantedToPublic(object, grantTarget(object)),
  ],
  securityLabel: labelOfView(target),
  create: (object) => [
    statement(createText(object), identityOf(object), object.populated === null ? {} : { scan: true }),
    ...changeStatistics(object, { ...object, columnStatistics: null }),
    ...changeColumnOptions(object, { ...object, columnOptions: null }),
    ...changeStorage(object, { ...object, columnStorage: null }),
    ...changeCompression(object, { ...object, columnCompression: null }),
    ...afterCreate(object, { alter: target(object), comment: target(object), grant: grantTarget(object) }),
    ...changeColumnComments(object, { ...object, columnComments: null }),
    ...changeColumnPrivileges(object, { ...object, columnPrivileges: null }),
    ...(object.clusteredIndex === null ? [] : [setClusteredIndex(object)]),
  ],
  drop: (object) => [
    statement(`DROP ${target(object)}`, identityOf(object), {
      lock: "ACCESS EXCLUSIVE",
      hazards: [{ code: "blocks-reads", detail: qualify(object.schema, object.name) }],
    }),
  ],
};

function makeAnew(expected: MaterializedView, _: MaterializedView, sides: Sides): "recreate" | Manual {
  return changedByPlace(expected, expected.definition, sides) ?? "recreate";
}

function createText(object: MaterializedView): string {
  const options = [
    ...(object.options ?? []),
    ...(object.toastOptions ?? []).map((option) => `toast.${option}`),
  ];
  return [
    `CREATE ${target(object)}${nameList(object)}`,
    ...(object.accessMethod === null || object.accessMethod === "heap"
      ? []
      : [` USING ${quoteIdentifier(object.accessMethod)}`]),
    ...(options.length === 0 ? [] : [` WITH (${optionsClause(options)})`]),
    ...(object.tablespace === null ? [] : [` TABLESPACE ${quoteIdentifier(object.tablespace)}`]),
    ` AS\n${object.definition}\nWITH ${object.populated === null ? "NO " : ""}DATA`,
  ].join("");
}

const refresh = (object: MaterializedView): Statement =>
  statement(`REFRESH ${target(object)}`, identityOf(object), {
    lock: "ACCESS EXCLUSIVE",
    rewrite: true,
    scan: true,
    hazards: [{ code: "blocks-reads", detail: qualify(object.schema, object.name) }],
  });

const setClusteredIndex = (object: MaterializedView): Statement =>
  object.clusteredIndex === null
    ? alter(object, "SET WITHOUT CLUSTER", weak)
    : alter(object, `CLUSTER ON ${quoteIdentifier(object.clusteredIndex)}`, {
        ...weak,
        after: [{ kind: "index", schema: object.schema, table: object.name, name: object.clusteredIndex }],
      });

const alterColumn = (
  object: MaterializedView,
  name: string,
  action: string,
  facts: Partial<Statement> = {},
): Statement => alter(object, `ALTER COLUMN ${quoteIdentifier(name)} ${action}`, facts);

const changeStatistics = (expected: MaterializedView, actual: MaterializedView): readonly Statement[] =>
  changedColumns(expected.columnStatistics, actual.columnStatistics).map((name) =>
    alterColumn(expected, name, `SET STATISTICS ${expected.columnStatistics?.[name] ?? -1}`, weak),
  );

const changeColumnOptions = (expected: MaterializedView, actual: MaterializedView): readonly Statement[] =>
  changedColumns(expected.columnOptions, actual.columnOptions).flatMap((name) =>
    changeOptions(
      `${target(expected)} ALTER COLUMN ${quoteIdentifier(name)}`,
      expected,
      expected.columnOptions?.[name] ?? null,
      actual.columnOptions?.[name] ?? null,
      weak,
    ),
  );

const losesStorage = (expected: MaterializedView, actual: MaterializedView): boolean =>
  changedColumns(expected.columnStorage, actual.columnStorage).some(
    (name) => expected.columnStorage?.[name] === undefined,
  );

const changeStorage = (expected: MaterializedView, actual: MaterializedView): readonly Statement[] =>
  changedColumns(expected.columnStorage, actual.columnStorage).map((name) =>
    alterColumn(expected, name, `SET STORAGE ${(expected.columnStorage?.[name] ?? "DEFAULT").toUpperCase()}`),
  );

const changeCompression = (expected: MaterializedView, actual: MaterializedView): readonly Statement[] =>
  changedColumns(expected.columnCompression, actual.columnCompression).map((name) =>
    alterColumn(expected, name, `SET COMPRESSION ${expected.columnCompression?.[name] ?? "default"}`),
  );

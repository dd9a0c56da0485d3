import { identifierList, qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import { address, joinComment, roleName } from "./catalog-sql";
import type { Kind, Sides } from "./kind";
import { newerInPublication } from "./newer/newer";
import { afterCreate, alterOwner, setComment } from "./ownership/ownership";
import { labelOfWhole } from "./ownership/security-label";

export interface PublishedTable {
  readonly schema: string;
  readonly name: string;
  /** By name, as Postgres keeps no order but the one of the table; null for all columns. */
  readonly columns: readonly string[] | null;
  /** The row filter, in parentheses as the server prints it. */
  readonly where: string | null;
}

export interface Publication extends Identity {
  readonly kind: "publication";
  readonly allTables: boolean;
  readonly tables: readonly PublishedTable[];
  /** Schemas all of whose tables are published. */
  readonly schemas: readonly string[];
  /** Of insert, update, delete, truncate, in this order. */
  readonly publish: readonly string[];
  readonly viaPartitionRoot: boolean;
  readonly generatedColumns: "none" | "stored";
  readonly owner: string | null;
  readonly comment: string | null;
}

const target = (publication: Identity): string => `PUBLICATION ${quoteIdentifier(publication.name)}`;

const alter = (publication: Publication, action: string, facts: Partial<Statement> = {}): Statement =>
  statement(`ALTER ${target(publication)} ${action}`, identityOf(publication), facts);

export const publication: Kind<Publication> = {
  kind: "publication",
  label: "publication",
  plural: "publications",
  presence: "pg_catalog.pg_publication",
  // Column lists, row filters and schemas came with PostgreSQL 15, generated columns with 18.
  query: (major) => /* sql */ `
    SELECT 'publication' AS kind, p.pubname AS name, p.puballtables AS "allTables",
           coalesce(r.tables, '[]'::json) AS tables,
           ${
             major >= 15
               ? `ARRAY(SELECT n.nspname::text FROM pg_catalog.pg_publication_namespace pn
                  JOIN pg_catalog.pg_namespace n ON n.oid = pn.pnnspid WHERE pn.pnpubid = p.oid ORDER BY n.nspname)`
               : "ARRAY[]::text[]"
           } AS schemas,
           pg_catalog.array_remove(ARRAY[CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
             CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END], NULL) AS publish,
           p.pubviaroot AS "viaPartitionRoot",
           ${major >= 18 ? "CASE p.pubgencols WHEN 's' THEN 'stored' ELSE 'none' END" : "'none'"} AS "generatedColumns",
           ${roleName("p.pubowner")} AS owner, d.description AS comment, ${address("pg_publication", "p.oid")} AS address,
           r.addresses${
             major >= 15
               ? ` || ARRAY(SELECT ${address("pg_publication_namespace", "pn.oid")} FROM pg_catalog.pg_publication_namespace pn WHERE pn.pnpubid = p.oid)`
               : ""
           } AS aliases
    FROM pg_catalog.pg_publication p
    LEFT JOIN (
      SELECT pr.prpubid, pg_catalog.array_agg(${address("pg_publication_rel", "pr.oid")}) AS addresses,
             pg_catalog.json_agg(pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname,
               'columns', ${
                 major >= 15
                   ? `CASE WHEN pr.prattrs IS NOT NULL THEN ARRAY(
                        SELECT a.attname::text FROM pg_catalog.pg_attribute a
                        WHERE a.attrelid = pr.prrelid AND a.attnum = ANY (pr.prattrs) ORDER BY a.attname) END`
                   : "NULL::text[]"
               },
               'where', ${major >= 15 ? "pg_catalog.pg_get_expr(pr.prqual, pr.prrelid)" : "NULL::text"}) ORDER BY n.nspname, c.relname) AS tables
      FROM pg_catalog.pg_publication_rel pr
      JOIN pg_catalog.pg_class c ON c.oid = pr.prrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      GROUP BY pr.prpubid) r ON r.prpubid = p.oid
    ${joinComment("d", "pg_publication", "p.oid")}`,
  attributes: {
    allTables: "recreate",
    // A table with a list of columns stands in no publication of schemas: what goes goes before what comes.
    tables: changeMembers,
    schemas: changeMembers,
    publish: (expected) => [alter(expected, `SET (publish = '${expected.publish.join(", ")}')`)],
    viaPartitionRoot: (expected) => [publishUnderRoot(expected)],
    generatedColumns: (expected) => [
      alter(expected, `SET (publish_generated_columns = ${expected.generatedColumns})`),
    ],
    owner: (expected) => alterOwner(target(expected), expected, expected.owner),
    comment: (expected) => [setComment(target(expected), expected, expected.comment)],
  },
  texts: ["tables"],
  newer: newerInPublication,
  severity: {
    missing: "high",
    unexpected: "medium",
    attributes: {
      allTables: "high",
      tables: "high",
      schemas: "high",
      publish: "high",
      viaPartitionRoot: "medium",
      owner: "info",
      comment: "info",
    },
  },
  words: {
    allTables: "all tables",
    generatedColumns: "generated columns",
    viaPartitionRoot: "published under the partition root",
  },
  why: {
    missing: "Subscribers and change-data-capture tools that name it get nothing.",
    unexpected: "Rows may leave the database by a way that the source does not know.",
    tables: "Subscribers get other tables, columns or rows than the source says.",
    schemas: "Subscribers get other tables than the source says.",
    publish: "Some changes never reach the subscribers, or some do that should not.",
  },
  // An unlogged table is published by name only once it is logged (22023).
  takesAlong: (expected, _, sides) =>
    (expected?.tables ?? [])
      .map(({ schema, name }) => ({ kind: "table", schema, name }))
      .filter((table) => sides.actual.get(table)?.persistence === "unlogged")
      .map((object) => ({ object, attribute: "persistence", needed: "It waits for the persistence of" })),
  bare: (object) => ({ ...object, allTables: false, schemas: [] }),
  rebuildWhenDependencyChanges: true,
  securityLabel: labelOfWhole(target),
  create: (object) => [
    statement(
      `CREATE ${target(object)}${object.allTables ? " FOR ALL TABLES" : ""} WITH (${options(object).join(", ")})`,
      identityOf(object),
      { hazards: object.allTables ? [{ code: "needs-superuser", detail: "FOR ALL TABLES" }] : [] },
    ),
    ...changeMembers(object, { tables: [], schemas: [] }),
    ...afterCreate(object, { alter: target(object), comment: target(object) }),
  ],
  drop: (object) => [statement(`DROP ${target(object)}`, identityOf(object))],
};

const options = (object: Publication): readonly string[] => [
  `publish = '${object.publish.join(", ")}'`,
  ...(object.viaPartitionRoot ? ["publish_via_partition_root = true"] : []),
  ...(object.generatedColumns === "none" ? [] : [`publish_generated_columns = ${object.generatedColumns}`]),
];

// ONLY: the catalog lists each inheriting table by itself.
const member = (table: PublishedTable): string =>
  `TABLE ONLY ${qualify(table.schema, table.name)}${table.columns === null ? "" : ` (${identifierList(table.columns)})`}${table.where === null ? "" : ` WHERE (${table.where})`}`;

const lockOn = ({ schema, name }: PublishedTable): Partial<Statement> => ({
  lock: "SHARE UPDATE EXCLUSIVE",
  alsoLocks: [{ relation: { kind: "table", schema, name }, mode: "SHARE UPDATE EXCLUSIVE", only: true }],
});

const publishUnderRoot = (expected: Publication): Statement =>
  alter(expected, `SET (publish_via_partition_root = ${expected.viaPartitionRoot})`);

/**
 * Tables and schemas are taken out first: a table with a column list cannot stand in twice, nor beside a schema. A partitioned
 * table has a column list or a row filter only while rows are published under the root: that comes between, or behind.
 */
function changeMembers(
  expected: Publication,
  actual: Pick<Publication, "tables" | "schemas"> & Partial<Pick<Publication, "viaPartitionRoot">>,
  sides?: Sides,
): readonly Statement[] {
  const [wanted, present] = [new Set(expected.tables.map(member)), new Set(actual.tables.map(member))];
  const schemas = (names: readonly string[]): string => `TABLES IN SCHEMA ${identifierList(names)}`;
  const gone = actual.schemas.filter((schema) => !expected.schemas.includes(schema));
  const added = expected.schemas.filter((schema) => !actual.schemas.includes(schema));
  return [
    ...actual.tables
      .filter((table) => !wanted.has(member(table)))
      .map((table) =>
        alter(expected, `DROP TABLE ONLY ${qualify(table.schema, table.name)}`, {
          ...lockOn(table),
          letsGoOf: [{ kind: "table", schema: table.schema, name: table.name }],
          // Other tables may come behind what becomes of this one.
          without: sides?.expected.dependenciesOf(expected).map(identityOf) ?? [],
        }),
      ),
    ...(gone.length === 0 ? [] : [alter(expected, `DROP ${schemas(gone)}`)]),
    ...(expected.viaPartitionRoot && actual.viaPartitionRoot === false ? [publishUnderRoot(expected)] : []),
    ...(added.length === 0
      ? []
      : [
          alter(expected, `ADD ${schemas(added)}`, {
            hazards: [{ code: "needs-superuser", detail: "TABLES IN SCHEMA" }],
            after: added.map((name) => ({ kind: "schema", name })),
          }),
        ]),
    ...expected.tables
      .filter((table) => !present.has(member(table)))
      .map((table) =>
        alter(expected, `ADD ${member(table)}`, {
          ...lockOn(table),
          after: [{ kind: "table", schema: table.schema, name: table.name }],
        }),
      ),
  ];
}

/** Constraints added in steps that let others read and write meanwhile (postgres-facts.md §1). */
import { qualify, quoteIdentifier } from "../../postgres/identifier";
import { identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import type { Constraint } from "../constraint";
import type { CatalogView } from "../kind";
import { isPartitioned } from "../partitions/repartition";

/**
 * The steps that add a constraint online; null where there are none: on partitioned tables, which take neither
 * NOT VALID foreign keys nor concurrent indexes, for exclusion constraints, and where nothing would be read anyway.
 */
export function addOnline(
  object: Constraint,
  plain: Statement,
  side: CatalogView,
  actual?: CatalogView,
): readonly Statement[] | null {
  const partitioned = isPartitioned(object, side, actual);
  const intoPartitioned =
    object.references !== null &&
    isPartitioned({ ...identityOf(object), ...object.references }, side, actual);
  if (partitioned || intoPartitioned || object.relation !== "table" || !object.validated || !object.enforced)
    return null;
  switch (object.type) {
    case "check":
    case "foreign key":
      return validatedLater(object, plain);
    case "primary key":
    case "unique":
      return onIndex(object);
    case "exclusion":
      return null;
  }
}

const table = (object: Constraint): string => qualify(object.schema, object.table);

/** Together in one transaction they would gain nothing: the lock of ADD is kept until COMMIT (postgres-facts.md §0.1). */
const validatedLater = (object: Constraint, plain: Statement): readonly Statement[] => [
  {
    ...plain,
    sql: `${plain.sql} NOT VALID`,
    scan: false,
    hazards: [],
    transaction: "commit after",
  },
  statement(
    `ALTER TABLE ${table(object)} VALIDATE CONSTRAINT ${quoteIdentifier(object.name)}`,
    identityOf(object),
    {
      lock: "SHARE UPDATE EXCLUSIVE",
      alsoLocks: (plain.alsoLocks ?? []).map(({ relation }) => ({ relation, mode: "ROW SHARE" })),
      scan: true,
      hazards: [{ code: "may-fail-on-data", detail: "rows that violate it" }],
      transaction: "commit after",
    },
  ),
];

/** `UNIQUE (a) INCLUDE (b) DEFERRABLE`: the key is what the index needs, the timing what the constraint needs. */
const keyDefinition =
  /^(PRIMARY KEY|UNIQUE)((?: NULLS NOT DISTINCT)?) (\([\s\S]*?\))((?: DEFERRABLE| INITIALLY DEFERRED)*)$/;

function onIndex(object: Constraint): readonly Statement[] | null {
  const [, type, nulls, columns, timing] = keyDefinition.exec(object.definition) ?? [];
  if (columns === undefined || columns.includes("WITHOUT OVERLAPS")) return null;
  const [key = "", include = ""] = splitInclude(columns);
  const name = quoteIdentifier(object.name);
  const storage = [
    nulls,
    object.indexOptions === null ? "" : ` WITH (${object.indexOptions.join(", ")})`,
    object.indexTablespace === null ? "" : ` TABLESPACE ${quoteIdentifier(object.indexTablespace)}`,
  ].join("");
  return [
    statement(
      `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${table(object)} ${key}${include}${storage}`,
      identityOf(object),
      {
        lock: "SHARE UPDATE EXCLUSIVE",
        scan: true,
        hazards: [
          { code: "index-build", detail: table(object) },
          { code: "may-fail-on-data", detail: "rows that violate it" },
        ],
        transaction: "outside",
      },
    ),
    statement(
      `ALTER TABLE ${table(object)} ADD CONSTRAINT ${name} ${type} USING INDEX ${name}${timing}`,
      identityOf(object),
      { lock: "ACCESS EXCLUSIVE", transaction: "commit after" },
    ),
  ];
}

function splitInclude(columns: string): readonly string[] {
  const place = columns.lastIndexOf(") INCLUDE (");
  return place < 0 ? [columns] : [columns.slice(0, place + 1), columns.slice(place + 1)];
}

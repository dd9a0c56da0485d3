import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import type { LockMode } from "../postgres/lock-mode";
import { type Hazard, type LockedRelation, type Statement, statement } from "../postgres/statement";
import { address, isUserSchema, joinComment, optionList } from "./catalog-sql";
import type { Column } from "./column";
import {
  changeIndexOptions,
  indexComment,
  moveIndex,
  rootOf,
  withIndexStorage,
} from "./constraints/constraint-index";
import { addOnline } from "./constraints/constraint-online";
import { referringToPrimaryKey } from "./constraints/primary-key-reference";
import { foreignKeysThatFit, isKeyOf, isReferableKey } from "./constraints/referable";
import { notValidFinding, type ObjectFinding } from "./finding";
import { checksAlong, dropOfHeirs, handedDownBefore, isHandedDown } from "./inheritance/inherited-check";
import { hasFamily } from "./inheritance/inherited-not-null";
import type { CatalogObject, CatalogView, Kind, Sides } from "./kind";
import { newerInConstraint } from "./newer/newer";
import { differsInMoreThanOrder } from "./options";
import { setComment } from "./ownership/ownership";
import { differencesBesideParts, ownThatFit } from "./partitions/beside-parts";
import { alone, attachParts, partitionsFirst, partitionsOfParts } from "./partitions/index-in-parts";
import { partitionsToCome } from "./partitions/on-partition";
import {
  changePartitionComments,
  joinConstraintComments,
  type PartitionComments,
} from "./partitions/partition-comments";
import {
  type AttachedParts,
  attachedParts,
  changePartitionIndexes,
  joinPartitionIndexes,
  type PartitionIndexes,
} from "./partitions/partition-indexes";
import { indexOfRoot, partitionKeysToFit } from "./partitions/partition-keys";
import { keyToCome } from "./partitions/repartition";
import { constraintPreflights } from "./preflight/constraint-preflight";
import { isMarkedBelow, marksThatGo, restoreMarks } from "./tables/index-marks";
import { referencedTable } from "./tables/key-neighbours";
import { type Renaming, renameInText } from "./texts/renaming";

/** A constraint declared on this table itself. What partitions and child tables inherit comes and goes with the parent's. */
export interface Constraint extends Identity {
  readonly kind: "constraint";
  readonly schema: string;
  readonly table: string;
  readonly relation: "table" | "foreign table";
  readonly type: "primary key" | "unique" | "foreign key" | "check" | "exclusion";
  /** As pg_get_constraintdef prints it, without NOT VALID and NOT ENFORCED. */
  readonly definition: string;
  readonly validated: boolean;
  readonly enforced: boolean;
  /** In key order; null for a check, whose definition says it. */
  readonly columns: readonly string[] | null;
  readonly references: {
    readonly schema: string;
    readonly table: string;
    readonly columns: readonly string[];
  } | null;
  /** Set where partitions have no part of it, having been added with ALTER TABLE ONLY. */
  readonly lacksParts: true | null;
  readonly attachedParts: AttachedParts;
  /** Storage options, tablespace and comment of the index behind it, which the definition leaves out. */
  readonly indexOptions: readonly string[] | null;
  readonly indexTablespace: string | null;
  readonly indexComment: string | null;
  /** Partitions on which the index behind it is otherwise. */
  readonly partitionIndexes: PartitionIndexes;
  /** Comments on the constraint as partitions and, of a check, child tables have it. */
  readonly partitionComments: PartitionComments;
  readonly comment: string | null;
}

const table = (constraint: Constraint): string => qualify(constraint.schema, constraint.table);

const alter = (constraint: Constraint, action: string, facts: Partial<Statement> = {}): Statement =>
  statement(`ALTER TABLE ${table(constraint)} ${action}`, identityOf(constraint), {
    lock: "ACCESS EXCLUSIVE",
    ...facts,
  });

const name = (constraint: Constraint): string => quoteIdentifier(constraint.name);

/** The names of a relation's columns by their numbers, in the order of the numbers. */
const columnNames = (relation: string, numbers: string): string => `ARRAY(
             SELECT (SELECT a.attname::text FROM pg_catalog.pg_attribute a WHERE a.attrelid = ${relation} AND a.attnum = u.attnum)
             FROM pg_catalog.unnest(${numbers}) u(attnum))`;

export const constraint: Kind<Constraint> = {
  kind: "constraint",
  label: "constraint",
  plural: "constraints",
  // contype 'n' (NOT NULL, PostgreSQL 18) belongs to the column; 't' is a constraint trigger.
  query: (major, inherits) => /* sql */ `
    SELECT 'constraint' AS kind, n.nspname AS schema, c.relname AS table, k.conname AS name,
           CASE c.relkind WHEN 'f' THEN 'foreign table' ELSE 'table' END AS relation,
           CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign key'
                          WHEN 'c' THEN 'check' WHEN 'x' THEN 'exclusion' END AS type,
           CASE WHEN k.convalidated THEN pg_catalog.pg_get_constraintdef(k.oid) ELSE
             pg_catalog.regexp_replace(pg_catalog.pg_get_constraintdef(k.oid), '( NOT VALID| NOT ENFORCED)+$', '') END AS definition,
           ${major >= 18 ? "(k.convalidated OR NOT k.conenforced)" : "k.convalidated"} AS validated,
           ${major >= 18 ? "k.conenforced" : "true"} AS enforced,
           CASE WHEN k.contype IN ('p', 'u', 'f') THEN ${columnNames("k.conrelid", "k.conkey")} END AS columns,
           CASE WHEN k.contype = 'f' THEN pg_catalog.json_build_object('schema', rn.nspname, 'table', r.relname,
             'columns', ${columnNames("k.confrelid", "k.confkey")}) END AS references,
           CASE WHEN k.contype IN ('p', 'u', 'x') AND NOT xi.indisvalid THEN true END AS "lacksParts",
           ${attachedParts("k.conindid", "k.contype IN ('p', 'u', 'x') AND NOT xi.indisvalid", inherits)} AS "attachedParts",
           CASE WHEN ix.reloptions IS NOT NULL AND k.contype IN ('p', 'u') THEN ${optionList("ix.reloptions")} END AS "indexOptions",
           CASE WHEN k.contype <> 'f' THEN ts.spcname END AS "indexTablespace",
           CASE WHEN k.contype <> 'f' THEN ic.description END AS "indexComment",
           CASE WHEN k.contype <> 'f' THEN parts.list END AS "partitionIndexes", heirs.list AS "partitionComments",
           d.description AS comment,
           ${address("pg_constraint", "k.oid")} AS address,
           CASE WHEN k.contype IN ('p', 'u', 'x') THEN ARRAY[${address("pg_class", "k.conindid")}] END AS aliases
    FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_class r ON r.oid = k.confrelid
    LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
    LEFT JOIN pg_catalog.pg_class ix ON ix.oid = k.conindid AND k.conindid <> 0
    LEFT JOIN pg_catalog.pg_index xi ON xi.indexrelid = ix.oid
    LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = ix.reltablespace
    ${joinComment("d", "pg_constraint", "k.oid")}
    ${joinComment("ic", "pg_class", "k.conindid")}
    ${joinPartitionIndexes("parts", "k.conindid", inherits)}
    ${joinConstraintComments("heirs", "k.oid", inherits)}
    WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.coninhcount = 0 AND k.conparentid = 0
      AND c.relpersistence <> 't' AND ${isUserSchema("n")}`,
  attributes: {
    relation: "ignore",
    type: "recreate",
    definition: "recreate",
    validated: (expected, _, sides) => (expected.validated ? [validate(expected, sides)] : "recreate"),
    enforced: "recreate",
    columns: "ignore",
    references: "ignore",
    lacksParts: "recreate",
    attachedParts: "recreate",
    indexOptions: (expected, actual, sides) => changeIndexOptions(expected, actual, sides),
    indexTablespace: (expected) => [moveIndex(expected)],
    indexComment: (expected) => [indexComment(expected)],
    partitionIndexes: (expected, actual) =>
      changePartitionIndexes(rootOf(expected), expected.partitionIndexes, actual.partitionIndexes),
    partitionComments: (expected, actual) =>
      changePartitionComments(expected, expected.partitionComments, actual.partitionComments),
    comment: (expected) => [comment(expected)],
  },
  namedIn: (object) => (object.type === "check" || object.type === "foreign key" ? [] : ["pg_class"]),
  texts: ["definition"],
  newer: newerInConstraint,
  // That of an exclusion constraint has the options of its index.
  comparable: {
    definition: ({ definition }, actual) => differsInMoreThanOrder(definition, actual.definition),
  },
  severity: {
    missing: "high",
    unexpected: "medium",
    attributes: {
      type: "high",
      definition: "high",
      validated: "medium",
      enforced: "high",
      lacksParts: "high",
      attachedParts: "low",
      indexOptions: "info",
      indexTablespace: "info",
      indexComment: "info",
      partitionIndexes: "info",
      partitionComments: "info",
      comment: "info",
    },
  },
  words: {
    lacksParts: "lack of parts in partitions",
    attachedParts: "partitions that have their part",
    indexOptions: "index options",
    indexTablespace: "index tablespace",
    indexComment: "comment on its index",
    partitionIndexes: "indexes of partitions",
    partitionComments: "comments on partitions",
  },
  valueWords: {
    lacksParts: { null: "no" },
    indexTablespace: { null: "the database's own" },
    partitionIndexes: { null: "like the root's" },
  },
  addresses: ["references"],
  why: {
    missing:
      "The database lets in rows that the code takes to be impossible: duplicates, orphans or values out of range.",
    unexpected: "Writes that the code takes to be fine may be refused.",
    definition: "The database refuses other rows than the source says, or lets other rows in.",
    validated: "Rows from before the constraint were never checked.",
    lacksParts:
      "Some partitions have no part of the key: their rows may be doubles, and no foreign key can refer to it.",
    enforced: "The constraint is only declared on one side; nothing checks it.",
  },
  parent: (object) => ({ kind: object.relation, schema: object.schema, name: object.table }),
  // Keys are rebuilt by ALTER TYPE itself; a foreign key cannot bridge two types, a check may hold constants of the old one.
  rebuildWhenDependencyChanges: (object, side) =>
    (object.type !== "primary key" && object.type !== "unique") ||
    object.partitionIndexes !== null ||
    object.partitionComments !== null ||
    isMarkedBelow(object, side) ||
    holdsNotNull(object, side),
  remadeWithDependency: true,
  takesAlong: (expected, actual, sides) => [
    ...marksThatGo(expected, actual, sides),
    ...checksAlong(expected, actual, sides),
    ...keyToCome(expected, sides),
    ...partitionsToCome([expected?.partitionIndexes ?? null, expected?.partitionComments ?? null], sides),
    ...partitionsOfParts(expected, sides),
    ...differencesBesideParts(
      expected as CatalogObject | undefined,
      actual as CatalogObject | undefined,
      sides,
    ),
    ...partitionKeysToFit(expected as CatalogObject | undefined, sides),
    ...(expected?.type !== "primary key"
      ? []
      : (expected.columns ?? []).map((column) => ({
          object: { kind: "column", schema: expected.schema, table: expected.table, name: column },
          attribute: "notNull",
        }))),
  ],
  // Taken off first, so that tables which refer to each other can be dropped in any order.
  droppedWithParent: (object) => object.type !== "foreign key",
  causes: (object) => referencedColumns(object),
  neededBy: (expected, actual, dependent) =>
    isReferableKey(dependent, expected) && !isReferableKey(dependent, actual),
  rename: (object, newName) =>
    alter(object, `RENAME CONSTRAINT ${name(object)} TO ${quoteIdentifier(newName)}`),
  afterRename: (object, renaming) => ({ ...object, definition: renamedDefinition(object, renaming) }),
  cannotComeBack: (object, before, afterwards, because) => {
    if (!typesDiffer(object, before) && typesDiffer(object, afterwards))
      return "its two ends would then have different types, between which no foreign key can be (42804). Nobody expects it: drop it too, or change both ends by hand.";
    return isKeyOf(object, before(because)) && !isKeyOf(object, afterwards(because))
      ? "no key would then be on the columns it refers to (42830). Nobody expects it: drop it too, or give those columns a key by hand."
      : null;
  },
  preflight: (object, sides) => constraintPreflights(object, sides),
  findings: (object, actual) => (object.validated || !object.enforced ? [] : [notValid(object, actual)]),
  create: (object, expected, actual) => [
    addInSteps(object, expected, actual),
    ...attachParts(object, expected, makePart(object, expected)),
    ...(object.comment === null ? [] : [comment(object)]),
    ...(object.indexComment === null ? [] : [{ ...indexComment(object), lock: null }]),
    ...changePartitionIndexes(rootOf(object), object.partitionIndexes, null),
    ...changePartitionComments(object, object.partitionComments, null),
  ],
  restore: restoreMarks,
  droppedTogether: indexOfRoot,
  displaces: (object, at) => ownThatFit(object as unknown as CatalogObject, at),
  comesWith: (object, side, attributes) => (attributes === null ? indexOfRoot(object, side) : []),
  drop: (object, actual, expected) =>
    isHandedDown(object, expected) || indexOfRoot(object, actual).length > 0
      ? []
      : [
          alter(object, `DROP CONSTRAINT ${name(object)}`, {
            alsoLocks: atOtherEnd(object, "ACCESS EXCLUSIVE"),
            hazards: [{ code: "constraint-dropped", detail: object.name }],
            after: foreignKeysThatFit(object as unknown as CatalogObject, actual),
          }),
          ...dropOfHeirs(object, actual, expected),
        ],
};

const comment = (object: Constraint): Statement =>
  setComment(`CONSTRAINT ${name(object)} ON ${table(object)}`, object, object.comment);

function addInSteps(object: Constraint, expected: CatalogView, actual?: CatalogView): Statement {
  const made = add(referringToPrimaryKey(object, expected, actual), expected);
  const before = actual === undefined ? [] : handedDownBefore(object, actual);
  const plain = { ...made, after: [...(made.after ?? []), ...before] };
  const online = addOnline(object, plain, expected, actual);
  return online === null ? plain : { ...plain, online };
}

const makePart =
  (object: Constraint, side: CatalogView) =>
  (partition: Identity, part: string): string =>
    `ALTER TABLE ${alone(partition, side)}${qualify(partition.schema, partition.name)} ADD CONSTRAINT ${part} ${withIndexStorage(object)}`;

const hasIndex = ({ type }: Constraint): boolean =>
  type === "primary key" || type === "unique" || type === "exclusion";

function add(object: Constraint, side: CatalogView): Statement {
  const suffix = `${object.enforced ? "" : " NOT ENFORCED"}${object.validated || !object.enforced ? "" : " NOT VALID"}`;
  const hazards: Hazard[] = [];
  if (object.validated && object.enforced)
    hazards.push({ code: "may-fail-on-data", detail: "rows that violate it" });
  if (hasIndex(object)) hazards.push({ code: "index-build", detail: table(object) });
  else if (object.validated && object.enforced) hazards.push({ code: "table-scan", detail: table(object) });
  // Made alone, the key of a partitioned table has no part in any partition.
  const only = object.lacksParts ? "ONLY " : "";
  const action = `ADD CONSTRAINT ${name(object)} ${withIndexStorage(object)}${suffix}`;
  return statement(`ALTER TABLE ${only}${table(object)} ${action}`, identityOf(object), {
    lock: object.type === "foreign key" ? "SHARE ROW EXCLUSIVE" : "ACCESS EXCLUSIVE",
    alsoLocks: atOtherEnd(object, "SHARE ROW EXCLUSIVE"),
    scan: object.validated && object.enforced,
    hazards,
    after: [...needed(object), ...(object.lacksParts ? partitionsFirst(object, side) : [])],
  });
}

/** True where a foreign key's ends have different types. */
const typesDiffer = (object: Constraint, at: (identity: Identity) => CatalogObject | undefined): boolean =>
  referencedColumns(object).some((target, place) => {
    const name = object.columns?.[place] ?? "";
    const own = { kind: "column", schema: object.schema, table: object.table, name };
    return at(own)?.type !== at(target)?.type;
  });

/** The columns a foreign key refers to; none for other constraints. */
export function referencedColumns(object: Constraint): readonly Identity[] {
  const target = object.references;
  if (target === null) return [];
  return target.columns.map((column) => ({
    kind: "column",
    schema: target.schema,
    table: target.table,
    name: column,
  }));
}

/** A foreign key needs the referenced table; that it needs its unique constraint too is in pg_depend. */
const needed = (object: Constraint): readonly Identity[] =>
  object.references === null ? [] : [referencedTable(object.references)];

/** The table that a foreign key refers to gets and loses triggers with it, and so do its partitions. */
const atOtherEnd = (object: Constraint, mode: LockMode): readonly LockedRelation[] =>
  needed(object).map((relation) => ({ relation, mode }));

/** Reads every row, and of a foreign key's those it refers to, while others go on writing. */
const validate = (expected: Constraint, sides: Sides): Statement =>
  alter(expected, `VALIDATE CONSTRAINT ${name(expected)}`, {
    lock: "SHARE UPDATE EXCLUSIVE",
    alsoLocks: atOtherEnd(expected, "ROW SHARE"),
    scan: true,
    hazards: [{ code: "may-fail-on-data", detail: "rows that violate it" }],
    preflight: constraintPreflights(expected, sides),
  });

const notValid = (object: Constraint, side: CatalogView): ObjectFinding => ({
  ...notValidFinding(object, [validate({ ...object, validated: true }, { expected: side, actual: side })]),
  attribute: "validated",
});

/** A key on a column holds the column's NOT NULL fast, which a change of type in a family of tables has to loosen. */
const holdsNotNull = (object: Constraint, side: CatalogView): boolean =>
  object.type === "primary key" &&
  side.serverVersion >= 180_000 &&
  (object.columns ?? []).some((name) => {
    const column = side.get({ kind: "column", schema: object.schema, table: object.table, name });
    return column !== undefined && hasFamily(column as unknown as Column, side);
  });

/** What a foreign key refers to stands behind REFERENCES; its own columns, and those of every other constraint, before it. */
function renamedDefinition(object: Constraint, renaming: Renaming): string {
  const { references, definition } = object;
  if (references === null || renaming.from.table === undefined)
    return renameInText(definition, object, renaming);
  const [, own = definition, rest = ""] = /^([\s\S]*?)( REFERENCES [\s\S]*)$/.exec(definition) ?? [];
  return (
    renameInText(own, object, renaming) + renameInText(rest, references as unknown as Identity, renaming)
  );
}

/** What a table says of one of its indexes: it is ordered by it, or replicated by it. */
import { qualify, quoteIdentifier, quoteLiteral } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import type { Constraint } from "../constraint";
import type { Index } from "../index-kind";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import { relationOf } from "../preflight/preflight";
import { dollarQuote } from "../routines/quote-body";
import { partitionsOf, rootsOf } from "./table-parents";

/** The attributes of a table or materialized view that name one of its indexes. */
const marks = ["replicaIdentityIndex", "clusteredIndex"] as const;

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
  return [
    ...kept(relation, before, afterwards, index.name).map(({ sql, lock }) =>
      statement(sql, identityOf(index), { lock }),
    ),
    ...ofPartitions(index, before, afterwards),
  ];
}

interface Mark {
  readonly name: string;
  readonly sql: string;
  readonly lock: "ACCESS EXCLUSIVE" | "SHARE UPDATE EXCLUSIVE";
}

/** The marks that a relation has and is to keep. @param on only those on this index */
function kept(
  relation: Identity,
  before: CatalogView,
  afterwards: (identity: Identity) => CatalogObject | undefined,
  on?: string,
): readonly Mark[] {
  const words = relation.kind === "materialized view" ? "MATERIALIZED VIEW" : "TABLE";
  const alter = `ALTER ${words} ${qualify(relation.schema, relation.name)}`;
  return marks.flatMap((mark): readonly Mark[] => {
    const name = before.get(relation)?.[mark];
    if (typeof name !== "string" || afterwards(relation)?.[mark] !== name) return [];
    if (on !== undefined && on !== name) return [];
    const index = quoteIdentifier(name);
    return mark === "clusteredIndex"
      ? [{ name, sql: `${alter} CLUSTER ON ${index}`, lock: "SHARE UPDATE EXCLUSIVE" }]
      : [{ name, sql: `${alter} REPLICA IDENTITY USING INDEX ${index}`, lock: "ACCESS EXCLUSIVE" }];
  });
}

/**
 * A partition's index that comes with its root's is no object of ours, and may have a mark. Which of the root's it belongs to
 * is not read: with each that is made anew the mark is set wherever there is an index of that name by then.
 */
function ofPartitions(
  index: Index | Constraint,
  before: CatalogView,
  afterwards: (identity: Identity) => CatalogObject | undefined,
): readonly Statement[] {
  const root = relationOf(index);
  const isNew = indexByName(root, index.name).every((one) => before.get(one) === undefined);
  if (isNew || before.get(root)?.partitionKey == null) return [];
  return partitionsOf(root, before).flatMap((partition) =>
    kept(partition, before, afterwards)
      .filter(({ name }) => isNoObject(partition, name, before))
      .map((mark) => setWhereThere(mark, partition, identityOf(index))),
  );
}

/**
 * Marks that a table which comes under another root is to keep, and those of the partitions below it, on indexes that come from
 * above: ATTACH, or the root's index that is made behind it, makes these anew under the same names.
 */
export function keepMarks(moved: Identity, { expected, actual }: Sides): readonly Statement[] {
  return [moved, ...partitionsOf(moved, expected)].flatMap((table) =>
    kept(table, actual, (one) => expected.get(one))
      .filter(({ name }) => isNoObject(table, name, expected))
      .map((mark) => ({
        ...setWhereThere(mark, table, identityOf(table)),
        after: indexesAbove(table, expected),
      })),
  );
}

function setWhereThere({ name, sql, lock }: Mark, relation: Identity, object: Identity): Statement {
  const present = `pg_catalog.to_regclass(${quoteLiteral(qualify(relation.schema, name))}) IS NOT NULL`;
  return statement(`DO ${dollarQuote(`BEGIN IF ${present} THEN ${sql}; END IF; END`)}`, object, { lock });
}

/**
 * True where a partition has a mark on an index that comes with that of a root, perhaps with this one: ALTER TYPE, which makes
 * the indexes anew, forgets it.
 */
export const isMarkedBelow = (index: Index | Constraint, side: CatalogView): boolean => {
  const root = relationOf(index);
  return (
    side.get(root)?.partitionKey != null &&
    partitionsOf(root, side).some((partition) =>
      marks.some((mark) => isNoObject(partition, partition[mark], side)),
    )
  );
};

/** True for the name of an index that comes with that of a root. */
const isNoObject = (relation: Identity, name: unknown, side: CatalogView): boolean =>
  typeof name === "string" && indexByName(relation, name).every((one) => side.get(one) === undefined);

/** The columns of an index: rows are told apart for replication by one whose columns have no nulls (42809). */
export const columnsOfMark = (relation: Identity, name: string, side: CatalogView): readonly Identity[] =>
  indexByName(relation, name).flatMap((index) =>
    side
      .dependenciesOf(index)
      .filter(({ kind }) => kind === "column")
      .map((column) => identityOf(column)),
  );

/** Indexes of a partition's roots, with one of which the index that a mark is to be on may come. */
export const indexesAbove = (object: Identity, side: CatalogView): readonly Identity[] =>
  rootsOf(object, side).flatMap((root) =>
    side
      .childrenOf(root)
      .filter(
        (child) => child.kind === "index" || (child.kind === "constraint" && child.type !== "foreign key"),
      )
      .map((child) => identityOf(child)),
  );

/** With an index that goes for good or gets another name, its marks do: the difference of the table that has them goes along. */
export function marksThatGo(
  expected: Index | Constraint | undefined,
  actual: Index | Constraint | undefined,
  sides: Sides,
): readonly { readonly object: Identity; readonly attribute?: string }[] {
  if (actual === undefined) return [];
  const object = relationOf(actual);
  const ofParts = partitionsOf(object, sides.actual).flatMap((partition) =>
    marks
      .filter((mark) => isNoObject(partition, partition[mark], sides.actual))
      .map((attribute) => ({ object: identityOf(partition), attribute })),
  );
  if (expected?.name === actual.name) return ofParts;
  const held = marks.filter((mark) => sides.actual.get(object)?.[mark] === actual.name);
  // Where a key takes an index's place, or an index a key's, the marks are to be on that.
  const successors = held.length === 0 || expected !== undefined ? [] : indexByName(object, actual.name);
  return [
    ...ofParts,
    ...held.map((attribute) => ({ object, attribute })),
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
    const name = expected[mark];
    if (typeof name !== "string" || name === actual?.[mark]) return [];
    const own: Needed[] = indexByName(expected, name).flatMap((object): readonly Needed[] => {
      const present = sides.actual.get(object);
      if (present === undefined) return [{ object, needed: neededFor[mark] }];
      const attributes = carries(present, mark) ? [] : ["unique", "valid", "type", "definition"];
      return attributes.map((attribute) => ({ object, attribute, needed: neededFor[mark] }));
    });
    if (mark === "replicaIdentityIndex" && actual !== undefined)
      own.push(
        ...columnsOfMark(expected, name, sides.expected)
          .filter((column) => sides.actual.get(column)?.notNull === false)
          .map((object) => ({
            object,
            attribute: "notNull",
            needed: "No nulls may be in what tells its rows apart:",
          })),
      );
    // What is made whole has the indexes that come with those of its roots.
    if (actual === undefined || !isNoObject(expected, name, sides.expected)) return own;
    const fromAbove = indexesAbove(expected, sides.expected).map((object) =>
      sides.actual.get(object) === undefined ? { object } : { object, attribute: "definition" },
    );
    return [...own, ...fromAbove];
  });
}

/** Words that the index's name ends. */
const neededFor = {
  replicaIdentityIndex: "Its rows are to be told apart for replication by the",
  clusteredIndex: "Its rows are to be ordered by the",
} as const;

/** Rows are told apart by a unique index of plain columns that is checked at once; ordered by any that holds them all. */
const carries = ({ unique, valid, type, definition }: CatalogObject, mark: (typeof marks)[number]): boolean =>
  valid !== false &&
  !/ WHERE /.test(String(definition)) &&
  (mark === "clusteredIndex" ||
    (unique !== false &&
      (type === undefined || type === "unique" || type === "primary key") &&
      !/ DEFERRABLE|\(\(/.test(String(definition))));

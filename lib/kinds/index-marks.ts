/** What a table says of one of its indexes: it is ordered by it, or replicated by it. */
import { qualify, quoteIdentifier } from "../postgres/identifier";
import { type Identity, identityOf } from "../postgres/identity";
import { type Statement, statement } from "../postgres/statement";
import type { Constraint } from "./constraint";
import type { Index } from "./index-kind";
import type { CatalogObject, Sides } from "./kind";
import { relationOf } from "./preflight";

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
  before: (identity: Identity) => CatalogObject | undefined,
  afterwards: (identity: Identity) => CatalogObject | undefined,
): readonly Statement[] {
  const relation = relationOf(index);
  const held = (mark: (typeof marks)[number]): boolean =>
    before(relation)?.[mark] === index.name && afterwards(relation)?.[mark] === index.name;
  const words = index.relation === "materialized view" ? "MATERIALIZED VIEW" : "TABLE";
  const alter = `ALTER ${words} ${qualify(index.schema, index.table)}`;
  const name = quoteIdentifier(index.name);
  return [
    ...(held("replicaIdentityIndex")
      ? [
          statement(`${alter} REPLICA IDENTITY USING INDEX ${name}`, identityOf(index), {
            lock: "ACCESS EXCLUSIVE",
          }),
        ]
      : []),
    ...(held("clusteredIndex")
      ? [statement(`${alter} CLUSTER ON ${name}`, identityOf(index), { lock: "SHARE UPDATE EXCLUSIVE" })]
      : []),
  ];
}

/** With an index that goes for good or gets another name, its marks do: the difference of the table that has them goes along. */
export function marksThatGo(
  expected: Index | Constraint | undefined,
  actual: Index | Constraint | undefined,
  sides: Sides,
): readonly { readonly object: Identity; readonly attribute?: string }[] {
  if (actual === undefined || expected?.name === actual.name) return [];
  const object = relationOf(actual);
  const held = marks.filter((mark) => sides.actual.get(object)?.[mark] === actual.name);
  // Where a key takes an index's place, or an index a key's, the marks are to be on that.
  const successors = held.length === 0 || expected !== undefined ? [] : indexByName(object, actual.name);
  return [
    ...held.map((attribute) => ({ object, attribute })),
    ...successors.filter(({ kind }) => kind !== actual.kind).map((successor) => ({ object: successor })),
  ];
}

/** A mark needs the index that it is to be on: one that is missing, or that cannot carry it as it is. */
export function indexesOfMarks(
  expected: CatalogObject | undefined,
  actual: CatalogObject | undefined,
  sides: Sides,
): readonly { readonly object: Identity; readonly attribute?: string }[] {
  if (expected === undefined || actual === undefined) return [];
  return marks.flatMap((mark) => {
    const name = expected[mark];
    if (typeof name !== "string" || name === actual[mark]) return [];
    return indexByName(expected, name).flatMap((object) => {
      const present = sides.actual.get(object);
      if (present === undefined) return [{ object }];
      const attributes = carries(present, mark) ? [] : ["unique", "valid", "type", "definition"];
      return attributes.map((attribute) => ({ object, attribute }));
    });
  });
}

/** Rows are told apart by a unique index of plain columns that is checked at once; ordered by any that holds them all. */
const carries = ({ unique, valid, type, definition }: CatalogObject, mark: (typeof marks)[number]): boolean =>
  valid !== false &&
  !/ WHERE /.test(String(definition)) &&
  (mark === "clusteredIndex" ||
    (unique !== false &&
      (type === undefined || type === "unique" || type === "primary key") &&
      !/ DEFERRABLE|\(\(/.test(String(definition))));

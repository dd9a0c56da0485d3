/** Statements about what a partition has from its root and Postgres named by itself: an index, a key, a trigger. */
import { qualify, quoteLiteral } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import type { AttributeValue, CatalogObject, CatalogView, Sides } from "../kind";
import { dollarQuote } from "../routines/quote-body";
import { rootsOf } from "../tables/table-parents";

/** An entry of a list that a root's object keeps of its partitions. */
export interface OnPartition {
  /** The partition. */
  readonly schema: string;
  readonly table: string;
  /** Null, so that pages name the partition as they name any object. */
  readonly name: null;
}

/** The attributes in which a root's objects say something of its partitions. */
const lists = ["partitionIndexes", "attachedParts", "partitionComments", "partitionStates"] as const;

/** An object without what it says of partitions that are not to be looked at. */
export function silentOn(object: CatalogObject, isGone: (partition: OnPartition) => boolean): CatalogObject {
  const fewer = lists.flatMap((attribute) => {
    const entries = (object[attribute] ?? []) as unknown as readonly OnPartition[];
    const left = entries.filter((entry) => !isGone(entry));
    return left.length === entries.length ? [] : [[attribute, left.length === 0 ? null : left] as const];
  });
  return fewer.length === 0 ? object : ({ ...object, ...Object.fromEntries(fewer) } as CatalogObject);
}

/** The entries of two lists by the partition they are about. */
export function byPartition<Entry extends OnPartition>(
  expected: readonly Entry[] | null,
  actual: readonly Entry[] | null,
): readonly {
  readonly partition: OnPartition;
  readonly wanted: Entry | undefined;
  readonly present: Entry | undefined;
}[] {
  const key = ({ schema, table }: OnPartition): string => JSON.stringify([schema, table]);
  const wanted = new Map((expected ?? []).map((entry) => [key(entry), entry]));
  const present = new Map((actual ?? []).map((entry) => [key(entry), entry]));
  return [...new Map([...present, ...wanted])].map(([name, partition]) => ({
    partition,
    wanted: wanted.get(name),
    present: present.get(name),
  }));
}

/** The partitions that an object says something of and that are yet to be made: without them it cannot be as expected. */
export const partitionsToCome = (
  lists: readonly (readonly OnPartition[] | null)[],
  sides: Sides,
): readonly { readonly object: Identity; readonly needed: string }[] =>
  lists.flatMap((list) =>
    (list ?? [])
      .map(({ schema, table }) => ({ kind: "table", schema, name: table }))
      .filter((table) => sides.actual.get(table) === undefined)
      .map((object) => ({ object, needed: "It says something of" })),
  );

/** What the objects of the tables above say of a partition, and will no longer when it is taken from them. */
export function saidAbove(
  partition: Identity,
  side: CatalogView,
): readonly { readonly object: Identity; readonly attribute: string }[] {
  const says = (list: AttributeValue | undefined): boolean =>
    ((list ?? []) as unknown as readonly OnPartition[]).some(
      ({ schema, table }) => schema === partition.schema && table === partition.name,
    );
  return rootsOf(partition, side)
    .flatMap((root) => side.childrenOf(root))
    .flatMap((object) =>
      lists
        .filter((attribute) => says(object[attribute]))
        .map((attribute) => ({ object: identityOf(object), attribute })),
    );
}

/** What lacks parts on the tables above a partition gets one on it as it comes. */
export const partsAbove = (
  partition: Identity,
  { expected, actual }: Sides,
): readonly { readonly object: Identity; readonly attribute: string }[] =>
  rootsOf(partition, expected)
    .flatMap((root) => actual.childrenOf(root))
    .filter(lacksParts)
    .map((object) => ({ object: identityOf(object), attribute: "attachedParts" }));

/** True of a root's index or key of which not every partition has its part. */
export const lacksParts = (
  object: Identity & { readonly valid?: AttributeValue; readonly lacksParts?: AttributeValue },
): boolean => object.valid === false || object.lacksParts === true;

/** `'"App".event'` as the oid of that relation, or null where there is none of the name. */
export const regclass = (schema: string | undefined, name: string): string =>
  `pg_catalog.to_regclass(${quoteLiteral(qualify(schema, name))})`;

/** What is said of the part, whose name stands between the two. */
export type Saying = readonly [before: string, after: string];

/**
 * One statement that looks for the part and says all of it. Where the plan took the partition away it finds nothing: whether
 * all is as expected then is for the proof to tell.
 * @param found a query for the part's name, as SQL names it
 */
export function sayOfPart(
  object: Identity,
  partition: OnPartition,
  found: string,
  sayings: readonly Saying[],
  facts: Partial<Statement> = {},
): Statement {
  const lines = sayings.map(
    ([before, after]) =>
      `EXECUTE ${quoteLiteral(before)} || part${after === "" ? "" : ` || ${quoteLiteral(after)}`};`,
  );
  const body = `
DECLARE part text := (${found});
BEGIN
  IF part IS NOT NULL THEN
    ${lines.join("\n    ")}
  END IF;
END`;
  return statement(`DO ${dollarQuote(body)}`, identityOf(object), {
    after: [{ kind: "table", schema: partition.schema, name: partition.table }],
    ...facts,
  });
}

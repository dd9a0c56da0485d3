/** What a table has to be rid of once it is no partition any more, and has to have before it can become one. */
import { qualify, quoteIdentifier, quoteLiteral } from "../../postgres/identifier";
import { type Identity, identityKey, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import { columnsOf } from "../columns/columns-of";
import type { Constraint } from "../constraint";
import type { CatalogObject, CatalogView, Sides } from "../kind";
import { dollarQuote } from "../routines/quote-body";
import type { Table } from "../table";
import { foreignKeysTo } from "../tables/key-neighbours";
import { relation, rootsOf } from "../tables/table-parents";
import { regclass } from "./on-partition";

const constraintsOf = (table: Identity, side: CatalogView): readonly Constraint[] =>
  side.childrenOf(table).filter(({ kind }) => kind === "constraint") as unknown as Constraint[];

const handsDown = (table: Identity, side: CatalogView): boolean =>
  side.childrenOf(table).some(({ kind }) => kind === "index" || kind === "constraint");

/**
 * Where a plan notes the parts that a partition has of its root's objects. For the session: not everything that runs a migration
 * does so in one transaction.
 */
const noted = "plumbline.parts";

/** An oid means something only within its catalog. */
const word = (what: "constraint" | "index", oid: string): string => `pg_catalog.concat('${what}:', ${oid})`;

/**
 * DETACH leaves the table with its parts of the root's indexes, keys, foreign keys and checks, under names that Postgres made
 * up. They go; what the table is to have of its own is made as such. What it has of its own stays, known to us or not: which
 * are parts is noted while they are.
 */
export function detach(detaching: Statement, partition: Table, actual: CatalogView): readonly Statement[] {
  if (!rootsOf(partition, actual).some((root) => handsDown(root, actual))) return [detaching];
  const own = (kind: string): string => {
    const names = actual
      .childrenOf(partition)
      .filter((child) => child.kind === kind)
      .map(({ name }) => quoteLiteral(name));
    return `ARRAY[${names.join(", ")}]::pg_catalog.text[]`;
  };
  const table = qualify(partition.schema, partition.name);
  const oid = regclass(partition.schema, partition.name);
  const note = `
BEGIN
  PERFORM pg_catalog.set_config('${noted}', pg_catalog.concat_ws(' ', pg_catalog.current_setting('${noted}', true), (
    SELECT pg_catalog.string_agg(part.word, ' ') FROM (
    SELECT ${word("constraint", "k.oid")} AS word FROM pg_catalog.pg_constraint k WHERE k.conrelid = ${oid} AND k.contype IN ('p', 'u', 'f', 'c', 'x')
      AND (k.coninhcount > 0 OR k.conparentid <> 0) AND k.conname <> ALL (${own("constraint")})
    UNION ALL
    SELECT ${word("index", "i.oid")} FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
    WHERE x.indrelid = ${oid} AND i.relispartition AND i.relname <> ALL (${own("index")} || ${own("constraint")})) part)), false);
END`;
  const drop = `
DECLARE part record; noted pg_catalog.text[] := pg_catalog.string_to_array(pg_catalog.current_setting('${noted}'), ' ');
BEGIN
  FOR part IN SELECT conname FROM pg_catalog.pg_constraint WHERE ${word("constraint", "oid")} = ANY (noted) AND conrelid = ${oid} ORDER BY contype <> 'f', conname
  LOOP
    EXECUTE pg_catalog.format('ALTER TABLE %s DROP CONSTRAINT %I', ${quoteLiteral(table)}, part.conname);
  END LOOP;
  FOR part IN SELECT i.oid::pg_catalog.regclass AS name FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
    WHERE ${word("index", "i.oid")} = ANY (noted) AND x.indrelid = ${oid} ORDER BY i.relname
  LOOP
    EXECUTE pg_catalog.format('DROP INDEX %s', part.name);
  END LOOP;
END`;
  // Part of the leaving, they wait as little as that for what the partition is to be under.
  const leaving = { frees: detaching.frees ?? [] };
  return [
    statement(`DO ${dollarQuote(note)}`, identityOf(partition), leaving),
    detaching,
    statement(`DO ${dollarQuote(drop)}`, identityOf(partition), {
      ...leaving,
      lock: "ACCESS EXCLUSIVE",
      hazards: [
        { code: "index-dropped", detail: partition.name },
        { code: "constraint-dropped", detail: partition.name },
      ],
    }),
  ];
}

/** Foreign keys that refer to a partition by a key which it has from its root, and which goes when it leaves that (2BP01). */
export function foreignKeysInTheWay(partition: Identity, sides: Sides): readonly Constraint[] {
  const [wanted, present] = [sides.expected.get(partition), sides.actual.get(partition)].map(
    (table) => table as unknown as Table | undefined,
  );
  const root = present?.partitionOf ?? null;
  const above = wanted?.partitionOf ?? null;
  if (wanted === undefined || root === null) return [];
  if (above !== null && relation(above) === relation(root)) return [];
  const isOwn = ({ kind, schema, table }: CatalogObject): boolean =>
    (kind === "constraint" || kind === "index") && schema === partition.schema && table === partition.name;
  const all = foreignKeysTo(partition, sides.actual).filter(
    (key) => !sides.actual.dependenciesOf(key).some(isOwn),
  );
  return [...new Map(all.map((key) => [identityKey(key), key])).values()];
}

/** Those that are to be there afterwards, by another key: they go before the partition leaves and come back behind. */
export const foreignKeysThatComeBack = (partition: Identity, sides: Sides): readonly Identity[] =>
  foreignKeysInTheWay(partition, sides)
    .map((key) => identityOf(key))
    .filter((key) => sides.expected.get(key) !== undefined);

/** The checks of the tables above, without which a table cannot become their partition (42804), where it lacks them. */
export function checksOfRoots(expected: Table, sides: Sides): readonly Statement[] {
  const present = new Map(constraintsOf(expected, sides.actual).map((one) => [one.name, one]));
  return rootsOf(expected, sides.expected)
    .flatMap((root) => constraintsOf(root, sides.expected))
    .filter(
      ({ type, definition, name }) =>
        type === "check" &&
        !definition.endsWith(" NO INHERIT") &&
        present.get(name)?.definition !== definition,
    )
    .map((check) =>
      statement(
        `ALTER TABLE ${qualify(expected.schema, expected.name)} ADD CONSTRAINT ${quoteIdentifier(check.name)} ${check.definition}`,
        identityOf(expected),
        {
          lock: "ACCESS EXCLUSIVE",
          scan: true,
          hazards: [{ code: "may-fail-on-data", detail: `rows that ${check.name} refuses` }],
          // Its own by that name becomes the root's: nobody expects it any more.
          after: [{ kind: "constraint", schema: expected.schema, table: expected.name, name: check.name }],
        },
      ),
    );
}

/**
 * The columns of a table and of the tables above it: each must have its expected form before they meet, and those that nobody
 * expects above must be gone. What the table itself lacks is brought with the move.
 */
export function columnsThatMeet(expected: Table, sides: Sides): readonly Identity[] {
  const identitiesOf = (table: Identity, side: CatalogView): readonly Identity[] =>
    columnsOf(table, side).map(identityOf);
  return [
    ...identitiesOf(expected, sides.expected).filter((column) => sides.actual.get(column) !== undefined),
    ...rootsOf(expected, sides.expected).flatMap((root) => [
      ...identitiesOf(root, sides.expected),
      ...identitiesOf(root, sides.actual),
    ]),
  ];
}

/** Tables that become logged or unlogged: what PostgreSQL changes with them, and what they come behind. */
import { qualify } from "../../postgres/identifier";
import { type Identity, identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import { columnsOf } from "../columns/columns-of";
import type { Sides } from "../kind";
import type { Publication } from "../publication";
import type { Sequence } from "../sequence";
import type { Table } from "../table";
import { referredToBy, referringTo } from "./key-neighbours";

const word = ({ persistence }: Pick<Table, "persistence">): string =>
  persistence === "unlogged" ? "UNLOGGED" : "LOGGED";

export const changePersistence = (expected: Table, _: Table, sides: Sides): readonly Statement[] => [
  statement(`ALTER TABLE ${qualify(expected.schema, expected.name)} SET ${word(expected)}`, expected, {
    lock: "ACCESS EXCLUSIVE",
    rewrite: true,
    hazards: [{ code: "table-rewrite" }],
    after: [...loggedLikewise(expected, sides), ...publishedBy(expected, sides).map(identityOf)],
  }),
  // Of those that come to it or leave it in the same plan, too: it is no matter then which of the two is first.
  ...ownSequences(expected, sides)
    .filter((sequence) => sequence.persistence !== expected.persistence)
    .map((sequence) =>
      statement(`ALTER SEQUENCE ${qualify(sequence.schema, sequence.name)} SET ${word(sequence)}`, expected, {
        lock: "ACCESS EXCLUSIVE",
      }),
    ),
];

/** Tables that become logged or unlogged before this one: a logged table refers to none that is unlogged (42P16). */
const loggedLikewise = (expected: Table, sides: Sides): readonly Identity[] =>
  (expected.persistence === "unlogged" ? referringTo : referredToBy)(expected, sides.actual).filter(
    (one) =>
      sides.expected.get(one)?.persistence === expected.persistence &&
      sides.actual.get(one)?.persistence !== expected.persistence,
  );

/** The publications that the table is yet to be taken out of: it is in none by name while it is unlogged (22023). */
const publishedBy = (expected: Table, { actual }: Sides): readonly Identity[] =>
  expected.persistence === "permanent"
    ? []
    : actual
        .dependentsOf(expected)
        .filter(
          (one) =>
            one.kind === "publication" &&
            (one as unknown as Publication).tables.some(
              ({ schema, name }) => schema === expected.schema && name === expected.name,
            ),
        );

/**
 * What goes with the table's change: its sequences become what it becomes (ALTER TABLE's page, since PostgreSQL 15), whatever
 * they are to be.
 */
export const changedWithPersistence = (
  expected: Table,
  actual: Table,
  sides: Sides,
): readonly { readonly object: Identity; readonly attribute?: string }[] =>
  expected.persistence === actual.persistence
    ? []
    : [
        ...ownSequences(expected, sides).map((sequence) => ({
          object: identityOf(sequence),
          attribute: "persistence",
        })),
        ...publishedBy(expected, sides).map((object) => ({ object: identityOf(object) })),
      ];

/** As expected, the sequences that both sides have and the table's columns own on one of them: an identity's is not among them. */
function ownSequences(table: Table, sides: Sides): readonly Sequence[] {
  // Before, every sequence was permanent.
  if (sides.actual.serverVersion < 150_000) return [];
  const own = [sides.actual, sides.expected]
    .flatMap((side) => columnsOf(table, side).flatMap((column) => side.childrenOf(column)))
    .filter(({ kind }) => kind === "sequence");
  return [...new Set(own.map((one) => sides.expected.get(one)))].filter(
    (one): one is NonNullable<typeof one> & Sequence =>
      one !== undefined && sides.actual.get(one) !== undefined,
  );
}

/** What the REVOKE of a table or foreign table, and another owner, do to the grants on its columns. */
import { quoteIdentifier } from "../../postgres/identifier";
import { identityOf } from "../../postgres/identity";
import type { Column } from "../column";
import { ownerOf } from "../columns/column-statement";
import { columnsOf } from "../columns/columns-of";
import type { CatalogView, Sides } from "../kind";
import { type Granted, isRevoked, type Privileges, withoutOption } from "../ownership/ownership";
import { relationOf } from "../preflight/preflight";

const grantsOfColumns = (object: Granted, side: CatalogView): ReadonlyMap<string, Privileges> =>
  new Map(
    columnsOf(object, side)
      .filter(({ privileges }) => privileges != null)
      .map((column) => [column.name, column.privileges as Privileges]),
  );

/** What the columns are granted on both sides. What they only have on the expected one their own change gives them. */
export function grantsThatStay(
  expected: Granted,
  actual: Granted,
  sides: Sides,
): ReadonlyMap<string, Privileges> {
  const present = grantsOfColumns(actual, sides.actual);
  const stays = (name: string, wanted: Privileges): Privileges =>
    Object.fromEntries(
      Object.entries(wanted ?? {}).map(([grantee, privileges]) => {
        const has = (present.get(name)?.[grantee] ?? []).map(withoutOption);
        return [grantee, privileges.filter((privilege) => has.includes(withoutOption(privilege)))];
      }),
    );
  return new Map(
    [...grantsOfColumns(expected, sides.expected)].map(([name, wanted]) => [name, stays(name, wanted)]),
  );
}

/** Columns whose own grants a REVOKE on the table reaches: it would be half of their change. */
const columnsThatLoseGrants = (expected: Granted, actual: Granted, sides: Sides) =>
  [...grantsOfColumns(actual, sides.actual)]
    .filter(([, present]) =>
      Object.entries(present ?? {}).some(([grantee, privileges]) =>
        privileges.some((privilege) => isRevoked(grantee, privilege, expected, actual)),
      ),
    )
    .map(([name]) => ({
      object: { kind: "column", schema: actual.schema ?? "", table: actual.name, name },
      attribute: "privileges",
    }));

/** Columns on which the new owner was granted something: that becomes its own with the table, and is read as that. */
const columnsHandedOver = (expected: Granted, actual: Granted, sides: Sides) => {
  const { owner } = expected;
  if (owner == null || owner === actual.owner) return [];
  return columnsOf(actual, sides.actual).flatMap((column) =>
    grantsOfColumn
      .filter((attribute) => column[attribute]?.[quoteIdentifier(owner)] !== undefined)
      .map((attribute) => ({ object: identityOf(column), attribute })),
  );
};

/** Of itself, and of the sequence behind its identity. */
const grantsOfColumn = ["privileges", "identityPrivileges"] as const;

/** What cannot stay as it is on columns while the grants or the owner of their table change. */
export const columnsWithGrants = (expected: Granted, actual: Granted, sides: Sides) => [
  ...columnsThatLoseGrants(expected, actual, sides),
  ...columnsHandedOver(expected, actual, sides),
];

/** The table of a column that is to have other grants, where who is its owner decides what they mean. */
export function ownerOfGrants(expected: Column | undefined, actual: Column | undefined, sides: Sides) {
  if (expected === undefined) return [];
  const changed = grantsOfColumn.filter(
    (attribute) =>
      expected[attribute] !== (actual?.[attribute] ?? null) &&
      JSON.stringify(expected[attribute]) !== JSON.stringify(actual?.[attribute] ?? null),
  );
  if (changed.length === 0) return [];
  const [before, after] = [ownerOf(expected, sides.actual), ownerOf(expected, sides.expected)];
  if (before === null || after === null || before === after) return [];
  const grantees = changed.flatMap((attribute) =>
    [expected[attribute], actual?.[attribute]].flatMap((grants) => Object.keys(grants ?? {})),
  );
  return grantees.some((one) => ["(owner)", quoteIdentifier(before), quoteIdentifier(after)].includes(one))
    ? [{ object: relationOf(expected), attribute: "owner" }]
    : [];
}

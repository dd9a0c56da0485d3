/** How a table's rows are stored. Since PostgreSQL 17 a partitioned one can have an access method, which its partitions get. */
import { qualify, quoteIdentifier } from "../../postgres/identifier";
import { identityOf } from "../../postgres/identity";
import { type Statement, statement } from "../../postgres/statement";
import type { CatalogView, Sides } from "../kind";
import { type Manual, manual } from "../manual";
import type { Table } from "../table";

const fromRoot = (object: Table, side: CatalogView): string | null =>
  object.partitionOf === null
    ? null
    : ((side.get({ kind: "table", ...object.partitionOf }) as Table | undefined)?.accessMethod ?? null);

/** As CREATE TABLE writes it; nothing where that is what it gets. */
export const accessClause = (object: Table, side: CatalogView): string =>
  object.accessMethod === null || object.accessMethod === (fromRoot(object, side) ?? "heap")
    ? ""
    : ` USING ${quoteIdentifier(object.accessMethod)}`;

/** A root below another has none of its own where it is told so afterwards. */
export const takeAccessMethodOff = (object: Table, side: CatalogView): readonly Statement[] =>
  object.accessMethod === null && fromRoot(object, side) !== null ? [set(object, { lock: null })] : [];

export function changeAccessMethod(
  expected: Table,
  actual: Table,
  sides: Sides,
): readonly Statement[] | Manual {
  if (sides.actual.serverVersion < 150_000)
    return manual(
      "SET ACCESS METHOD came with PostgreSQL 15. Upgrade the server, or make a new table beside it.",
    );
  // No rows lie in it: what is made in it from now on gets the new one.
  if (expected.partitionKey !== null && actual.partitionKey !== null) return [set(expected)];
  // A table and a partitioned one differ in it because they differ in the key.
  return expected.accessMethod === null
    ? manual("it has another one once it is partitioned as it should be.")
    : [set(expected, { rewrite: true, hazards: [{ code: "table-rewrite" }] })];
}

const set = (object: Table, facts: Partial<Statement> = {}): Statement =>
  statement(
    `ALTER TABLE ${qualify(object.schema, object.name)} SET ACCESS METHOD ${
      object.accessMethod === null ? "DEFAULT" : quoteIdentifier(object.accessMethod)
    }`,
    identityOf(object),
    { lock: "ACCESS EXCLUSIVE", ...facts },
  );

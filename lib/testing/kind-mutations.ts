/** What the tests of kinds share: changes made by hand to a fixture's objects, and the proof that each is seen and mended. */
import { expect } from "vitest";
import type { Catalog } from "../catalog/catalog";
import { compare } from "../drift/compare";
import { introspect } from "../introspect/introspect";
import type { CatalogObject } from "../kinds/kind";
import type { AnyKind } from "../kinds/registry";
import { createObjects } from "../plan/create-objects";
import { makePlan } from "../plan/make-plan";
import type { Session } from "../postgres/connect";
import { qualify } from "../postgres/identifier";
import { compareIdentities, type Identity, identityOf } from "../postgres/identity";
import { majorOf } from "../postgres/version";

/** An object that differs and how: the attributes in alphabetical order, or the type of its difference. */
export interface Seen {
  readonly object: Identity;
  readonly attributes: readonly string[] | "missing" | "unexpected" | "renamed";
}

/** One change of a fixture's objects by hand. */
export interface Mutation<Names> extends Seen {
  readonly sql: (names: Names) => string;
  /** Other objects that the change touches too. */
  readonly also?: readonly Seen[];
  /** Set where no safe statement exists. */
  readonly manual?: true;
  /** What the change by hand itself destroys, so that nothing could bring it back. */
  readonly loses?: "values" | "rows";
  /** Whether mending it must drop something; where absent, either is right. */
  readonly recreates?: boolean;
  /** The first and the last major version in which the change is possible. */
  readonly from?: number;
  readonly to?: number;
}

/** What became of one mutation. */
export interface Outcome {
  readonly seen: readonly Seen[];
  readonly manual: readonly Identity[];
  /** Why each of these is left to people. */
  readonly reasons: readonly string[];
  readonly statements: readonly string[];
  /** What still differs when all statements ran. */
  readonly left: readonly Seen[];
  readonly rowsBefore: unknown;
  readonly rowsAfter: unknown;
}

const inOrder = (list: readonly Seen[]): readonly Seen[] =>
  list.toSorted((a, b) => compareIdentities(a.object, b.object));

const seenIn = (expected: Catalog, actual: Catalog): readonly Seen[] =>
  inOrder(
    compare(expected, actual).differences.map((difference) => ({
      object: identityOf(difference.object),
      attributes:
        difference.type === "changed"
          ? difference.attributes.map(({ attribute }) => attribute).toSorted()
          : difference.type,
    })),
  );

/** What a mutation should be seen as. */
export const expectedOf = ({ object, attributes, also = [] }: Mutation<never>): readonly Seen[] =>
  inOrder([{ object, attributes }, ...also]);

/**
 * Makes the change, compares, runs the plan's statements and compares again, all in a transaction that is rolled back so
 * that no change meets the remains of another.
 * @throws with the statement that Postgres refused
 */
export async function tryMutation(
  session: Session,
  expected: Catalog,
  sql: string,
  loses?: "values" | "rows",
) {
  await session.execute("BEGIN");
  try {
    const rowsBefore = await readRows(session, expected, loses);
    await session.script(sql);
    const actual = await introspect(session, { insideTransaction: true });
    const seen = seenIn(expected, actual);
    const plan = makePlan(compare(expected, actual), expected, actual);
    const statements = plan.statements.map((statement) => statement.sql);
    await runAll(session, plan.statements);
    await session.execute("SET CONSTRAINTS ALL IMMEDIATE");
    const left = seenIn(expected, await introspect(session, { insideTransaction: true }));
    const rowsAfter = left.length === 0 ? await readRows(session, expected, loses) : rowsBefore;
    const manual = plan.manual.map((entry) => identityOf(entry.object));
    const reasons = plan.manual.map((entry) => entry.reason);
    return { seen, manual, reasons, statements, left, rowsBefore, rowsAfter } satisfies Outcome;
  } finally {
    await session.execute("ROLLBACK");
  }
}

/** The rows of every table, whatever the order of its columns; only their number where the values are gone. */
async function readRows(session: Session, catalog: Catalog, loses?: "values" | "rows"): Promise<unknown> {
  if (loses === "rows") return null;
  const value = loses === "values" ? "count(*)" : "jsonb_agg(to_jsonb(t) ORDER BY to_jsonb(t)::text)";
  const tables = catalog.objects.filter((object) => object.kind === "table");
  const parts = tables.map(
    (table) =>
      `(SELECT jsonb_build_array(t.tableoid::regclass::text, ${value}) FROM ${qualify(table.schema, table.name)} t GROUP BY t.tableoid)`,
  );
  return session.query(
    `SELECT DISTINCT part.r FROM (${parts.map((part) => `SELECT r FROM ${part} x(r)`).join(" UNION ALL ")}) part ORDER BY 1`,
  );
}

/** An empty database has it, and before PostgreSQL 15 another owner, who counts as this one. */
const madeByInitdb = new Set(["CREATE SCHEMA public", "ALTER SCHEMA public OWNER TO pg_database_owner"]);

/** Creates the objects of a catalog in an empty database. */
export async function createAgain(
  session: Session,
  catalog: Catalog,
  creatable: (object: CatalogObject) => boolean = () => true,
): Promise<void> {
  const statements = createObjects(catalog.objects.filter(creatable), catalog);
  await runAll(
    session,
    statements.filter(({ sql }) => !madeByInitdb.has(sql)),
  );
}

/** Runs statements one by one. @throws with the one that Postgres refused, and all of them */
export async function runAll(
  session: Session,
  statements: readonly { readonly sql: string }[],
): Promise<void> {
  for (const { sql } of statements) {
    await session.execute(sql).catch((cause: unknown) => {
      throw new Error(`${sql}\nof ${statements.map((other) => other.sql).join(";\n")}`, { cause });
    });
  }
}

/** Expects that each row of a kind's query has the fields that the kind has rules for, and an address. */
export async function readsItsFields(session: Session, kind: AnyKind): Promise<void> {
  const rows = await session.query<{ row: Record<string, unknown> }>(
    `SELECT pg_catalog.row_to_json(o) AS row FROM (${kind.query(majorOf(session.serverVersion), true)}) o`,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { row } of rows) {
    expect(attributesOf(row)).toEqual(Object.keys(kind.attributes).toSorted());
    expect(row.kind).toBe(kind.kind);
    expect(row.address).toMatch(/^\d+:\d+:\d+$/);
  }
}

const addressFields = new Set(["kind", "schema", "table", "name", "arguments", "address", "aliases"]);

/** The attributes in a row of a kind's query. */
const attributesOf = (row: object): readonly string[] =>
  Object.keys(row)
    .filter((field) => !addressFields.has(field))
    .toSorted();

/** Attributes for which no object of the catalog has anything but the usual value. */
export function silentAttributes(kinds: readonly AnyKind[], catalog: Catalog): readonly string[] {
  const plain = new Set(["null", "false", "0", "[]", "{}"]);
  return kinds
    .flatMap((kind) => {
      const objects = catalog.objects.filter((object) => object.kind === kind.kind);
      return Object.keys(kind.attributes)
        .filter((attribute) =>
          objects.every((object) => plain.has(JSON.stringify(object[attribute] ?? null))),
        )
        .map((attribute) => `${kind.kind}: ${attribute}`);
    })
    .toSorted();
}

/** Attributes that are compared, and `missing` and `unexpected`, for which there is no mutation. */
export function untriedAttributes(
  kinds: readonly AnyKind[],
  mutations: readonly Mutation<never>[],
): readonly string[] {
  const tried = new Set(
    mutations
      .flatMap((mutation) => [mutation, ...(mutation.also ?? [])])
      .flatMap(({ object, attributes }) =>
        [attributes].flat().map((attribute) => `${object.kind}: ${attribute}`),
      ),
  );
  return kinds
    .flatMap((kind) =>
      [
        "missing",
        "unexpected",
        ...Object.keys(kind.attributes).filter(
          (attribute) => (kind.attributes as { readonly [name: string]: unknown })[attribute] !== "ignore",
        ),
      ].map((attribute) => `${kind.kind}: ${attribute}`),
    )
    .filter((entry) => !tried.has(entry));
}

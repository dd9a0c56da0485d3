import { describe, expect, it } from "vitest";
import { Catalog } from "../catalog/catalog";
import type { Coverage } from "../catalog/coverage";
import type { CatalogObject } from "../kinds/kind";
import { compareSeverities } from "../kinds/severity";
import type { Diagnostic } from "../postgres/diagnostic";
import { compare } from "./compare";
import type { Drift } from "./drift";

const nothing: Coverage = { read: {}, setApart: [], notRead: [], notVisible: [], unmanaged: [] };

function catalog(
  objects: readonly CatalogObject[],
  more: { coverage?: Partial<Coverage>; diagnostics?: readonly Diagnostic[] } = {},
): Catalog {
  return new Catalog({
    serverVersion: 180_004,
    objects,
    dependencies: [],
    coverage: { ...nothing, ...more.coverage },
    diagnostics: more.diagnostics ?? [],
  });
}

const schema = (name: string): CatalogObject => ({
  kind: "schema",
  name,
  owner: null,
  comment: null,
  privileges: null,
});

const table = (name: string, rest: Partial<CatalogObject> = {}): CatalogObject => ({
  kind: "table",
  schema: "public",
  name,
  owner: null,
  comment: null,
  ...rest,
});

const column = (of: string, name: string, rest: Partial<CatalogObject> = {}): CatalogObject => ({
  kind: "column",
  schema: "public",
  table: of,
  name,
  relation: "table",
  position: 1,
  type: "integer",
  notNull: false,
  default: null,
  comment: null,
  ...rest,
});

const foreignKey = (of: string, from: string, to: string): CatalogObject => ({
  kind: "constraint",
  schema: "public",
  table: of,
  name: `${of}_${from}_fkey`,
  relation: "table",
  type: "foreign key",
  definition: `FOREIGN KEY (${from}) REFERENCES public.${to}(id)`,
  validated: true,
  enforced: true,
  columns: [from],
  references: { schema: "public", table: to, columns: ["id"] },
  indexOptions: null,
  indexTablespace: null,
  comment: null,
});

const lines = (drift: Drift): readonly string[] =>
  drift.differences.map(
    ({ type, object }) =>
      `${type} ${object.kind} ${object.table ?? ""}${object.table ? "." : ""}${object.name}`,
  );

describe("compare", () => {
  it("finds equal sides clean and counts what it compared", () => {
    const side = catalog([schema("public"), table("a"), column("a", "x")]);
    const drift = compare(side, catalog(side.objects.toReversed()));
    expect(drift.verdict).toBe("clean");
    expect(drift.counts).toMatchObject({ missing: 0, unexpected: 0, changed: 0, compared: 3, same: 3 });
    expect(drift.actualFingerprint).toBe(drift.expectedFingerprint);
  });

  it("gives the same bytes for the same input, in whatever order the objects came", () => {
    const expected = [
      schema("public"),
      table("a"),
      column("a", "x"),
      table("b"),
      column("b", "x"),
      column("b", "y"),
    ];
    const actual = [
      schema("public"),
      table("a"),
      column("a", "x", { type: "bigint" }),
      table("c"),
      column("c", "z"),
    ];
    const one = compare(catalog(expected), catalog(actual));
    const other = compare(catalog(expected.toReversed()), catalog(actual.toReversed()));
    expect(JSON.stringify(other)).toBe(JSON.stringify(one));
    expect(lines(one)).toHaveLength(3);
  });

  it("puts the worst first", () => {
    const expected = catalog([
      table("a"),
      column("a", "x"),
      table("b", { comment: "said" }),
      column("b", "y"),
    ]);
    const actual = catalog([table("b"), column("b", "y", { notNull: true }), table("extra")]);
    const { differences } = compare(expected, actual);
    expect(differences.length).toBe(4);
    for (const [index, difference] of differences.entries()) {
      const next = differences[index + 1];
      if (next) expect(compareSeverities(difference.severity, next.severity)).toBeLessThanOrEqual(0);
    }
  });

  it("folds what comes and goes with its parent into the parent's difference", () => {
    const expected = catalog([table("a"), column("a", "x"), column("a", "y")]);
    const drift = compare(expected, catalog([table("b"), column("b", "z")]));
    expect(lines(drift)).toEqual(expect.arrayContaining(["missing table a", "unexpected table b"]));
    expect(drift.differences).toHaveLength(2);
    expect(
      drift.differences.find(({ type }) => type === "missing")?.includes.map(({ name }) => name),
    ).toEqual(["x", "y"]);
    expect(drift.counts).toMatchObject({ missing: 1, unexpected: 1, compared: 5, same: 0 });
  });

  it("folds nothing into a parent that is only changed", () => {
    const expected = catalog([table("a", { comment: "one" }), column("a", "x"), column("a", "y")]);
    const actual = catalog([table("a", { comment: "two" }), column("a", "x")]);
    expect(lines(compare(expected, actual)).toSorted()).toEqual(["changed table a", "missing column a.y"]);
  });

  it("ignores what its kind ignores, and an owner that a source cannot declare", () => {
    const expected = catalog([table("a"), column("a", "x", { position: 1 })]);
    const actual = catalog([table("a", { owner: "dba" }), column("a", "x", { position: 7 })]);
    expect(compare(expected, actual).verdict).toBe("clean");
    // Declared on the expected side, an owner is compared.
    const declared = catalog([table("a", { owner: "app" }), column("a", "x")]);
    expect(compare(declared, actual).differences[0]).toMatchObject({
      attributes: [{ attribute: "owner", expected: "app", actual: "dba" }],
    });
  });

  it("takes an attribute that is absent for one that is null", () => {
    const bare: CatalogObject = { kind: "table", schema: "public", name: "a" };
    expect(compare(catalog([bare]), catalog([table("a")])).verdict).toBe("clean");
  });
});

describe("the scope of a comparison", () => {
  const declared = catalog([schema("public"), schema("app"), { ...table("a"), schema: "app" }]);
  const actual = catalog([
    schema("public"),
    schema("app"),
    { ...table("a"), schema: "app" },
    schema("legacy"),
    { ...table("old"), schema: "legacy" },
    table("stray"),
  ]);

  it("leaves schemas that a source never mentions alone, and counts them", () => {
    const drift = compare(declared, actual, { scope: "declared" });
    expect(drift.verdict).toBe("clean");
    expect(drift.coverage.unmanaged).toEqual([
      { schema: "legacy", count: 1 },
      { schema: "public", count: 1 },
    ]);
  });

  it("is the whole database when the expected side is one", () => {
    expect(lines(compare(declared, actual)).toSorted()).toEqual([
      "unexpected schema legacy",
      "unexpected table old",
      "unexpected table stray",
    ]);
  });

  it("expects an empty public of a source that declares nothing", () => {
    const drift = compare(catalog([schema("public")]), actual, { scope: "declared" });
    expect(lines(drift)).toEqual(["unexpected table stray"]);
  });

  it("finds a declared schema missing that the database lacks", () => {
    const drift = compare(declared, catalog([schema("public")]), { scope: "declared" });
    expect(lines(drift)).toEqual(["missing schema app", "missing table a"]);
  });
});

describe("causes", () => {
  const uuid = { type: "uuid" };
  const expected = [
    table("users"),
    column("users", "id"),
    table("posts"),
    column("posts", "author"),
    foreignKey("posts", "author", "users"),
  ];

  it("explain the column of a foreign key by the key it refers to", () => {
    const actual = [
      table("users"),
      column("users", "id", uuid),
      table("posts"),
      column("posts", "author", uuid),
      foreignKey("posts", "author", "users"),
    ];
    const { differences } = compare(catalog(expected), catalog(actual));
    const key = differences.find(({ object }) => object.name === "id");
    const author = differences.find(({ object }) => object.name === "author");
    expect(differences).toHaveLength(2);
    expect(key?.cause).toBeUndefined();
    expect(author?.cause).toBe(key?.id);
  });

  it("explain a missing table by the key its foreign key needs", () => {
    const { differences } = compare(
      catalog(expected),
      catalog([table("users"), column("users", "id", uuid)]),
    );
    const key = differences.find(({ object }) => object.name === "id");
    expect(differences.find(({ object }) => object.name === "posts")?.cause).toBe(key?.id);
  });

  it("are not made up where two columns differ in different ways", () => {
    const actual = [
      table("users"),
      column("users", "id", uuid),
      table("posts"),
      column("posts", "author", { notNull: true }),
      foreignKey("posts", "author", "users"),
    ];
    const { differences } = compare(catalog(expected), catalog(actual));
    expect(differences).toHaveLength(2);
    expect(differences.map(({ cause }) => cause)).toEqual([undefined, undefined]);
  });

  it("end where keys refer to each other in a circle", () => {
    const circle = (type: string) => [
      table("a"),
      column("a", "id", { type }),
      foreignKey("a", "id", "b"),
      table("b"),
      column("b", "id", { type }),
      foreignKey("b", "id", "a"),
    ];
    const { differences } = compare(catalog(circle("integer")), catalog(circle("uuid")));
    expect(differences).toHaveLength(2);
    for (const { id, cause } of differences) expect(cause).not.toBe(id);
  });
});

describe("a verdict", () => {
  const side = catalog([table("a")]);
  const other = catalog([]);
  const hidden = { what: "columns", kind: "column", reason: "no right", remedy: "grant it" };
  const doubt: Diagnostic = { code: "reading-torn", severity: "unknown", message: "torn" };
  const remark: Diagnostic = { code: "read-replica", severity: "info", message: "a replica" };

  it("is unknown, never clean, when either side hid something or was read in doubt", () => {
    for (const more of [{ coverage: { notVisible: [hidden] } }, { diagnostics: [doubt] }]) {
      const uncertain = catalog(side.objects, more);
      expect(compare(uncertain, side).verdict).toBe("unknown");
      expect(compare(side, uncertain).verdict).toBe("unknown");
      expect(compare(other, uncertain).verdict).toBe("unknown");
    }
    expect(compare(side, catalog(side.objects, { diagnostics: [remark] })).verdict).toBe("clean");
  });

  it("claims nothing of a kind that one side could not see", () => {
    const seeing = catalog([table("a"), column("a", "x")]);
    const blind = catalog([table("a")], { coverage: { notVisible: [hidden] } });
    const drift = compare(seeing, blind);
    expect(drift.differences).toEqual([]);
    expect(drift.verdict).toBe("unknown");
    expect(drift.coverage.notVisible).toEqual([hidden]);
  });

  it("is unknown when only what could not be verified is left, and drift when something else was seen", () => {
    const expected = catalog([table("a"), column("a", "x", { default: "1" })]);
    const actual = catalog([table("a"), column("a", "x", { default: "(1)" })]);
    const entry = {
      object: { kind: "column", schema: "public", table: "a", name: "x" },
      attributes: ["default"],
      reason: "it needs an extension",
    };
    const unsure = compare(expected, actual, { unverified: [entry] });
    expect(unsure.verdict).toBe("unknown");
    expect(unsure.differences).toEqual([]);
    expect(unsure.unverified).toEqual([entry]);
    const more = catalog([...actual.objects, table("extra")]);
    expect(compare(expected, more, { unverified: [entry] }).verdict).toBe("drift");
  });
});

import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { introspect } from "../introspect/introspect";
import type { CatalogObject } from "../kinds/kind";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { testServer } from "../testing/test-server";
import { canonicalJson } from "./canonical";
import { Catalog, type Dependency } from "./catalog";
import { fingerprint } from "./fingerprint";
import { readSnapshot, snapshotFormat, writeSnapshot } from "./snapshot";

let catalog: Catalog;

beforeAll(async () => {
  const database = await (await testServer()).createDatabase();
  const session = await connect(connectionSettingsFromUrl(database.url));
  await session.script(
    'CREATE TABLE a (id int PRIMARY KEY, "Größe ""x""" text DEFAULT \'é\\\'); CREATE VIEW v AS SELECT id FROM a; CREATE TABLE b ()',
  );
  catalog = await introspect(session);
  await session.close();
  await database.drop();
});

/** Objects of any content, as a database could have them. */
const objects = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom("table", "view"),
    schema: fc.string({ unit: "grapheme" }),
    name: fc.string({ unit: "grapheme" }),
    comment: fc.option(fc.string({ unit: "grapheme" })),
    options: fc.option(fc.array(fc.string())),
  }),
  { selector: ({ kind, schema, name }) => JSON.stringify([kind, schema, name]) },
) as fc.Arbitrary<CatalogObject[]>;

const edge = ({ dependent, referenced }: Dependency): string => `${dependent} ${referenced}`;

const withObjects = (list: readonly CatalogObject[]): Catalog =>
  new Catalog({
    serverVersion: 180_004,
    objects: list,
    dependencies: [],
    coverage: catalog.coverage,
    diagnostics: [],
  });

describe("a snapshot", () => {
  it("gives back the catalog that was written, and the same bytes when written again", () => {
    const text = writeSnapshot(catalog);
    const again = readSnapshot(text);
    expect(again.objects).toEqual(catalog.objects);
    expect(again.objects.length).toBeGreaterThan(4);
    expect(new Set(again.dependencies.map(edge))).toEqual(new Set(catalog.dependencies.map(edge)));
    expect(again.dependencies.length).toBeGreaterThan(1);
    expect(again.coverage).toEqual(catalog.coverage);
    expect(again.serverVersion).toBe(catalog.serverVersion);
    expect(writeSnapshot(again)).toBe(text);
  });

  it("has the same bytes in whatever order the dependencies and addresses were read", () => {
    const { dependencies, origin } = catalog;
    if (origin === undefined) throw new Error("nothing to put in another order");
    expect(Object.keys(origin.addresses).length).toBeGreaterThan(1);
    const turned = new Catalog({
      ...catalog,
      dependencies: dependencies.toReversed(),
      origin: { ...origin, addresses: Object.fromEntries(Object.entries(origin.addresses).toReversed()) },
    });
    expect(writeSnapshot(turned)).toBe(writeSnapshot(catalog));
  });

  it("holds any object, in whatever order the objects came", () => {
    fc.assert(
      fc.property(objects, (list) => {
        const text = writeSnapshot(withObjects(list));
        expect(writeSnapshot(withObjects(list.toReversed()))).toBe(text);
        expect(readSnapshot(text).objects).toEqual(withObjects(list).objects);
      }),
    );
  });

  it("has another fingerprint as soon as an attribute is another, and the same in any order of keys", () => {
    fc.assert(
      fc.property(objects, fc.nat(), (list, chosen) => {
        fc.pre(list.length > 0);
        const index = chosen % list.length;
        const before = fingerprint(withObjects(list));
        const edited = list.map((object, at) =>
          at === index ? { ...object, comment: `${object.comment} changed` } : object,
        );
        expect(fingerprint(withObjects(edited))).not.toBe(before);
        const turned = list.map(
          (object) => Object.fromEntries(Object.entries(object).toReversed()) as CatalogObject,
        );
        expect(fingerprint(withObjects(turned))).toBe(before);
      }),
    );
  });

  it("has the same fingerprint whether an attribute is null or not there", () => {
    const [bare, nothing, something] = [{}, { comment: null }, { comment: "" }].map((more) =>
      fingerprint(withObjects([{ kind: "table", schema: "a", name: "t", ...more }])),
    );
    expect(nothing).toBe(bare);
    expect(something).not.toBe(bare);
  });

  it("has its keys in order, the checksum's first", () => {
    const text = writeSnapshot(catalog);
    expect(text).toMatch(/^\{"checksum":"[0-9a-f]{64}","coverage":/);
    expect(canonicalJson(JSON.parse(text))).toBe(text);
  });

  it.each([
    ["no JSON", () => "CREATE TABLE a (x int)", "it is not JSON"],
    ["a JSON of somebody else's", () => '{"name":"package"}', "is not what a snapshot holds there"],
    [
      "another format version",
      () => writeSnapshot(catalog).replace(snapshotFormat, "plumbline.snapshot/v99"),
      "v99",
    ],
    ["an edited object", () => writeSnapshot(catalog).replace('"name":"id"', '"name":"ids"'), "fingerprint"],
    [
      "a kind that is not known",
      () =>
        writeSnapshot(withObjects([{ kind: "table", name: "x" }])).replace(
          '"kind":"table"',
          '"kind":"tabelle"',
        ),
      '"tabelle"',
    ],
    ["a missing list", () => writeSnapshot(catalog).replace('"objects"', '"objekte"'), "objects"],
  ])("is refused with the file's name when it is %s", (_, text, reason) => {
    expect(() => readSnapshot(text(), "prod.json")).toThrow(
      expect.objectContaining({
        code: "snapshot-unreadable",
        message: expect.stringMatching(
          new RegExp(`^prod\\.json cannot be read: .*${reason.replace(/[.*"]/g, "\\$&")}`),
        ),
        hint: expect.stringContaining("plumbline snapshot"),
      }),
    );
  });
});

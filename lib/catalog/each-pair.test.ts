import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CatalogObject } from "../kinds/kind";
import { type Identity, identityKey } from "../postgres/identity";
import { Catalog } from "./catalog";
import { eachPair } from "./each-pair";

const names = fc.constantFrom("", "a", "b", "a\0b", "ä", "𝒳");
const maybe = fc.option(names, { nil: undefined });
const objects = fc.uniqueArray(
  fc.record({ kind: names, schema: maybe, table: maybe, name: names, arguments: maybe }),
  { selector: (object) => identityKey(object as Identity), maxLength: 30 },
) as fc.Arbitrary<CatalogObject[]>;

const catalogOf = (list: readonly CatalogObject[]): Catalog =>
  new Catalog({
    ...{ serverVersion: 180_000, objects: list, dependencies: [], diagnostics: [] },
    coverage: { read: {}, setApart: [], notRead: [], notVisible: [], unmanaged: [] },
  });

describe("eachPair", () => {
  it("hands over every object once, beside the one of its identity where there is one", () => {
    fc.assert(
      fc.property(objects, objects, (wanted, present) => {
        const [expected, actual] = [catalogOf(wanted), catalogOf(present)];
        const seen = { expected: [] as CatalogObject[], actual: [] as CatalogObject[] };
        eachPair(expected, actual, (one, other) => {
          if (one !== undefined) seen.expected.push(one);
          if (other !== undefined) seen.actual.push(other);
          expect(other).toBe(one === undefined ? other : actual.get(one));
          expect(one).toBe(other === undefined ? one : expected.get(other));
        });
        expect(seen.expected).toEqual(expected.objects);
        expect(seen.actual).toEqual(actual.objects);
      }),
    );
  });
});

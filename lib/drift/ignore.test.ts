import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Catalog } from "../catalog/catalog";
import type { AttributeValue, CatalogObject } from "../kinds/kind";
import { identityKey } from "../postgres/identity";
import { compare } from "./compare";
import type { Drift } from "./drift";
import { applyIgnoreRules, type IgnoreRule, rulesInUse } from "./ignore";

const at = "2026-06-01T12:00:00Z";

const rule = (fields: Partial<IgnoreRule>): IgnoreRule => ({
  ...{ id: "I-1", kind: null, schema: null, name: null, attribute: null },
  ...{ reason: "known", author: "ann", expiresAt: null },
  ...fields,
});

const coverage = { read: {}, setApart: [], notRead: [], notVisible: [], unmanaged: [] };

const catalogOf = (objects: readonly CatalogObject[]): Catalog =>
  new Catalog({ serverVersion: 180_004, objects, dependencies: [], coverage, diagnostics: [] });

const attributes = ["owner", "comment", "persistence", "rowSecurity"] as const;

/** Tables of two schemas under three names, with four attributes that are one or the other. */
const side = fc
  .uniqueArray(
    fc.record({
      schema: fc.constantFrom("app", "other"),
      name: fc.constantFrom("a", "b", "tmp_a"),
      owner: fc.constantFrom("ann", "bob"),
      comment: fc.constantFrom<AttributeValue>(null, "x"),
      persistence: fc.constantFrom("permanent", "unlogged"),
      rowSecurity: fc.boolean(),
    }),
    { selector: ({ schema, name }) => `${schema}.${name}` },
  )
  .map((tables) => catalogOf(tables.map((table) => ({ kind: "table", ...table }))));

const anyRule = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom(null, "table", "column"),
  schema: fc.constantFrom(null, "app"),
  name: fc.constantFrom(null, "a", "tmp_*", "*"),
  attribute: fc.constantFrom(null, ...attributes),
  reason: fc.constant("known"),
  author: fc.constant("ann"),
  expiresAt: fc.constantFrom(null, "2026-06-01T11:59:59Z", "2026-06-01T12:00:01Z"),
});

const anyRules = fc.array(anyRule, { maxLength: 4 });

const withRules = (expected: Catalog, actual: Catalog, rules: readonly IgnoreRule[]): Drift =>
  compare(expected, actual, { ignore: { rules, at } });

const bare = (drift: Drift): unknown =>
  drift.differences
    .map(({ ignoredBy: _, severity: __, ...difference }) =>
      difference.type === "changed"
        ? { ...difference, attributes: difference.attributes.map(({ ignoredBy: ___, ...rest }) => rest) }
        : difference,
    )
    .toSorted((a, b) => (identityKey(a.object) < identityKey(b.object) ? -1 : 1));

describe("ignore rules", () => {
  it("take nothing out of the drift, whatever they say", () => {
    fc.assert(
      fc.property(side, side, anyRules, (expected, actual, rules) => {
        expect(bare(withRules(expected, actual, rules))).toEqual(bare(compare(expected, actual)));
      }),
    );
  });

  it("on attributes hide no object that is missing or unexpected, and no other attribute", () => {
    const onAttributes = anyRules.map((rules) => rules.filter(({ attribute }) => attribute !== null));
    fc.assert(
      fc.property(side, side, onAttributes, (expected, actual, rules) => {
        const named = new Set<string | null>(rules.map(({ attribute }) => attribute));
        for (const difference of withRules(expected, actual, rules).differences) {
          if (difference.type !== "changed") expect(difference.ignoredBy).toBeUndefined();
          else {
            for (const { attribute, ignoredBy } of difference.attributes)
              if (!named.has(attribute)) expect(ignoredBy).toBeUndefined();
            if (difference.attributes.some(({ ignoredBy }) => ignoredBy === undefined))
              expect(difference.ignoredBy).toBeUndefined();
          }
        }
      }),
    );
  });

  it("leave the verdict to what none of them covers, and count what they cover whole", () => {
    fc.assert(
      fc.property(side, side, anyRules, (expected, actual, rules) => {
        const drift = withRules(expected, actual, rules);
        const counting = drift.differences.filter(({ ignoredBy }) => ignoredBy === undefined);
        expect(drift.verdict).toBe(counting.length > 0 ? "drift" : "clean");
        expect(drift.counts.ignored).toBe(drift.differences.length - counting.length);
        const { missing, unexpected, changed, renamed, bySeverity } = drift.counts;
        expect(missing + unexpected + changed + renamed).toBe(counting.length);
        expect(Object.values(bySeverity).reduce((sum, count) => sum + count)).toBe(counting.length);
        expect(drift.counts.same).toBe(compare(expected, actual).counts.same);
      }),
    );
  });

  it("do nothing once they have expired, and nothing when they name nothing", () => {
    const useless = anyRules.map((rules) =>
      rules.flatMap((entry) => [
        { ...entry, expiresAt: "2026-06-01T12:00:00Z" },
        { ...entry, expiresAt: "some day" },
        { ...entry, kind: null, schema: null, name: null, attribute: null },
      ]),
    );
    fc.assert(
      fc.property(side, side, useless, (expected, actual, rules) => {
        expect(withRules(expected, actual, rules)).toEqual(compare(expected, actual));
      }),
    );
  });

  it("cover at least as much when one is added", () => {
    fc.assert(
      fc.property(side, side, anyRules, anyRule, (expected, actual, rules, more) => {
        const before = withRules(expected, actual, rules).differences.filter(
          (d) => d.ignoredBy !== undefined,
        );
        const after = withRules(expected, actual, [...rules, more]).differences;
        for (const { id } of before)
          expect(after.find((difference) => difference.id === id)?.ignoredBy).toBeDefined();
      }),
    );
  });
});

describe("an ignore rule", () => {
  const column = { kind: "column", schema: "app", table: "users", name: "note", type: "text" };
  const table = { kind: "table", schema: "app", name: "users" };
  const found = compare(
    catalogOf([table, column, { kind: "schema", name: "gone" }]),
    catalogOf([table, { ...column, type: "integer", comment: "by hand" }]),
  ).differences;
  const covered = (fields: Partial<IgnoreRule>): readonly string[] =>
    applyIgnoreRules(found, { rules: [rule(fields)], at }).flatMap((difference) =>
      difference.ignoredBy === undefined
        ? difference.type === "changed"
          ? difference.attributes.flatMap(({ attribute, ignoredBy }) => (ignoredBy ? [attribute] : []))
          : []
        : [difference.object.name],
    );

  it.each([
    [{ kind: "column" }, ["note"]],
    [{ kind: "table" }, []],
    [{ name: "note" }, ["note"]],
    [{ name: "users.*" }, ["note"]],
    [{ name: "user" }, []],
    [{ schema: "app" }, ["note"]],
    [{ schema: "gone" }, ["gone"]],
    [{ attribute: "comment" }, ["comment"]],
    [{ attribute: "comment", kind: "table" }, []],
    [{ attribute: "name" }, []],
  ] as const)("%o covers %j", (fields, expected) => {
    expect(covered(fields)).toEqual(expected);
  });

  it("that covers the worst attribute leaves the difference as bad as the rest is", () => {
    const [change] = applyIgnoreRules(found, { rules: [rule({ attribute: "type" })], at }).filter(
      ({ type }) => type === "changed",
    );
    expect(change).toMatchObject({ severity: "info" });
    expect(found.find(({ type }) => type === "changed")?.severity).not.toBe("info");
  });

  it("covers a difference whole when others and it cover every attribute", () => {
    const rules = [rule({ attribute: "type" }), rule({ id: "I-2", attribute: "comment" })];
    const marked = applyIgnoreRules(found, { rules, at });
    expect(marked.find(({ type }) => type === "changed")?.ignoredBy).toBeDefined();
    expect(rulesInUse([...rules, rule({ id: "I-3", kind: "view" })], marked)).toEqual(rules);
  });
});

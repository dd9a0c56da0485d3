import { Catalog } from "../catalog/catalog";
import { silentOnThose } from "../catalog/kept-partitions";
import type { Difference } from "../drift/difference";
import type { CatalogObject } from "../kinds/kind";
import { kindOf } from "../kinds/registry";
import { type Identity, identityKey } from "../postgres/identity";
import type { Fix } from "./plan";

/** The expected side with what it does not declare (owners, what a shadow cannot have) as the database has it. */
export function withUndeclared(expected: Catalog, actual: Catalog): Catalog {
  return expected.with({
    replace: expected.objects.flatMap((object) => {
      // Most have nothing undeclared: they need not be looked up.
      const present = undeclaredIn(object).length === 0 ? undefined : actual.get(object);
      const filled = present === undefined ? object : fill(object, present);
      return filled === object ? [] : [filled];
    }),
  });
}

function undeclaredIn(expected: CatalogObject): readonly string[] {
  const names = (kindOf(expected).undeclaredInSources ?? []).filter((name) => expected[name] === null);
  return expected.owner === null ? ["owner", ...names] : names;
}

function fill(expected: CatalogObject, actual: CatalogObject): CatalogObject {
  const filled = undeclaredIn(expected).filter((name) => actual[name] !== undefined);
  return filled.length === 0
    ? expected
    : { ...expected, ...Object.fromEntries(filled.map((name) => [name, actual[name]])) };
}

/**
 * What the database has once these differences are gone: the actual side with their objects as expected.
 * @param fixes what was done: an object that was made anew around others stands on what there is now
 * @param differing keys of the objects that are not as expected yet: made anew, they may stand on what they stood on before
 */
export function catalogAfter(
  differences: readonly Difference[],
  expected: Catalog,
  actual: Catalog,
  fixes: readonly Fix[] = [],
  differing: ReadonlySet<string> = new Set(),
): Catalog {
  const objects = new Map(actual.objects.map((object) => [identityKey(object), object]));
  const brought = new Set<string>();
  const bring = (identity: Identity): void => {
    const object = expected.get(identity);
    if (object === undefined) return;
    const present = actual.get(identity);
    objects.set(identityKey(identity), present === undefined ? object : fill(object, present));
    brought.add(identityKey(identity));
  };
  for (const difference of differences) {
    switch (difference.type) {
      case "missing":
        for (const identity of [difference.object, ...difference.includes]) bring(identity);
        break;
      case "unexpected":
        for (const identity of [difference.object, ...difference.includes])
          objects.delete(identityKey(identity));
        break;
      case "renamed":
        objects.delete(identityKey(difference.actual));
        bring(difference.object);
        break;
      case "changed":
        bring(difference.object);
    }
  }
  const here = (key: string): boolean => objects.has(key);
  const rebuilt = new Set(
    fixes
      .filter(({ action, object }) => action === "rebuild" && expected.get(object) !== undefined)
      .map(({ object }) => identityKey(object)),
  );
  const standsOnNew = (key: string): boolean => brought.has(key) || (rebuilt.has(key) && !differing.has(key));
  const gone = new Set(actual.objects.filter((object) => !here(identityKey(object))));
  return new Catalog({
    serverVersion: actual.serverVersion,
    objects: silentOnThose([...objects.values()], gone),
    dependencies: [
      ...actual.dependencies.filter(({ dependent }) => !standsOnNew(dependent)),
      ...expected.dependencies.filter(({ dependent }) => brought.has(dependent) || rebuilt.has(dependent)),
    ].filter(({ dependent, referenced }) => here(dependent) && here(referenced)),
    coverage: actual.coverage,
    diagnostics: actual.diagnostics,
    securityLabels: actual.securityLabels,
  });
}

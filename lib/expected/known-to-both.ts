/** What one of two sides can say and the other has no place for is left out of what is compared. */

import type { Catalog } from "../catalog/catalog";
import { tablesBeneath } from "../catalog/kept-partitions";
import type { Column } from "../kinds/column";
import { isMadeUpNotNull } from "../kinds/columns/not-null-name";
import type { Domain } from "../kinds/domain";
import type { CatalogObject } from "../kinds/kind";
import { kindOf, kinds } from "../kinds/registry";
import { publicFor, type Schema } from "../kinds/schema";
import { quotedText } from "../postgres/identifier";
import { majorOf } from "../postgres/version";

/** Both sides without what a server of the older one's major has no place for, and what one side's extensions make. */
export function knownToBoth(expected: Catalog, actual: Catalog): readonly [Catalog, Catalog] {
  return withoutNewer(...withoutKeptPartitions(withPublicOf(expected, actual), actual));
}

/** A source is run on a server whose `public` may be open to fewer than the database's was from its start. */
function withPublicOf(expected: Catalog, actual: Catalog): Catalog {
  const object = expected.get({ kind: "schema", name: "public" }) as Schema | undefined;
  if (object === undefined) return expected;
  const present = actual.get(object) as Schema | undefined;
  const schema = publicFor(object, expected.serverVersion, actual.serverVersion, present);
  return schema === object ? expected : expected.with({ replace: [schema as unknown as CatalogObject] });
}

/**
 * Partitions that pg_partman makes on one side, on the other as well: a dump says which there were that day, and its
 * configuration is data that no dump of a schema has.
 */
function withoutKeptPartitions(expected: Catalog, actual: Catalog): readonly [Catalog, Catalog] {
  const parents = [expected, actual].flatMap(({ coverage }) =>
    coverage.setApart.flatMap(({ partitionsOf }) => partitionsOf ?? []),
  );
  const strip = (catalog: Catalog): Catalog => catalog.without(tablesBeneath(parents, catalog.objects));
  return [strip(expected), strip(actual)];
}

function withoutNewer(expected: Catalog, actual: Catalog): readonly [Catalog, Catalog] {
  const majors = [expected, actual].map((catalog) => majorOf(catalog.serverVersion));
  const [older, newer] = [Math.min(...majors), Math.max(...majors)];
  const leftOut = features.filter(({ since }) => older < since && newer >= since);
  if (leftOut.length === 0) return [expected, actual];
  const strip = (catalog: Catalog): Catalog => {
    const changed = catalog.objects.flatMap((object) => {
      const stripped = leftOut.reduce((left, { without }) => without(left), object);
      return stripped === object ? [] : [stripped];
    });
    return changed.length === 0 ? catalog : catalog.with({ replace: changed });
  };
  return [strip(expected), strip(actual)];
}

/** `without` gives the object itself where it has nothing of the feature. */
interface Feature {
  readonly since: number;
  readonly without: (object: CatalogObject) => CatalogObject;
}

const holdsPrivileges = new Set(
  kinds.filter((kind) => "privileges" in kind.attributes).map((kind) => kind.kind),
);

/** `GRANT ALL` of the same source gives it on one side only. */
function withoutMaintain(object: CatalogObject): CatalogObject {
  const list = holdsPrivileges.has(object.kind) ? object.privileges : null;
  if (list === null || list === undefined || typeof list !== "object" || Array.isArray(list)) return object;
  const entries = Object.entries(list as { readonly [grantee: string]: readonly string[] });
  if (!entries.some(([, granted]) => granted.some((privilege) => privilege.startsWith("MAINTAIN"))))
    return object;
  const kept = entries.map(
    ([grantee, granted]) =>
      [grantee, granted.filter((privilege) => !privilege.startsWith("MAINTAIN"))] as const,
  );
  return { ...object, privileges: Object.fromEntries(kept.filter(([, granted]) => granted.length > 0)) };
}

/** The same source names them on both sides, and only one server takes the name. Made-up names are never written: they may stay. */
const withoutNotNullName =
  (kind: string) =>
  (object: CatalogObject): CatalogObject =>
    object.kind !== kind || isMadeUpNotNull(object as unknown as Column | Domain)
      ? object
      : { ...object, notNullConstraint: null };

/** XMLSERIALIZE has it from 16 on, and prints it though it was not said: it is what every server does without the words. */
function withoutNoIndent(object: CatalogObject): CatalogObject {
  const changed = kindOf(object).texts.flatMap((attribute) => {
    const text = object[attribute];
    if (typeof text !== "string" || !text.includes(" NO INDENT)")) return [];
    const spoken = text.replace(quotedOrNoIndent, (token) => (token === " NO INDENT" ? "" : token));
    return [[attribute, spoken] as const];
  });
  return changed.length === 0 ? object : ({ ...object, ...Object.fromEntries(changed) } as CatalogObject);
}

const quotedOrNoIndent = new RegExp(`${quotedText}| NO INDENT(?=\\))`, "g");

const features: readonly Feature[] = [
  { since: 16, without: withoutNoIndent },
  { since: 17, without: withoutMaintain },
  { since: 17, without: withoutNotNullName("domain") },
  { since: 18, without: withoutNotNullName("column") },
];

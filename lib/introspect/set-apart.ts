import type { SetApart } from "../catalog/coverage";
import { silentOnThose, tablesBeneath } from "../catalog/kept-partitions";
import { catalogOid } from "../kinds/catalog-sql";
import type { CatalogObject } from "../kinds/kind";
import { parentOf } from "../kinds/registry";
import { compareIdentities, identityKey } from "../postgres/identity";
import type { AddressBook } from "./address-book";
import type { Depend } from "./depend";
import { type Partman, extensionName as partman } from "./partman";
import { extensionSchemas, toolSchemas, toolTables } from "./tool-tables";

interface Separated {
  readonly objects: readonly CatalogObject[];
  readonly setApart: readonly SetApart[];
}

/**
 * Takes out what belongs to an extension or a tool, with everything that hangs on it, and counts it by owner.
 * The objects that declare the ownership (the extension itself) stay.
 */
export function separate(
  objects: readonly CatalogObject[],
  depend: Depend,
  book: AddressBook,
  kept: Pick<Partman, "parents" | "templates">,
): Separated {
  const owners = new Map<CatalogObject, Omit<SetApart, "count">>();
  for (const [member, owner] of extensionMembers(depend, book))
    owners.set(member, { owner, reason: "extension" });
  for (const [object, owner] of madeByExtensions(objects, kept))
    owners.set(object, { owner, reason: "extension" });
  for (const [object, owner] of toolObjects(objects)) owners.set(object, { owner, reason: "tool" });
  if (owners.size === 0) return { objects, setApart: [] };

  const byKey = new Map(objects.map((object) => [identityKey(object), object]));
  const ownerOf = (object: CatalogObject): Omit<SetApart, "count"> | undefined => {
    const own = owners.get(object);
    if (own) return own;
    const parent = parentOf(object);
    const parentObject = parent === null ? undefined : byKey.get(identityKey(parent));
    return parentObject === undefined ? undefined : ownerOf(parentObject);
  };

  const remaining: CatalogObject[] = [];
  const counts = new Map<string, SetApart>();
  for (const object of objects) {
    const owner = ownerOf(object);
    if (owner === undefined) {
      remaining.push(object);
      continue;
    }
    const key = `${owner.reason} ${owner.owner}`;
    counts.set(key, { ...owner, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return {
    objects: silentOnThose(remaining, new Set(owners.keys())),
    setApart: [...counts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, entry]) =>
        entry.owner === partman && kept.parents.length > 0
          ? { ...entry, partitionsOf: kept.parents.toSorted(compareIdentities) }
          : entry,
      ),
  };
}

function extensionMembers(
  depend: Depend,
  book: AddressBook,
): readonly (readonly [member: CatalogObject, extension: string])[] {
  const members: [CatalogObject, string][] = [];
  depend.forEach((row) => {
    if (row.type !== "e" || row.referencedCatalog !== catalogOid.pg_extension) return;
    const member = book.dependent(row);
    // plpgsql is no object of ours, and its members are the system's.
    if (member !== undefined) members.push([member, book.referenced(row)?.name ?? "plpgsql"]);
  });
  return members;
}

/** What extensions make as they are used, and that DROP EXTENSION would leave behind: no pg_depend tells of it. */
function* madeByExtensions(
  objects: readonly CatalogObject[],
  { parents, templates }: Pick<Partman, "parents" | "templates">,
): Iterable<[object: CatalogObject, extension: string]> {
  const extensions = new Set(objects.flatMap(({ kind, name }) => (kind === "extension" ? [name] : [])));
  const filled = extensionSchemas.filter(({ extension }) => extensions.has(extension));
  if (filled.length > 0)
    for (const object of objects) {
      const owner = filled.find(({ schema }) => object.schema !== undefined && schema.test(object.schema));
      if (owner !== undefined) yield [object, owner.extension];
    }
  for (const table of tablesBeneath(parents, objects)) yield [table, partman];
  const copied = new Set(templates.map(identityKey));
  if (copied.size > 0)
    for (const object of objects) if (copied.has(identityKey(object))) yield [object, partman];
}

function* toolObjects(objects: readonly CatalogObject[]): Iterable<[object: CatalogObject, tool: string]> {
  const candidates = new Map<string, Set<string>>();
  for (const object of objects) {
    if (object.kind === "table" && toolTables.some(({ table }) => table.test(object.name)))
      candidates.set(identityKey(object), new Set());
  }
  for (const object of candidates.size === 0 ? [] : objects) {
    const parent = object.kind === "column" ? parentOf(object) : null;
    if (parent !== null) candidates.get(identityKey(parent))?.add(object.name.toLowerCase());
  }
  const owned = new Map(
    toolSchemas
      .filter(({ schema, mark }) =>
        objects.some((object) => object.schema === schema && object.name === mark),
      )
      .map(({ schema, tool }) => [schema, tool]),
  );
  if (candidates.size === 0 && owned.size === 0) return;
  for (const object of objects) {
    const bySchema =
      owned.get(object.schema ?? "") ?? (object.kind === "schema" ? owned.get(object.name) : undefined);
    if (bySchema !== undefined) {
      yield [object, bySchema];
      continue;
    }
    if (object.kind !== "table") continue;
    const present = candidates.get(identityKey(object));
    if (present === undefined) continue;
    const match = toolTables.find(
      (tool) =>
        tool.table.test(object.name) && tool.columns.every((column) => present.has(column.toLowerCase())),
    );
    if (match) yield [object, match.tool];
  }
}

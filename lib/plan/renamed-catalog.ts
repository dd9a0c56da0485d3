import { Catalog } from "../catalog/catalog";
import type { AttributeValue, CatalogObject } from "../kinds/kind";
import { kindOf } from "../kinds/registry";
import { type Renaming, replaceName } from "../kinds/texts/renaming";
import { type Identity, identityKey, identityOf } from "../postgres/identity";

/**
 * The catalog as the server would print it after renames, one after the other: every address that names the object, and
 * the texts of those kinds that print present names. What keeps an old name (a view's text) is left as it is, so that
 * comparing afterwards brings it to what is expected.
 */
export function renamedCatalog(catalog: Catalog, renamings: readonly Renaming[]): Catalog {
  return renamings.reduce((side, renaming) => withTogether(side, renaming).reduce(rename, side), catalog);
}

/** The renaming itself, and those that the server does with it: columns that partitions inherit. */
function withTogether(side: Catalog, renaming: Renaming): readonly Renaming[] {
  const all: Renaming[] = [renaming];
  for (const { from } of all) {
    const object = side.get(from);
    const more = object === undefined ? [] : (kindOf(object).renaming?.together?.(object, side) ?? []);
    for (const identity of more)
      if (!all.some((other) => identityKey(other.from) === identityKey(identity)))
        all.push({ from: identityOf(identity), to: { ...identityOf(identity), name: renaming.to.name } });
  }
  return all;
}

function rename(side: Catalog, renaming: Renaming): Catalog {
  const keys = new Map<string, string>();
  const objects = side.objects.map((object) => {
    const named = renameObject(object, renaming);
    keys.set(identityKey(object), identityKey(named));
    return named;
  });
  const keyOf = (key: string): string => keys.get(key) ?? key;
  return new Catalog({
    serverVersion: side.serverVersion,
    objects,
    dependencies: side.dependencies.map(({ dependent, referenced }) => ({
      dependent: keyOf(dependent),
      referenced: keyOf(referenced),
    })),
    coverage: side.coverage,
    diagnostics: side.diagnostics,
  });
}

function renameObject(object: CatalogObject, renaming: Renaming): CatalogObject {
  // The texts first: they are told by the address that the object still has.
  const printed = kindOf(object).afterRename?.(object, renaming) ?? object;
  const own = inScope(object, renaming);
  const attributes = Object.fromEntries(
    Object.entries(printed).map(([field, value]) => [field, renameValue(field, value, renaming, own)]),
  );
  return { ...attributes, ...renameIdentity(identityOf(object), renaming) } as CatalogObject;
}

/** True for what lies in the same table as a renamed column: its lists of columns are that table's. */
const inScope = (object: Identity, { from }: Renaming): boolean =>
  from.table !== undefined && object.schema === from.schema && object.table === from.table;

function renameIdentity(identity: Identity, { from, to }: Renaming): Identity {
  if (identityKey(identity) === identityKey(from)) return identityOf(to);
  if (from.table !== undefined) return identity;
  return {
    ...identity,
    ...(identity.schema === from.schema && identity.table === from.name ? { table: to.name } : {}),
    // The row type of a table goes by the table's name.
    ...(identity.arguments === undefined
      ? {}
      : { arguments: replaceName(identity.arguments, from.schema ?? "", from.name, to.name) }),
  };
}

/** Fields in which a type may be written. */
const typeFields = new Set(["type", "returns"]);

function renameValue(
  field: string,
  value: AttributeValue | undefined,
  renaming: Renaming,
  own: boolean,
): AttributeValue | undefined {
  const { from, to } = renaming;
  if (typeof value === "string") {
    return from.table === undefined && typeFields.has(field)
      ? replaceName(value, from.schema ?? "", from.name, to.name)
      : value;
  }
  if (isList(value)) {
    const columns = own && /columns$/i.test(field);
    return value.map((item) =>
      columns && item === from.name ? to.name : (renameValue(field, item, renaming, own) as AttributeValue),
    );
  }
  if (!isRecord(value)) return value;
  return renameRecord(value, renaming, own);
}

/** A record that names a relation: `{ schema, table, columns }`, `{ schema, table, column }` or `{ schema, name }`. */
function renameRecord(
  record: { readonly [key: string]: AttributeValue },
  renaming: Renaming,
  own: boolean,
): AttributeValue {
  const { from, to } = renaming;
  const relation = record.table ?? record.name;
  const here = record.schema === from.schema && relation === (from.table ?? from.name);
  const inner = Object.fromEntries(
    Object.entries(record).map(([field, value]) => [
      field,
      renameValue(
        field,
        value,
        renaming,
        typeof relation === "string" ? here && from.table !== undefined : own,
      ),
    ]),
  ) as { readonly [key: string]: AttributeValue };
  if (!here) return inner;
  if (from.table === undefined)
    return record.table === undefined ? { ...inner, name: to.name } : { ...inner, table: to.name };
  return inner.column === from.name ? { ...inner, column: to.name } : inner;
}

const isList = (value: AttributeValue | undefined): value is readonly AttributeValue[] =>
  Array.isArray(value);

const isRecord = (value: AttributeValue | undefined): value is { readonly [key: string]: AttributeValue } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What the database does of itself to what is new in it, default privileges above all, and how that is undone. */
import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../kinds/kind";
import { kindOf } from "../kinds/registry";
import { identityKey } from "../postgres/identity";
import type { Statement } from "../postgres/statement";
import type { Node } from "./node";
import type { Task } from "./task";

/** What the database does to a new object, undone. */
export function undoneOnNew(
  object: CatalogObject | undefined,
  touching: readonly CatalogObject[],
): readonly Statement[] {
  const grants = object === undefined ? undefined : kindOf(object).defaultGrants;
  if (object === undefined || grants === undefined || grants.reach?.(object) === false) return [];
  return touching.flatMap(
    (present) =>
      kindOf(present).undoOnNew?.(present, object, { ...grants, target: grants.target(object) }) ?? [],
  );
}

/** What the database does to that which comes with a new object, undone. */
export function undoneBesides(
  statement: Statement,
  touching: readonly CatalogObject[],
  expected: Catalog,
): readonly Statement[] {
  return (statement.makes ?? []).flatMap((identity) => {
    const object = expected.get(identity);
    const besides = kindOf(identity).besides;
    if (object === undefined || besides === undefined) return [];
    return touching
      .flatMap((present) => kindOf(present).undoOnNew?.(present, object, besides) ?? [])
      .map((undo) => besides.phrase(object, undo));
  });
}

/** What new objects get of themselves changes when all are made: {@link undoneOnNew} counts on what there was before. */
export function changeLast(
  tasks: readonly Task[],
  altered: ReadonlyMap<string, readonly number[]>,
  nodes: readonly Node[],
): void {
  const changes = tasks
    .filter(({ object }) => kindOf(object).undoOnNew !== undefined)
    .flatMap(({ object }) => altered.get(identityKey(object)) ?? []);
  if (changes.length === 0) return;
  for (const [position, { phase, statement }] of nodes.entries()) {
    if (kindOf(statement.object).undoOnNew !== undefined) continue;
    if (phase !== "create" && statement.makes === undefined && statement.completes !== true) continue;
    for (const change of changes) nodes[change]?.after.add(position);
  }
}

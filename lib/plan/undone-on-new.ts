/** What the database does of itself to what is new in it, default privileges above all, and how that is undone. */
import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../kinds/kind";
import { spareMembers } from "../kinds/ownership/spared-members";
import { kindOf } from "../kinds/registry";
import { type Identity, identityKey, identityOf } from "../postgres/identity";
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

/**
 * A statement that makes members of an extension, without what the database gives to these: they are no objects that it could be
 * taken from again. What gives it and goes in this plan goes before.
 * @param afterwards what the plan makes of an object that is there
 */
export function withMembersSpared(
  statement: Statement,
  extension: CatalogObject | undefined,
  touching: readonly CatalogObject[],
  afterwards: (identity: Identity) => CatalogObject | undefined,
): Statement {
  if (statement.makesMembers !== true || extension === undefined) return statement;
  const gone = touching.filter((one) => afterwards(one) === undefined);
  const given = touching
    .filter((one) => !gone.includes(one))
    .flatMap((one) => kindOf(one).givesToMembers?.(one, extension) ?? []);
  return {
    ...spareMembers(statement, extension, given),
    after: [...(statement.after ?? []), ...gone.map((one) => identityOf(one))],
  };
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
    const makes =
      statement.makes !== undefined || statement.makesMembers === true || statement.completes === true;
    if (phase !== "create" && !makes) continue;
    for (const change of changes) nodes[change]?.after.add(position);
  }
}

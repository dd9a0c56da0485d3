import type { Catalog } from "../catalog/catalog";
import type { PlannedStatement } from "../plan/plan";
import { compareIdentities, type Identity, identityKey, identityOf } from "../postgres/identity";
import { type LockMode, strongerLock } from "../postgres/lock-mode";
import type { LockedRelation } from "../postgres/statement";

/**
 * Which relations statements lock, each in the strongest mode that one of them needs, in the order in which to lock them:
 * views before the tables they read, as their readers do, then by identity, as every other run does. Indexes, sequences
 * and materialised views cannot be locked by LOCK TABLE (42809): they come in their statement's turn.
 */
export function lockTargets(
  statements: readonly PlannedStatement[],
  actual: Catalog,
): readonly LockedRelation[] {
  const modes = new Map<string, LockedRelation>();
  const add = (identity: Identity | undefined, mode: LockMode, only = false): void => {
    const relation = identity === undefined ? undefined : actual.get(identity);
    if (relation === undefined) return;
    const key = identityKey(relation);
    const known = modes.get(key);
    modes.set(key, {
      relation: identityOf(relation),
      mode: strongerLock(known?.mode ?? null, mode) ?? mode,
      only: only && (known?.only ?? true),
    });
  };
  for (const statement of statements) {
    if (statement.lock === null || statement.lock === "ACCESS SHARE") continue;
    for (const relation of ownRelations(statement.object)) add(relation, statement.lock);
    for (const { relation, mode, only } of statement.alsoLocks ?? []) add(relation, mode, only);
  }
  const tables = new Map([...modes].filter(([, { relation }]) => relation.kind === "table"));
  const views = [...modes.values()].filter(
    ({ relation }) => relation.kind === "view" && readsOnly(relation, tables, actual),
  );
  const height = heights(actual);
  return [
    ...views.toSorted(
      (a, b) => height(b.relation) - height(a.relation) || compareIdentities(a.relation, b.relation),
    ),
    ...[...tables.values()].toSorted((a, b) => compareIdentities(a.relation, b.relation)),
  ];
}

/** The relation that an object is, or hangs on: what else is locked, its kind says (`alsoLocks`). */
const ownRelations = ({ schema, table, name }: Identity): readonly Identity[] =>
  ["table", "view"].map((kind) => ({
    kind,
    ...(schema === undefined ? {} : { schema }),
    name: table ?? name,
  }));

/** LOCK TABLE locks what a view reads as well: it is used only where all of that is locked as strongly anyway. */
function readsOnly(view: Identity, tables: ReadonlyMap<string, LockedRelation>, actual: Catalog): boolean {
  const found = actual.get(view);
  if (found === undefined) return false;
  return relationsRead(found, actual).every((relation) =>
    relation.kind === "view"
      ? readsOnly(relation, tables, actual)
      : tables.get(identityKey(relation))?.mode === "ACCESS EXCLUSIVE",
  );
}

function relationsRead(view: Identity, actual: Catalog): readonly Identity[] {
  const own = identityKey(view);
  const read = new Map<string, Identity>();
  for (const dependency of actual.dependenciesOf(view)) {
    const relation = ["table", "view", "materialized view", "foreign table"].includes(dependency.kind)
      ? dependency
      : dependency.kind === "column"
        ? (actual.get({
            kind: String(dependency.relation),
            schema: dependency.schema ?? "",
            name: dependency.table ?? "",
          }) ?? undefined)
        : undefined;
    if (relation !== undefined && identityKey(relation) !== own)
      read.set(identityKey(relation), identityOf(relation));
  }
  return [...read.values()];
}

/** How many views lie beneath a view. */
function heights(actual: Catalog): (view: Identity) => number {
  const known = new Map<string, number>();
  const height = (view: Identity): number => {
    const key = identityKey(view);
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, 0);
    const beneath = relationsRead(view, actual).filter(({ kind }) => kind === "view");
    const own = beneath.length === 0 ? 0 : 1 + Math.max(...beneath.map(height));
    known.set(key, own);
    return own;
  };
  return height;
}

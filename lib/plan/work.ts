import type { Catalog } from "../catalog/catalog";
import { describeObject } from "../drift/describe";
import type { Difference } from "../drift/difference";
import type { Drift } from "../drift/drift";
import type { CatalogObject } from "../kinds/kind";
import { kindOf, parentOf } from "../kinds/registry";
import { type Identity, identityKey, identityOf } from "../postgres/identity";
import type { Statement } from "../postgres/statement";
import { changeStatements } from "./change-statements";
import type { ManualDifference, Reason } from "./plan";

/** What is to be done with one object. */
export interface Task {
  readonly object: Identity;
  readonly action: "create" | "alter" | "drop" | "recreate" | "rebuild";
  readonly reason: Reason;
  readonly resolves: readonly string[];
  /** Set where the object is dropped: as the database has it. `byParent`: dropping its parent drops it. */
  readonly drop?: { readonly object: CatalogObject; readonly byParent: boolean };
  /** Set where it is created: the object, and the side whose definition it is. */
  readonly create?: { readonly object: CatalogObject; readonly side: Catalog; readonly byParent: boolean };
  readonly alter?: readonly Statement[];
  /** Set where a new object took this one's name: drops the old one when its users have been carried over. */
  readonly end?: readonly Statement[];
  /** True where the altering changes what dependents are built on. */
  readonly reshaped?: boolean;
  /** Set where an object that keeps data lets go of what is dropped and takes hold of what is created again. */
  readonly letGo?: { readonly before: readonly Statement[]; readonly after: readonly Statement[] };
}

export interface Work {
  /** By identity key. */
  readonly tasks: ReadonlyMap<string, Task>;
  readonly manual: readonly ManualDifference[];
}

interface Scope {
  readonly drift: Drift;
  readonly expected: Catalog;
  readonly actual: Catalog;
  /** Ids of the chosen differences. */
  readonly chosen: ReadonlySet<string>;
}

/**
 * Finds everything that must be done for the chosen differences: their own changes, what stands in their way and is put
 * back around them, and the differences they cannot do without. A difference that an object with data stands in the way
 * of is left to be done by hand.
 */
export function findWork(scope: Scope): Work {
  const blocked: ManualDifference[] = [];
  for (;;) {
    const blockedIds = new Set(blocked.map((entry) => entry.difference));
    const chosen = new Set([...scope.chosen].filter((id) => !blockedIds.has(id)));
    const outcome = attempt({ ...scope, chosen }, blockedIds);
    if ("tasks" in outcome) return { ...outcome, manual: [...blocked, ...outcome.manual] };
    blocked.push(outcome);
  }
}

function attempt(scope: Scope, blockedIds: ReadonlySet<string>): Work | ManualDifference {
  const tasks = new Map<string, Task>();
  const manual = new Map<string, ManualDifference>();
  const byKey = new Map<string, Difference>();
  for (const difference of scope.drift.differences) {
    if (difference.type === "renamed") byKey.set(identityKey(difference.actual), difference);
    for (const identity of [difference.object, ...difference.includes])
      byKey.set(identityKey(identity), difference);
  }
  const taken = new Set<string>(blockedIds);
  const open: Task[] = [];
  /** The chosen difference for whose sake an object is touched. */
  const roots = new Map<string, Difference>();
  let root: Difference | undefined;
  let obstacle: ManualDifference | undefined;

  const put = (task: Task): void => {
    const key = identityKey(task.object);
    const existing = tasks.get(key);
    const merged = existing === undefined ? task : mergeTasks(existing, task);
    tasks.set(key, merged);
    if (root !== undefined && !roots.has(key)) roots.set(key, root);
    open.push(merged);
  };

  const block = (reason: string): void => {
    if (root === undefined || obstacle !== undefined) return;
    obstacle = {
      difference: root.id,
      object: root.object,
      attributes: root.type === "changed" ? root.attributes.map(({ attribute }) => attribute) : [],
      reason,
    };
  };

  /** Why a missing object is beyond us: a secret that it needs is never read. */
  const refusal = (identity: Identity): string | null => {
    const object = scope.expected.get(identity);
    return object === undefined ? null : (kindOf(object).cannotCreate?.(object) ?? null);
  };

  const take = (difference: Difference, reason: Reason): void => {
    if (taken.has(difference.id)) return;
    taken.add(difference.id);
    const refused = difference.type === "missing" ? refusal(difference.object) : null;
    if (refused !== null) {
      block(refused);
      return;
    }
    switch (difference.type) {
      case "missing":
        for (const identity of [difference.object, ...difference.includes]) {
          const object = scope.expected.get(identity);
          if (object) put(creation(object, scope.expected, difference, reason, byKey));
        }
        return;
      case "unexpected":
        for (const identity of [difference.object, ...difference.includes]) {
          const object = scope.actual.get(identity);
          if (object) put(removal(object, scope.actual, difference, reason));
        }
        return;
      case "renamed": {
        const statement = kindOf(difference.object).rename?.(difference.actual, difference.object.name);
        put({
          object: identityOf(difference.actual),
          action: "alter",
          reason,
          resolves: [difference.id],
          alter: statement === undefined ? [] : [statement],
        });
        return;
      }
      case "changed": {
        const change = changeStatements(difference, { expected: scope.expected, actual: scope.actual });
        if (change.manual.length > 0) {
          manual.set(difference.id, {
            difference: difference.id,
            object: difference.object,
            attributes: change.manual,
            reason: change.reason,
          });
        }
        const resolves = change.manual.length > 0 ? [] : [difference.id];
        if (change.recreate) {
          for (const task of replacement(difference.object, "recreate", reason, resolves)) put(task);
        } else if (change.statements.length > 0 || change.manual.length === 0) {
          put({
            object: difference.object,
            action: "alter",
            reason,
            resolves,
            alter: change.statements,
            ...(change.end.length === 0 ? {} : { end: change.end }),
          });
        }
      }
    }
  };

  /** Drop and create of an object with all its children, each in its expected form where there is one. */
  const replacement = (
    identity: Identity,
    action: "recreate" | "rebuild",
    reason: Reason,
    resolves: readonly string[],
  ): readonly Task[] => {
    const found: Task[] = [];
    const visit = (target: Identity, inside: boolean): void => {
      const actual = scope.actual.get(target);
      const expected = scope.expected.get(target);
      const object = expected ?? actual;
      if (object === undefined) return;
      const difference = byKey.get(identityKey(target));
      // A child nobody expects, and whose going was chosen, goes with its parent and stays away.
      if (
        expected === undefined &&
        actual !== undefined &&
        difference !== undefined &&
        scope.chosen.has(difference.id)
      ) {
        take(difference, { type: "difference", difference: difference.id });
        return;
      }
      const side = expected === undefined ? scope.actual : scope.expected;
      found.push({
        object: identityOf(object),
        action: inside ? "rebuild" : action,
        reason: inside ? { type: "rebuild", because: identityOf(identity) } : reason,
        resolves: inside ? [] : resolves,
        ...(actual === undefined
          ? {}
          : { drop: { object: actual, byParent: inside && goesWithParent(actual, scope.actual) } }),
        create: {
          object,
          side,
          byParent: inside && (kindOf(object).createdWithParent?.(object, side) ?? false),
        },
      });
      for (const child of scope.actual.childrenOf(target)) visit(child, true);
    };
    visit(identity, false);
    return found;
  };

  /** A dependent that is in the way steps aside and comes back; one that nobody expects stays away when it cannot. */
  const stepAside = (dependent: CatalogObject, because: Identity, comesBack: boolean): void => {
    const key = identityKey(dependent);
    if (tasks.get(key)?.drop !== undefined) return;
    const difference = byKey.get(key);
    if (keepsData(dependent)) {
      letGo(dependent, because, difference);
      return;
    }
    if (difference !== undefined && !taken.has(difference.id)) {
      const mustGo = difference.type === "unexpected" && !comesBack;
      if (mustGo || difference.type === "changed") {
        take(difference, { type: "travels along", difference: difference.id, because });
        if (tasks.get(key)?.drop !== undefined) return;
      }
    }
    const reason: Reason = { type: "rebuild", because };
    for (const task of replacement(dependent, "rebuild", reason, [])) put(task);
  };

  /** Rows and numbers are never dropped for another object's sake. */
  const letGo = (dependent: CatalogObject, because: Identity, difference: Difference | undefined): void => {
    const expected = scope.expected.get(dependent);
    const becauseKey = identityKey(because);
    const holdsOn =
      expected !== undefined &&
      scope.expected.dependenciesOf(dependent).some((dependency) => identityKey(dependency) === becauseKey);
    if (!holdsOn && difference !== undefined) {
      take(difference, { type: "travels along", difference: difference.id, because });
      return;
    }
    const carried = tasks.get(becauseKey)?.end === undefined ? null : carryOver(dependent, expected, because);
    if (carried !== null) {
      put(carried);
      return;
    }
    const statements = kindOf(dependent).letGo?.(expected, dependent, because) ?? null;
    if (statements !== null) {
      put({
        object: identityOf(dependent),
        action: "rebuild",
        reason: { type: "rebuild", because },
        resolves: [],
        letGo: statements,
      });
    } else {
      block(
        `${describeObject(dependent)} depends on ${describeObject(because)}, which would have to be dropped, and cannot be dropped and created again without losing what it holds.`,
      );
    }
  };

  const needs = (task: Task): void => {
    if (task.create === undefined) return;
    const { object, side } = task.create;
    for (const dependency of side.dependenciesOf(object)) {
      const difference = byKey.get(identityKey(dependency));
      const missing = difference?.type === "missing";
      const refused = missing ? refusal(dependency) : null;
      if (refused !== null) block(`It needs ${describeObject(dependency)}, which is missing. ${refused}`);
      if (difference === undefined || taken.has(difference.id)) continue;
      const shape = kindOf(dependency).shape ?? [];
      const reshaped =
        side === scope.expected &&
        difference.type === "changed" &&
        difference.attributes.some(({ attribute }) => shape.includes(attribute));
      if (missing || reshaped)
        take(difference, { type: "travels along", difference: difference.id, because: object });
    }
  };

  for (const difference of scope.drift.differences) {
    if (!scope.chosen.has(difference.id)) continue;
    root = difference;
    take(difference, { type: "difference", difference: difference.id });
  }
  for (let task = open.pop(); task !== undefined && obstacle === undefined; task = open.pop()) {
    root = roots.get(identityKey(task.object));
    needs(task);
    if (task.drop !== undefined || task.end !== undefined) {
      for (const dependent of scope.actual.dependentsOf(task.object))
        stepAside(dependent, task.object, task.create !== undefined || task.end !== undefined);
    } else if (reshapes(task, byKey)) {
      for (const dependent of scope.actual.dependentsOf(task.object)) {
        if (refusesChange(dependent)) stepAside(dependent, task.object, true);
      }
    }
  }
  return obstacle ?? { tasks, manual: [...manual.values()] };
}

function carryOver(
  dependent: CatalogObject,
  expected: CatalogObject | undefined,
  because: Identity,
): Task | null {
  const alter = kindOf(dependent).carryOver?.(expected, dependent, because) ?? null;
  return alter === null
    ? null
    : {
        object: identityOf(dependent),
        action: "rebuild",
        reason: { type: "rebuild", because },
        resolves: [],
        alter,
        reshaped: true,
      };
}

function keepsData(object: CatalogObject): boolean {
  const keeps = kindOf(object).keepsData ?? false;
  return typeof keeps === "function" ? keeps(object) : keeps;
}

const creation = (
  object: CatalogObject,
  side: Catalog,
  difference: Difference,
  reason: Reason,
  byKey: ReadonlyMap<string, Difference>,
): Task => {
  const parent = parentOf(object);
  const parentIsNew = parent !== null && byKey.get(identityKey(parent))?.type === "missing";
  const top = identityKey(object) === identityKey(difference.object);
  return {
    object: identityOf(object),
    action: "create",
    reason,
    resolves: top ? [difference.id] : [],
    create: {
      object,
      side,
      byParent: parentIsNew && (kindOf(object).createdWithParent?.(object, side) ?? false),
    },
  };
};

const removal = (object: CatalogObject, side: Catalog, difference: Difference, reason: Reason): Task => {
  const top = identityKey(object) === identityKey(difference.object);
  return {
    object: identityOf(object),
    action: "drop",
    reason,
    resolves: top ? [difference.id] : [],
    drop: { object, byParent: !top && goesWithParent(object, side) },
  };
};

const goesWithParent = (object: CatalogObject, side: Catalog): boolean =>
  kindOf(object).droppedWithParent?.(object, side) ?? true;

function refusesChange(object: CatalogObject): boolean {
  const rebuild = kindOf(object).rebuildWhenDependencyChanges ?? false;
  return typeof rebuild === "function" ? rebuild(object) : rebuild;
}

function reshapes(task: Task, byKey: ReadonlyMap<string, Difference>): boolean {
  if (task.reshaped) return true;
  const difference = byKey.get(identityKey(task.object));
  const shape = kindOf(task.object).shape ?? [];
  return (
    task.action === "alter" &&
    difference?.type === "changed" &&
    difference.attributes.some(({ attribute }) => shape.includes(attribute))
  );
}

/** An object that is dropped and created again needs no altering: it comes back in its expected form. */
function mergeTasks(first: Task, second: Task): Task {
  const own = [first, second].find((task) => task.reason.type !== "rebuild") ?? first;
  const resolves = [...new Set([...first.resolves, ...second.resolves])];
  const replaced = [first, second].find((task) => task.drop !== undefined && task.create !== undefined);
  if (replaced !== undefined) {
    const { alter: _, letGo: __, ...rest } = replaced;
    return {
      ...rest,
      action: own.reason.type === "rebuild" ? "rebuild" : "recreate",
      reason: own.reason,
      resolves,
    };
  }
  const alter = new Map(
    [...(first.alter ?? []), ...(second.alter ?? [])].map((statement) => [statement.sql, statement]),
  );
  return {
    ...first,
    ...second,
    ...own,
    resolves,
    ...(alter.size === 0 ? {} : { alter: [...alter.values()] }),
    ...(first.reshaped || second.reshaped ? { reshaped: true } : {}),
  };
}

import type { Catalog } from "../catalog/catalog";
import { describeObject } from "../drift/describe";
import type { Difference } from "../drift/difference";
import type { CatalogObject } from "../kinds/kind";
import { kindOf } from "../kinds/registry";
import { typesOfValues } from "../kinds/types/written-values";
import { type Identity, identityKey, identityOf } from "../postgres/identity";
import { changeStatements } from "./change-statements";
import { findCompanions } from "./companions";
import { makeAnew } from "./make-anew";
import { rivals, whyMistaken } from "./overloads";
import type { ManualDifference, Reason } from "./plan";
import { refusal } from "./refusal";
import type { Needing, Scope, Work } from "./scope";
import { steppingAside } from "./step-aside";
import { namesakes, takenAlong } from "./taken-along";
import {
  carryOver,
  creation,
  keepsData,
  madeByParents,
  mergeTasks,
  refusals,
  refusesChange,
  removal,
  reshapes,
  type Task,
} from "./task";

/**
 * Finds everything that must be done for the chosen differences: their own changes, what stands in their way and is put
 * back around them, and the differences they cannot do without. A difference that an object with data stands in the way
 * of is left to be done by hand.
 * @param noOrder differences that are left to be done by hand for another reason
 */
export function findWork(scope: Scope, noOrder: readonly ManualDifference[] = []): Work {
  const blocked: ManualDifference[] = [...noOrder];
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
  const company = findCompanions(scope, byKey);
  const needing: Needing[] = [];

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

  const hold = (dependent: Identity, because: Identity, rest = "and is left to be done by hand."): void =>
    block(`${describeObject(dependent)} depends on ${describeObject(because)}, ${rest}`);

  const take = (difference: Difference, reason: Reason): void => {
    if (taken.has(difference.id)) return;
    taken.add(difference.id);
    takeAlone(difference, reason);
    if (manual.has(difference.id)) return;
    for (const other of company.get(difference.id) ?? []) {
      // What was chosen itself is taken for its own sake.
      if (!scope.chosen.has(other.difference.id))
        take(other.difference, {
          type: "travels along",
          difference: other.difference.id,
          because: difference.object,
        });
    }
    for (const { object, attribute, needed } of takenAlong(difference, scope)) {
      const other = byKey.get(identityKey(object));
      const differs =
        attribute === undefined ||
        (other?.type === "changed" && other.attributes.some((one) => one.attribute === attribute));
      if (other === undefined || !differs) continue;
      // Rows are not dropped unasked.
      const kept = needed !== undefined && other.type === "unexpected" && keepsData(other.actual);
      if (!kept) takeUnasked(other, difference.object);
      else if (!scope.chosen.has(other.id))
        block(`${needed} ${describeObject(object)}, which nobody expects: that one has to go first.`);
      if (needed !== undefined && root !== undefined) needing.push({ root, other, attribute, needed });
    }
  };

  const takeAlone = (difference: Difference, reason: Reason): void => {
    const refused = refusal(difference, scope);
    if (refused !== null) {
      block(refused);
      return;
    }
    switch (difference.type) {
      case "missing":
        for (const identity of [difference.object, ...difference.includes]) {
          const object = scope.expected.get(identity);
          if (object) put(creation(object, scope.expected, difference, reason, byKey));
          if (object) takeName(object);
          if (object) makeWay(object, undefined);
        }
        return;
      case "unexpected":
        for (const identity of [difference.object, ...difference.includes]) {
          const object = scope.actual.get(identity);
          if (object) put(removal(object, scope.actual, difference, reason, scope.apart));
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
          renamedTo: difference.object,
        });
        takeName(difference.expected);
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
        // What was to be carried over, or to come back, as it was is so as expected.
        const known = tasks.get(identityKey(difference.object));
        const again =
          known?.carried && known.reason.type === "rebuild" && resolves.length > 0
            ? carryOver(difference.actual, difference.expected, known.reason.because, scope)
            : null;
        if (again !== null) tasks.set(identityKey(difference.object), again);
        if (change.recreate || (known?.asItWas && resolves.length > 0)) {
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
        takeName(difference.expected);
        makeWay(difference.expected, difference.actual);
      }
    }
  };

  /** What does not depend on an object, and is in the way of what it is to be, steps aside. */
  const makeWay = (expected: CatalogObject, actual: CatalogObject | undefined): void => {
    for (const other of kindOf(expected).stepAside?.(expected, actual, scope) ?? []) {
      const difference = byKey.get(identityKey(other));
      const present =
        scope.actual.get(other) ?? (difference?.type === "renamed" ? difference.actual : undefined);
      if (present !== undefined) stepAside(present, identityOf(expected), true);
    }
  };

  /** What is to get another name, and steps aside, comes back under that. */
  const takeAnew = (renamed: Extract<Difference, { type: "renamed" }>): void => {
    const reason = { type: "difference", difference: renamed.id } as const;
    taken.add(renamed.id);
    takeAlone({ ...renamed, type: "unexpected", object: identityOf(renamed.actual), includes: [] }, reason);
    takeAlone({ ...renamed, type: "missing" }, reason);
  };

  /** What has the name that an object is to get, and is itself to go or to let go of it, goes first. */
  const takeName = (object: CatalogObject): void => {
    for (const other of namesakes(object, scope.actual)) {
      const difference = byKey.get(identityKey(other));
      if (difference === undefined || scope.chosen.has(difference.id)) continue;
      const needed = other.name === object.name ? "Its name is that of" : "It takes a name that comes with";
      if (difference.type === "changed") {
        if (root !== undefined) needing.push({ root, other: difference, attribute: undefined, needed });
        takeUnasked(difference, object);
      } else if (difference.type === "unexpected" && (keepsData(other) || blockedIds.has(difference.id)))
        block(`${needed} ${describeObject(other)}, which nobody expects: that one has to go first.`);
      else takeUnasked(difference, object);
    }
  };

  const before = (identity: Identity) => scope.actual.get(identity);
  const untouched = ({ id }: Difference): boolean =>
    blockedIds.has(id) || !(scope.chosen.has(id) || taken.has(id));
  const staysUnexpected = (identity: Identity): boolean => {
    const difference = byKey.get(identityKey(identity));
    return difference?.type === "unexpected" && untouched(difference);
  };
  const afterwards = (identity: Identity): CatalogObject | undefined => {
    const difference = byKey.get(identityKey(identity));
    if (difference !== undefined && untouched(difference)) return before(identity);
    return scope.expected.get(identity) ?? (difference === undefined ? before(identity) : undefined);
  };

  const takeUnasked = (difference: Difference, because: Identity): void => {
    if (!scope.chosen.has(difference.id))
      take(difference, { type: "travels along", difference: difference.id, because: identityOf(because) });
  };

  const replacement = (
    identity: Identity,
    action: "recreate" | "rebuild",
    reason: Reason,
    resolves: readonly string[],
  ): readonly Task[] => {
    const found = makeAnew(
      { object: identity, action, reason, resolves },
      { ...scope, byKey, take, takeUnasked, afterwards },
    );
    for (const { create } of found.filter(({ drop }) => drop?.byParent === false)) {
      const made = create?.byParent === false ? create.object : undefined;
      const refused = made === undefined ? null : (kindOf(made).cannotBeRemade?.(made, scope) ?? null);
      if (made !== undefined && refused !== null)
        block(
          `${describeObject(made)} would have to be dropped and made again, which it cannot be: ${refused}`,
        );
    }
    return found;
  };

  const { stepAside, keepAsItWas } = steppingAside({
    scope,
    tasks,
    manual,
    byKey,
    taken,
    blockedIds,
    isBlocked: () => obstacle !== undefined,
    take,
    takeAnew,
    put,
    hold,
    replacement,
    afterwards,
  });

  /** What is made, or is given its expected form, takes the differences along without which it cannot have it. */
  const needs = (task: Task): void => {
    if (task.create !== undefined) needsOf(task.create.object, task.create.side, true);
    else if (task.alter !== undefined && task.resolves.length > 0) {
      const object = scope.expected.get(task.object);
      if (object !== undefined) needsOf(object, scope.expected, false);
    }
  };

  const needsOf = (object: CatalogObject, side: Catalog, made: boolean): void => {
    // What is the same on both sides stands on either shape; what joins two shapes (a foreign key) needs both ends.
    const own = byKey.get(identityKey(object));
    const differs = own !== undefined;
    // What is called by the same words may be another.
    const movesOver =
      made && side.dependenciesOf(object).some((one) => byKey.get(identityKey(one))?.type === "missing");
    const { causes, texts } = kindOf(object);
    const bound = made
      ? differs || movesOver || (causes?.(object, side) ?? []).length > 0
      : own?.type === "changed" && own.attributes.some(({ attribute }) => texts.includes(attribute));
    const reads = typesOfValues(object, side);
    const written = new Set(reads.map(identityKey));
    const restsOn = [...side.dependenciesOf(object), ...reads].map((one) => [identityKey(one), one] as const);
    for (const [dependencyKey, dependency] of new Map(restsOn)) {
      const difference = byKey.get(dependencyKey);
      const rival = rivals(dependency, scope.actual).find(staysUnexpected);
      if (rival !== undefined) block(whyMistaken(object, dependency, rival));
      if (difference === undefined) continue;
      const missing = difference.type === "missing";
      const refused = missing ? refusal(difference, scope) : null;
      if (refused !== null) block(`It needs ${describeObject(dependency)}, which is missing. ${refused}`);
      const { shape = [], neededBy } = kindOf(dependency);
      const changed = side === scope.expected && difference.type === "changed" ? difference : undefined;
      // What its texts hold is the same where these are.
      const asks = differs && (bound || !written.has(dependencyKey));
      const needed =
        changed !== undefined && asks && neededBy?.(changed.expected, changed.actual, object, side) === true;
      const reshaped =
        needed || (bound && changed?.attributes.some(({ attribute }) => shape.includes(attribute)) === true);
      if (blockedIds.has(difference.id) && (missing || needed || (reshaped && refusesChange(object, side))))
        block(`It needs ${describeObject(dependency)} as expected, which is left to be done by hand.`);
      else if (missing || reshaped)
        take(difference, { type: "travels along", difference: difference.id, because: identityOf(object) });
      // What is built on another of its own kind, a partition on its root, has nothing to stand on.
      const byHand = manual.get(difference.id)?.attributes ?? [];
      const beyond = byHand.some((attribute) => shape.includes(attribute));
      const builtOn = made && (object.kind === dependency.kind || refusesChange(object, side));
      const lacks =
        needed &&
        byHand.length > 0 &&
        changed !== undefined &&
        neededBy?.(only(changed, byHand), changed.actual, object, side);
      if (lacks || (beyond && (needed || (reshaped && builtOn))))
        block(`It needs ${describeObject(dependency)} as expected, which is left to be done by hand.`);
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
    const { create } = task;
    const displaced =
      create?.byParent === false ? kindOf(create.object).displaces?.(create.object, scope.actual) : [];
    for (const present of (displaced ?? []).flatMap((own) => scope.actual.get(own) ?? []))
      stepAside(present, task.object, true);
    if (task.drop !== undefined || task.end !== undefined) {
      for (const dependent of scope.actual.dependentsOf(task.object))
        stepAside(dependent, task.object, task.create !== undefined || task.end !== undefined);
      const together =
        task.drop === undefined
          ? []
          : (kindOf(task.object).droppedTogether?.(task.drop.object, scope.actual) ?? []);
      for (const other of together.flatMap((identity) => scope.actual.get(identity) ?? []))
        stepAside(other, task.object, task.create !== undefined);
    } else if (reshapes(task, byKey)) {
      const [refusing, willing] = refusals(task.object, scope.actual);
      for (const dependent of refusing) stepAside(dependent, task.object, true);
      for (const dependent of willing) keepAsItWas(dependent, task.object);
      // Postgres drops an index and makes it anew, which a foreign key to it does not let it (2BP01).
      for (const remade of willing.filter((dependent) => kindOf(dependent).remadeWithDependency))
        for (const dependent of refusals(remade, scope.actual)[0]) stepAside(dependent, remade, true);
    }
  }
  for (const { root: one, other, attribute, needed } of needing) {
    const byHand = manual.get(other.id)?.attributes ?? [];
    if (!blockedIds.has(other.id) && !byHand.some((each) => each === (attribute ?? each))) continue;
    root = one;
    block(`${needed} ${describeObject(other.object)}, which is left to be done by hand.`);
  }
  for (const difference of obstacle === undefined ? scope.drift.differences : []) {
    const giver = (company.get(difference.id) ?? []).find(
      (other) => other.gives && (manual.has(other.difference.id) || blockedIds.has(other.difference.id)),
    );
    if (giver === undefined || manual.has(difference.id) || !scope.chosen.has(difference.id)) continue;
    root = difference;
    block(`It comes with ${describeObject(giver.difference.object)}, which is left to be done by hand.`);
  }
  return obstacle ?? { tasks: madeByParents(tasks), manual: [...manual.values()], afterwards };
}

/** What a changed object would be with some of its attributes alone as expected. */
const only = (
  { expected, actual }: Difference & { type: "changed" },
  attributes: readonly string[],
): CatalogObject => ({
  ...actual,
  ...Object.fromEntries(attributes.map((attribute) => [attribute, expected[attribute]])),
});

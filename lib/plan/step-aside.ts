/** What is in the way of a fix steps aside for it, and comes back behind it. */

import { describeObject } from "../drift/describe";
import type { Difference } from "../drift/difference";
import type { CatalogObject } from "../kinds/kind";
import { kindOf } from "../kinds/registry";
import { typesOfValues } from "../kinds/types/written-values";
import { type Identity, identityKey } from "../postgres/identity";
import type { ManualDifference, Reason } from "./plan";
import type { Scope } from "./scope";
import { comesBackAsItWas, losesHold } from "./taken-along";
import { carryOver, isSettled, keepsData, lettingGo, replaced, type Task } from "./task";

/** The work so far, and what can be added to it. */
interface Underway {
  readonly scope: Scope;
  readonly tasks: ReadonlyMap<string, Task>;
  readonly manual: ReadonlyMap<string, ManualDifference>;
  readonly byKey: ReadonlyMap<string, Difference>;
  /** Ids of the differences that the work has come to. */
  readonly taken: ReadonlySet<string>;
  readonly blockedIds: ReadonlySet<string>;
  readonly isBlocked: () => boolean;
  readonly take: (difference: Difference, reason: Reason) => void;
  readonly takeAnew: (renamed: Extract<Difference, { type: "renamed" }>) => void;
  readonly put: (task: Task) => void;
  /** Leaves what is worked at to people: a dependent of what would go is in its way. */
  readonly hold: (dependent: Identity, because: Identity, rest?: string) => void;
  readonly replacement: (
    identity: Identity,
    action: "rebuild",
    reason: Reason,
    resolves: readonly string[],
  ) => readonly Task[];
  readonly afterwards: (identity: Identity) => CatalogObject | undefined;
}

interface StepsAside {
  readonly stepAside: (dependent: CatalogObject, because: Identity, comesBack: boolean) => void;
  /** Leaves what is worked at to people where a dependent that nobody expects may not fit what it makes of the other. */
  readonly keepAsItWas: (dependent: CatalogObject, because: Identity) => void;
}

/** @returns what takes a dependent of what goes out of its way; `comesBack` where that is made again. */
export function steppingAside({
  scope,
  tasks,
  manual,
  byKey,
  taken,
  blockedIds,
  isBlocked,
  take,
  takeAnew,
  put,
  hold,
  replacement,
  afterwards,
}: Underway): StepsAside {
  const before = (identity: Identity) => scope.actual.get(identity);
  const later = (identity: Identity) => afterwards(identity) ?? before(identity);

  /** Whether the dependent could not be as it was behind the change of what it rests on, or of a type that reads its values. */
  const loses = (dependent: CatalogObject, because: Identity): boolean => {
    const beneath = typesOfValues(dependent, scope.actual)
      .map((type) => byKey.get(identityKey(type)))
      .filter((one) => one !== undefined && taken.has(one.id) && !blockedIds.has(one.id));
    return [byKey.get(identityKey(because)), ...beneath].some((change) =>
      losesHold(dependent, change, scope.actual),
    );
  };

  /** By the key of what is put back as it was though nobody expects it: the changes around which that is done. */
  const around = new Map<string, ReadonlyMap<string, Identity>>();

  /** What is put back as it was must fit what changes, and so must all that is put back with it. */
  const keepAsItWas = (dependent: CatalogObject, because: Identity): void => {
    const key = identityKey(dependent);
    const difference = byKey.get(key);
    if (difference?.type !== "unexpected" || scope.chosen.has(difference.id) || taken.has(difference.id))
      return;
    const known = around.get(key);
    const causes = around.get(identityKey(because)) ?? new Map([[identityKey(because), because]]);
    const more = [...causes].filter(([cause]) => known?.has(cause) !== true);
    if (more.length === 0) return;
    around.set(key, new Map([...(known ?? []), ...more]));
    for (const [, cause] of more) {
      const [was, becomes] = [before(cause), later(cause)];
      const unfit =
        was === undefined || becomes === undefined
          ? undefined
          : kindOf(was).unfitFor?.(was, becomes, dependent);
      if (unfit != null) hold(dependent, because, `and ${unfit}`);
    }
    // What was put back around it before has one more change to fit.
    if (known === undefined) return;
    for (const further of scope.actual.dependentsOf(dependent))
      if (around.has(identityKey(further))) keepAsItWas(further, dependent);
  };

  /** A dependent that is in the way steps aside and comes back; one that nobody expects stays away when it cannot. */
  const stepAside = (dependent: CatalogObject, because: Identity, comesBack: boolean): void => {
    const key = identityKey(dependent);
    if (comesBack) keepAsItWas(dependent, because);
    if (isBlocked() || isSettled(tasks.get(key), comesBack)) return;
    const difference = byKey.get(key);
    if (keepsData(dependent)) {
      letGo(dependent, because, difference);
      return;
    }
    if (difference?.type === "renamed" && scope.chosen.has(difference.id)) {
      takeAnew(difference);
      return;
    }
    const whyGone = () => kindOf(dependent).cannotComeBack?.(dependent, before, later, because) ?? null;
    if (difference !== undefined && !taken.has(difference.id)) {
      const mustGo =
        difference.type === "unexpected"
          ? !comesBack || (loses(dependent, because) && whyGone() === null)
          : difference.type === "changed" && !(comesBack && comesBackAsItWas(difference, scope));
      if (mustGo) {
        if (
          difference.type === "unexpected" &&
          keepsData(difference.actual) &&
          !scope.chosen.has(difference.id)
        )
          hold(
            dependent,
            because,
            `and nobody expects ${describeObject(difference.object)}, to which it belongs: let that go too, or take it off by hand.`,
          );
        take(difference, { type: "travels along", difference: difference.id, because });
        if (isSettled(tasks.get(key), comesBack)) return;
      }
    }
    // What its own change takes off of what goes need not step aside: the change comes first.
    const alters = scope.aside?.has(key) !== true && tasks.get(key)?.alter?.length;
    if (!comesBack && difference?.type === "changed" && alters) {
      const wanted = scope.expected.dependenciesOf(dependent).map(identityKey);
      if (!manual.has(difference.id) && !wanted.includes(identityKey(because))) return;
    }
    const goes = difference !== undefined && scope.chosen.has(difference.id);
    // What stays as it is could not come back without what goes.
    if (!comesBack && difference !== undefined && blockedIds.has(difference.id)) hold(dependent, because);
    if (scope.expected.get(dependent) === undefined && !goes) {
      const refused = whyGone();
      if (refused !== null) hold(dependent, because, `and ${refused}`);
    }
    if (isBlocked()) return;
    const comesBackAs = afterwards(dependent) ?? dependent;
    const aside =
      lettingGo(dependent, comesBackAs, because, scope.actual) ??
      replaced(dependent, comesBackAs, because, scope);
    const reason = { type: "rebuild", because } as const;
    for (const task of aside === null ? replacement(dependent, "rebuild", reason, []) : [aside]) put(task);
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
      // It would have let go of it, had its own change been within our reach.
      if (manual.has(difference.id) || blockedIds.has(difference.id)) hold(dependent, because);
      if (!scope.aside?.has(identityKey(dependent))) return;
    }
    if (difference !== undefined && loses(dependent, because))
      take(difference, { type: "travels along", difference: difference.id, because });
    const comesBackAs = afterwards(dependent) ?? dependent;
    const carried =
      tasks.get(becauseKey)?.end === undefined ? null : carryOver(dependent, comesBackAs, because, scope);
    if (carried !== null) {
      put(carried);
      return;
    }
    const released = lettingGo(dependent, comesBackAs, because, scope.actual);
    if (released !== null) {
      put(released);
    } else {
      const why =
        [dependent, before(because)]
          .map((one) => one && kindOf(one).holdsFast?.(one, scope.actual))
          .find(Boolean) ?? "it cannot be dropped and created again without losing what it holds.";
      hold(dependent, because, `which would have to be dropped: ${why}`);
    }
  };

  return { stepAside, keepAsItWas };
}

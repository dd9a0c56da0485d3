/** Tasks: what is to be done with single objects, and how two tasks for one object become one. */
import type { Catalog } from "../catalog/catalog";
import type { Difference } from "../drift/difference";
import type { CatalogObject, Sides } from "../kinds/kind";
import { kindOf, parentOf } from "../kinds/registry";
import { rowsStayOn } from "../kinds/types/rows-in-use";
import { type Identity, identityKey, identityOf } from "../postgres/identity";
import type { Statement } from "../postgres/statement";
import type { Reason } from "./plan";

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
  /** True where it is created as it was, though another form is expected: nobody chose to change it. */
  readonly asItWas?: true;
  readonly alter?: readonly Statement[];
  /** Set where the altering gives the object this name. */
  readonly renamedTo?: Identity;
  /** Set where a new object took this one's name: drops the old one when its users have been carried over. */
  readonly end?: readonly Statement[];
  /** True where that new object has its expected form: nothing is left to be changed in it. */
  readonly asExpected?: true;
  /** True where the altering changes what dependents are built on. */
  readonly reshaped?: boolean;
  /** True where the altering carries it over to a new type of the old one's name: whatever else changes comes behind that. */
  readonly carried?: boolean;
  /** Set where an object that keeps data lets go of what is dropped and takes hold of what is created again. */
  readonly letGo?: {
    readonly before: readonly Statement[];
    readonly after: readonly Statement[];
    /** Keys of what it lets go of. */
    readonly of: readonly string[];
  };
}

/** What is done to an object for another one's sake, and resolves no difference. */
export const rebuilt = (object: CatalogObject, because: Identity) =>
  ({
    object: identityOf(object),
    action: "rebuild",
    reason: { type: "rebuild", because },
    resolves: [],
  }) as const;

/**
 * A type that rows are stored in steps aside for a new one of its name; null where it can be dropped, or cannot be replaced.
 * @param expected its form afterwards
 */
export function replaced(
  dependent: CatalogObject,
  expected: CatalogObject,
  because: Identity,
  sides: Sides,
): Task | null {
  const kind = kindOf(dependent);
  if (kind.replacement === undefined || !rowsStayOn(dependent, sides)) return null;
  const found = kind.replacement(expected, dependent, sides);
  return found === null
    ? null
    : {
        ...rebuilt(dependent, because),
        alter: found.begin,
        end: found.end,
        ...(sides.expected.get(dependent) === expected ? { asExpected: true } : {}),
      };
}

export function carryOver(
  dependent: CatalogObject,
  expected: CatalogObject | undefined,
  because: Identity,
  sides: Sides,
): Task | null {
  const alter = kindOf(dependent).carryOver?.(expected, dependent, because, sides) ?? null;
  return alter === null
    ? null
    : {
        ...rebuilt(dependent, because),
        alter,
        reshaped: true,
        carried: true,
      };
}

/** An object that keeps data, or that data rests on, lets go of another; null where it cannot. */
export function lettingGo(
  dependent: CatalogObject,
  comesBackAs: CatalogObject,
  because: Identity,
  actual: Catalog,
): Task | null {
  const statements = kindOf(dependent).letGo?.(comesBackAs, dependent, because, actual) ?? null;
  return statements === null
    ? null
    : { ...rebuilt(dependent, because), letGo: { ...statements, of: [identityKey(because)] } };
}

/** True where it is dropped or replaced already, and not only as what it was while what it rests on does not come back. */
export const isSettled = (task: Task | undefined, comesBack: boolean): boolean =>
  (task?.drop !== undefined && !(task.asItWas && !comesBack)) || task?.end !== undefined;

export function keepsData(object: CatalogObject): boolean {
  const keeps = kindOf(object).keepsData ?? false;
  return typeof keeps === "function" ? keeps(object) : keeps;
}

export const creation = (
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

export const removal = (
  object: CatalogObject,
  side: Catalog,
  difference: Difference,
  reason: Reason,
  apart: Apart,
): Task => {
  const top = identityKey(object) === identityKey(difference.object);
  return {
    object: identityOf(object),
    action: "drop",
    reason,
    resolves: top ? [difference.id] : [],
    drop: { object, byParent: !top && goesWithParent(object, side, apart) },
  };
};

/** Keys of objects that are dropped by themselves, though their parents' statements would drop them too. */
export type Apart = ReadonlySet<string> | undefined;

/** True where dropping an object's parent drops it, too, and at the right time. */
export const goesWithParent = (object: CatalogObject, side: Catalog, apart?: Apart): boolean =>
  apart?.has(identityKey(object)) !== true &&
  (kindOf(object).droppedWithParent?.(object, side) ?? true) &&
  !holdsItsParentUp(object, side);

/**
 * True for what uses something that rests on its own parent, and so has to go before both: a rule that writes into a table
 * that inherits from the rule's own, a check that calls a function of its table's row type. Columns and sequences that own
 * each other go together.
 */
function holdsItsParentUp(object: CatalogObject, side: Catalog): boolean {
  const parent = parentOf(object);
  if (parent === null || keepsData(object)) return false;
  const parentKey = identityKey(parent);
  const isParent = (one: Identity | null): boolean => one !== null && identityKey(one) === parentKey;
  return side.dependenciesOf(object).some((used) => {
    const whole = parentOf(used) ?? used;
    return (
      !isParent(whole) && side.dependenciesOf(whole).some((one) => isParent(one) || isParent(parentOf(one)))
    );
  });
}

/**
 * The two halves of making an object anew, alone or with its parent.
 * @param side the one whose definition `object` is
 */
export const dropAndCreate = (
  actual: CatalogObject | undefined,
  object: CatalogObject,
  side: Catalog,
  actualSide: Catalog,
  inside: boolean,
  apart: Apart,
): Pick<Task, "drop" | "create"> => ({
  ...(actual === undefined
    ? {}
    : { drop: { object: actual, byParent: inside && goesWithParent(actual, actualSide, apart) } }),
  create: {
    object,
    side,
    byParent: inside && (kindOf(object).createdWithParent?.(object, side) ?? false),
  },
});

/** What depends on an object, parted by whether it refuses a change of its shape. */
export function refusals(object: Identity, actual: Catalog): readonly [CatalogObject[], CatalogObject[]] {
  const refusing: CatalogObject[] = [];
  const willing: CatalogObject[] = [];
  for (const dependent of actual.dependentsOf(object))
    (refusesChange(dependent, actual) ? refusing : willing).push(dependent);
  return [refusing, willing];
}

/** @param side the side that has the object */
export function refusesChange(object: CatalogObject, side: Catalog): boolean {
  const rebuild = kindOf(object).rebuildWhenDependencyChanges ?? false;
  return typeof rebuild === "function" ? rebuild(object, side) : rebuild;
}

export function reshapes(task: Task, byKey: ReadonlyMap<string, Difference>): boolean {
  if (task.reshaped) return true;
  const difference = byKey.get(identityKey(task.object));
  const { shape = [], growsInPlace = false } = kindOf(task.object);
  return (
    task.action === "alter" &&
    !growsInPlace &&
    difference?.type === "changed" &&
    difference.attributes.some(({ attribute }) => shape.includes(attribute))
  );
}

/** What is missing comes with its parent, where that is made anew for another reason and makes it. */
export function madeByParents(tasks: ReadonlyMap<string, Task>): ReadonlyMap<string, Task> {
  const found = [...tasks].map(([key, task]): [string, Task] => {
    const { create } = task;
    const parent = create === undefined || create.byParent ? null : parentOf(create.object);
    const made = parent === null ? undefined : tasks.get(identityKey(parent))?.create;
    return create === undefined || made?.side !== create.side
      ? [key, task]
      : [
          key,
          {
            ...task,
            create: {
              ...create,
              byParent: kindOf(create.object).createdWithParent?.(create.object, create.side) ?? false,
            },
          },
        ];
  });
  return new Map(found);
}

/** An object that is dropped and created again needs no altering: it comes back in its expected form. */
export function mergeTasks(first: Task, second: Task): Task {
  const own = [first, second].find((task) => task.reason.type !== "rebuild") ?? first;
  const resolves = [...new Set([...first.resolves, ...second.resolves])];
  // What was to come back as it was, and is found to be in the way of another of its name, goes.
  const gone = [first, second].find((task) => task.action === "drop" && task.reason.type !== "rebuild");
  if (gone !== undefined) return { ...gone, resolves };
  const anew = [first, second].filter((task) => task.drop !== undefined && task.create !== undefined);
  const replaced = anew.find((task) => !task.asItWas) ?? anew[0];
  if (replaced !== undefined) {
    const { alter: _, letGo: __, ...rest } = replaced;
    return {
      ...rest,
      action: own.reason.type === "rebuild" ? "rebuild" : "recreate",
      reason: own.reason,
      resolves,
    };
  }
  const letGo =
    first.letGo === undefined || second.letGo === undefined
      ? (first.letGo ?? second.letGo)
      : { ...first.letGo, of: [...new Set([...first.letGo.of, ...second.letGo.of])] };
  const [before, behind] = second.carried ? [second, first] : [first, second];
  const whole = [first, second].find((task) => task.asExpected);
  // What is let go of, and taken hold of again as expected, need not be said once more.
  const said = new Set([...(letGo?.before ?? []), ...(letGo?.after ?? [])].map(({ sql }) => sql));
  const alter = new Map(
    (whole === undefined ? [...(before.alter ?? []), ...(behind.alter ?? [])] : (whole.alter ?? []))
      .filter(({ sql }) => !said.has(sql))
      .map((statement) => [statement.sql, statement]),
  );
  const { alter: _, ...rest } = { ...first, ...second, ...own };
  return {
    ...rest,
    resolves,
    ...(alter.size === 0 ? {} : { alter: [...alter.values()] }),
    ...(letGo === undefined ? {} : { letGo }),
    ...(first.reshaped || second.reshaped ? { reshaped: true } : {}),
    ...(first.carried || second.carried ? { carried: true } : {}),
  };
}

/** The id of the fix that a task becomes. */
export const fixId = (task: Task): string => identityKey(task.object);

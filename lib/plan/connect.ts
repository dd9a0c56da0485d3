import type { Catalog } from "../catalog/catalog";
import type { CatalogObject, Sides } from "../kinds/kind";
import { kindOf } from "../kinds/registry";
import { typesOfValues } from "../kinds/types/written-values";
import { type Identity, identityKey } from "../postgres/identity";
import type { Statement } from "../postgres/statement";
import { labelAgain } from "./label-again";
import type { Node } from "./node";
import { inSteps } from "./online";
import { toldApart } from "./overloads";
import { revokeAsGranted } from "./revoke-as-granted";
import { fixId, goesWithParent, type Task } from "./task";
import { changeLast, undoneBesides, undoneOnNew, withMembersSpared } from "./undone-on-new";

/** Both sides, and what the tasks make of the actual one. */
interface PlannedSides {
  readonly expected: Catalog;
  readonly actual: Catalog;
  readonly afterwards: (identity: Identity) => CatalogObject | undefined;
}

/** Turns tasks into statements with every "must come after" between them. */
export function connect(
  tasks: readonly Task[],
  { expected, actual, afterwards }: PlannedSides,
  online: ReadonlySet<string>,
): readonly Node[] {
  const nodes: Node[] = [];
  /** The last statement of a removal, which what comes after it waits for. */
  const dropped = new Map<string, number>();
  /** By that statement, the first one, which waits for all that stands in the way. */
  const dropStart = new Map<number, number>();
  /** And the one that frees a name before: what still uses that name is only what is carried over. */
  const freeing = new Map<number, number>();
  const altered = new Map<string, number[]>();
  const released = new Map<string, number>();
  const ends = new Map<string, number>();
  const created = new Map<string, number>();
  const announced = new Map<string, number>();
  const complete = new Map<string, number>();
  const begun = new Map<string, number>();
  const dropping = new Set<number>();
  /** By the key of an object and of what it rests on: the statement behind which it does so no more, though it is still there. */
  const freeOf = new Map<string, Map<string, number>>();
  const touching = actual.objects.filter((object) => kindOf(object).undoOnNew !== undefined);
  const sides = { expected, actual };
  const chain = (given: readonly Statement[], fix: string, phase: Node["phase"]): readonly number[] => {
    const positions: number[] = [];
    const stepwise = online.has(fix);
    // What is new has no grants but those of the role that makes it.
    const spared = given.map((one) => withMembersSpared(one, afterwards(one.object), touching, afterwards));
    const statements = spared.flatMap((statement) => [
      ...(phase === "alter" ? revokeAsGranted(statement, actual) : [statement]),
      ...(statement.completes && phase === "alter"
        ? undoneOnNew(expected.get(statement.object), touching)
        : undoneBesides(statement, touching, expected)),
    ]);
    for (const statement of stepwise ? inSteps(statements) : statements) {
      const previous = positions.at(-1);
      if (phase === "drop") dropping.add(nodes.length);
      for (const used of statement.letsGoOf ?? []) {
        const own = identityKey(statement.object);
        const free = freeOf.get(own) ?? new Map<string, number>();
        freeOf.set(own, free.set(identityKey(used), nodes.length));
      }
      positions.push(
        nodes.push({
          statement,
          fixes: [fix],
          phase: stepwise ? "online" : phase,
          after: new Set(previous === undefined ? [] : [previous]),
        }) - 1,
      );
    }
    return positions;
  };

  for (const task of tasks) {
    const key = identityKey(task.object);
    const fix = fixId(task);
    if (task.drop !== undefined && !task.drop.byParent) {
      const positions = chain(kindOf(task.object).drop(task.drop.object, actual, expected), fix, "drop");
      const last = positions.at(-1);
      if (last !== undefined) {
        dropped.set(key, last);
        const [first, ...rest] = positions.filter((one) => nodes[one]?.statement.letsGoOf === undefined);
        const start =
          [first, ...rest].find((one) => nodes[one ?? last]?.statement.frees === undefined) ?? last;
        dropStart.set(last, start);
        if (first !== undefined && first !== start) freeing.set(last, first);
      }
    }
    const letGo = task.letGo === undefined ? undefined : chain(task.letGo.before, fix, "drop").at(-1);
    if (letGo !== undefined) released.set(key, letGo);
    if (task.end !== undefined) {
      const first = nodes.length;
      chain(task.end, fix, "drop");
      ends.set(key, first);
    }
    if (task.alter !== undefined) {
      const replaced = task.end === undefined ? undefined : afterwards(task.object);
      const labels = replaced === undefined ? [] : labelAgain(replaced, actual);
      altered.set(key, [...chain([...task.alter, ...labels], fix, "alter")]);
    }
    const renamed = task.renamedTo === undefined ? undefined : altered.get(key)?.at(-1);
    if (task.renamedTo !== undefined && renamed !== undefined)
      created.set(identityKey(task.renamedTo), renamed);
    if (task.letGo !== undefined) {
      const own = altered.get(key) ?? [];
      if (letGo !== undefined && own[0] !== undefined) nodes[own[0]]?.after.add(letGo);
      const [back] = chain(task.letGo.after, fix, "create");
      for (const position of back === undefined ? [] : own) nodes[back ?? 0]?.after.add(position);
    }
    if (task.create !== undefined && !task.create.byParent) {
      const made = creation(task.create.object, task.create.side, touching, sides);
      // A parent that is made anew says so of itself. What takes the place of another of its name restores the same.
      const again = task.drop?.byParent ? undefined : (task.drop?.object ?? task.create.object);
      const given = again === undefined ? [] : (kindOf(again).restore?.(again, actual, afterwards) ?? []);
      const labels = again === undefined ? [] : labelsOf(task.create.object, task.create.side, actual);
      const positions = chain([...made, ...given, ...labels], fix, "create");
      const [first] = positions;
      complete.set(key, positions.at(-1) ?? 0);
      // In steps it is there only when the last is done; grants and comments behind a CREATE need not be waited for.
      const shells = made.filter(({ announces }) => announces).length;
      const there = online.has(fix) ? positions.at(-1) : positions[shells];
      if (first !== undefined && shells > 0) announced.set(key, first);
      if (first !== undefined) begun.set(key, first);
      if (there !== undefined) created.set(key, there);
    }
  }
  inheritFromParents(tasks, dropped, created, expected, actual);

  const after = (position: number | undefined, earlier: number | undefined): void => {
    if (position !== undefined && earlier !== undefined && position !== earlier)
      nodes[position]?.after.add(earlier);
  };
  const names = freedNames(tasks, dropped, nodes);
  const letsGo = new Map(
    tasks.flatMap((task) =>
      task.letGo === undefined ? [] : [[identityKey(task.object), new Set(task.letGo.of)] as const],
    ),
  );
  for (const task of tasks) {
    const key = identityKey(task.object);
    const gone = task.drop === undefined ? dropped.get(key) : withGiver(task.drop.object, dropped, actual);
    // The removal waits as a whole; what goes with the same statement does not keep it from beginning.
    const start = gone === undefined ? undefined : (dropStart.get(gone) ?? gone);
    const goesAfter = (earlier: number | undefined): void => {
      if (earlier !== gone) after(start, earlier);
    };
    for (const dependent of task.drop === undefined ? [] : actual.dependentsOf(task.object)) {
      const dependentKey = identityKey(dependent);
      const free = freeOf.get(dependentKey)?.get(key);
      if (free !== undefined) {
        goesAfter(free);
        continue;
      }
      goesAfter(dropped.get(dependentKey));
      if (gone !== undefined) after(freeing.get(gone), dropped.get(dependentKey));
      goesAfter(released.get(dependentKey));
      goesAfter(ends.get(dependentKey));
      // What lets go of it is free of it from then on, and may be altered when it is there again.
      if (letsGo.get(dependentKey)?.has(key)) continue;
      for (const position of altered.get(dependentKey) ?? []) {
        // What waits for the name of what goes comes behind it, and so does all that follows there.
        if (nodes[position]?.statement.takes?.some((name) => nameKey(name) === nameKey(task.object))) break;
        goesAfter(position);
      }
    }
    // A child that is taken off by a statement of its own goes before its parent; one that stays is handed over before.
    for (const child of gone === undefined ? [] : actual.childrenOf(task.object)) {
      goesAfter(dropped.get(identityKey(child)));
      for (const position of altered.get(identityKey(child)) ?? []) goesAfter(position);
    }
    const end = ends.get(key);
    if (end !== undefined) {
      after(end, altered.get(key)?.at(-1));
      for (const dependent of actual.dependentsOf(task.object)) {
        const dependentKey = identityKey(dependent);
        after(end, dropped.get(dependentKey));
        after(end, released.get(dependentKey));
        after(end, ends.get(dependentKey));
        for (const position of altered.get(dependentKey) ?? []) after(end, position);
      }
    }
    const firstAlter = altered.get(key)?.find((position) => {
      const { only, letsGoOf } = nodes[position]?.statement ?? {};
      return only === undefined && letsGoOf === undefined;
    });
    const { onlyHouses = false, growsInPlace = false } = kindOf(task.object);
    if (firstAlter !== undefined && !onlyHouses && !growsInPlace) {
      // What it is handed over from would take it along.
      for (const dependent of actual.dependentsOf(task.object))
        if (!actual.childrenOf(dependent).some((child) => identityKey(child) === key)) {
          const dependentKey = identityKey(dependent);
          after(firstAlter, dropped.get(dependentKey));
          if (letsGo.get(dependentKey)?.has(key)) after(firstAlter, released.get(dependentKey));
        }
    }
    const made = task.create;
    if (made !== undefined && !made.byParent) {
      const first = begun.get(key);
      after(first, gone);
      for (const clash of names.get(nameKey(task.object)) ?? [])
        if (!toldApart(made.object, actual.get(nodes[clash]?.statement.object ?? task.object)))
          after(first, clash);
      for (const own of [expected, actual].flatMap(
        (at) => kindOf(made.object).displaces?.(made.object, at) ?? [],
      )) {
        after(first, dropped.get(identityKey(own)));
        after(begun.get(identityKey(own)), created.get(key));
      }
    }
  }
  for (const [position, { statement }] of nodes.entries())
    for (const name of statement.takes ?? [])
      for (const clash of names.get(nameKey(name)) ?? []) after(position, clash);
  changeLast(tasks, altered, nodes);
  // What no catalog lists by itself is in its schema all the same.
  for (const position of dropping)
    for (const { schema } of nodes[position]?.statement.frees ?? [])
      if (schema !== undefined) after(dropped.get(identityKey({ kind: "schema", name: schema })), position);
  // Each statement waits for what its own object rests on.
  const sideOf = new Map(
    tasks.flatMap((task) => (task.create === undefined ? [] : [[fixId(task), task.create.side] as const])),
  );
  nodes.forEach((node, position) => {
    if (dropping.has(position)) {
      // What goes rests on nothing: it only waits for others that go.
      for (const identity of node.statement.after ?? []) after(position, dropped.get(identityKey(identity)));
      return;
    }
    const side = sideOf.get(node.fixes[0] ?? "") ?? expected;
    // What a statement names to come after may only go, and not come back.
    const gone = new Map(
      (node.statement.after ?? []).flatMap((identity) => {
        const drop = dropped.get(identityKey(identity));
        return drop === undefined ? [] : [[identityKey(identity), drop] as const];
      }),
    );
    // What frees a name takes something off: it rests on nothing that is yet to be made.
    const rests = node.statement.frees === undefined ? side.dependenciesOf(node.statement.object) : [];
    const ownKey = identityKey(node.statement.object);
    const holder = rests.length === 0 ? undefined : side.get(node.statement.object);
    const reads = holder === undefined ? [] : typesOfValues(holder, side);
    const restsOn = new Set([...rests, ...reads].map(identityKey));
    const needed: Identity[] = [...(node.statement.after ?? []), ...rests, ...reads];
    if (node.statement.object.schema !== undefined)
      needed.push({ kind: "schema", name: node.statement.object.schema });
    for (const identity of node.statement.afterAll ?? [])
      after(position, complete.get(identityKey(identity)));
    const spared = new Set(node.statement.without?.map(identityKey));
    for (const identity of needed) {
      const neededKey = identityKey(identity);
      if (neededKey === ownKey || spared.has(neededKey)) continue;
      // A sequence and the column that owns it and takes its numbers rest on each other: the column comes last.
      const mutual = side.dependenciesOf(identity).some((one) => identityKey(one) === ownKey);
      const there = (mutual ? announced.get(neededKey) : undefined) ?? created.get(neededKey);
      after(position, there ?? gone.get(neededKey));
      if (mutual && kindOf(node.statement.object).createdBeforeParent && actual.get(identity) !== undefined)
        continue;
      const alters = altered.get(neededKey) ?? [];
      // The type that this function is to read or write is announced already, and made of it.
      if (mutual && alters.some((alter) => nodes[alter]?.statement.completes)) continue;
      for (const alter of alters) {
        const { only, letsGoOf } = nodes[alter]?.statement ?? {};
        if (only === "comment" || only === "check") continue;
        // What waits for this object (a table's mark on its index, a sequence that goes over to this column) comes behind it,
        // and so does all that follows there.
        if (waitsFor(nodes[alter]?.statement, ownKey)) break;
        after(position, alter);
        // What only had to let go of this object may do the rest behind it.
        if (!restsOn.has(neededKey) && letsGoOf?.some((one) => identityKey(one) === ownKey)) break;
      }
    }
  });
  return nodes;
}

/**
 * The statements that make an object, with what the database does to new objects undone behind the first of them.
 * What is dropped in the same plan may still reach new objects, and what is changed or created in it comes after them.
 */
function creation(
  object: CatalogObject,
  side: Catalog,
  touching: readonly CatalogObject[],
  sides: Sides,
): readonly Statement[] {
  const kind = kindOf(object);
  const all = kind.create(object, side, sides.actual);
  // What is only announced is not the object yet.
  const shells = all.filter(({ announces }) => announces);
  const [made, ...rest] = all.slice(shells.length);
  if (made === undefined) return [];
  // What comes back as it was met no row that it did not hold already.
  const preflight = side === sides.expected ? (kind.preflight?.(object, sides) ?? []) : [];
  const first = preflight.length === 0 ? made : { ...made, preflight };
  return [...shells, first, ...undoneOnNew(object, touching), ...rest];
}

/** The security labels of an object that is made anew, and of what its statement makes with it. */
const labelsOf = (object: CatalogObject, side: Catalog, actual: Catalog): readonly Statement[] =>
  [
    object,
    ...side.childrenOf(object).filter((child) => kindOf(child).createdWithParent?.(child, side)),
  ].flatMap((one) => labelAgain(one, actual));

/** What a parent's DROP or CREATE takes along is gone, or there, with that statement. */
function inheritFromParents(
  tasks: readonly Task[],
  dropped: Map<string, number>,
  created: Map<string, number>,
  expected: Catalog,
  actual: Catalog,
): void {
  const follow = (
    object: Identity,
    positions: Map<string, number>,
    side: Catalog,
    together: (child: CatalogObject) => boolean,
  ): void => {
    const position = positions.get(identityKey(object));
    if (position === undefined) return;
    for (const child of side.childrenOf(object)) {
      if (positions.has(identityKey(child)) || !together(child)) continue;
      positions.set(identityKey(child), position);
      follow(child, positions, side, together);
    }
  };
  const dropsChild = (child: CatalogObject): boolean => goesWithParent(child, actual);
  const createsChild = (child: CatalogObject): boolean =>
    kindOf(child).createdWithParent?.(child, expected) ?? false;
  for (const task of tasks) {
    if (task.drop !== undefined && !task.drop.byParent) follow(task.object, dropped, actual, dropsChild);
    if (task.create !== undefined && !task.create.byParent)
      follow(task.object, created, expected, createsChild);
  }
  for (const { object, create } of tasks) {
    const position = create?.side === expected ? withGiver(create.object, created, expected) : undefined;
    if (position !== undefined) created.set(identityKey(object), position);
  }
}

/** What another object's statement takes along or brings, a child table's column, is gone or there with that. */
function withGiver(
  object: CatalogObject,
  positions: ReadonlyMap<string, number>,
  side: Catalog,
): number | undefined {
  const givers = (): readonly Identity[] => kindOf(object).comesWith?.(object, side, null) ?? [];
  return (
    positions.get(identityKey(object)) ??
    givers()
      .flatMap((giver) => side.get(giver) ?? [])
      .map((giver) => withGiver(giver, positions, side))
      .find(isSet)
  );
}

const waitsFor = (statement: Statement | undefined, key: string): boolean =>
  statement?.after?.some((identity) => identityKey(identity) === key) === true;

const isSet = (position: number | undefined): position is number => position !== undefined;

/** Relations and types of one schema share names, and calls of overloaded routines may fit two of them: what frees a name comes before what takes it. */
const nameKey = (object: Identity): string => JSON.stringify([object.schema ?? null, object.name]);

function freedNames(
  tasks: readonly Task[],
  dropped: ReadonlyMap<string, number>,
  nodes: readonly Node[],
): ReadonlyMap<string, readonly number[]> {
  const names = new Map<string, number[]>();
  const free = (object: Identity, position: number): void => {
    const list = names.get(nameKey(object));
    if (list) list.push(position);
    else names.set(nameKey(object), [position]);
  };
  for (const task of tasks) {
    const position = dropped.get(identityKey(task.object));
    if (position !== undefined && !kindOf(task.object).namedWithinParent) free(task.object, position);
  }
  nodes.forEach((node, position) => {
    for (const object of node.statement.frees ?? []) free(object, position);
  });
  return names;
}

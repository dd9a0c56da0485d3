import { parentOf } from "../kinds/registry";
import { identityKey } from "../postgres/identity";
import type { Statement } from "../postgres/statement";
import type { Node } from "./node";
import type { Task } from "./task";

/**
 * The fixes that can be done online: those with an online form that no other fix waits for, or only fixes that are done
 * online too. Whatever is rebuilt around another fix stays in the one transaction, so that nobody sees it gone.
 * @param nodes the statements as they stand in the one transaction
 */
export function onlineFixes(tasks: readonly Task[], nodes: readonly Node[]): ReadonlySet<string> {
  const online = new Set<string>();
  const rebuilt = new Set(tasks.filter(staysTogether).map((task) => identityKey(task.object)));
  for (const { statement, fixes } of nodes) {
    const [fix] = fixes;
    if (statement.online !== undefined && fix !== undefined && !rebuilt.has(fix)) online.add(fix);
  }
  const made = new Set(
    tasks
      .filter((task) => task.create !== undefined && task.drop === undefined)
      .map((task) => identityKey(task.object)),
  );
  for (const task of tasks) {
    // A table that is made in the same plan has no rows and nobody reads it.
    const parent = task.create === undefined ? null : parentOf(task.create.object);
    if (parent !== null && made.has(identityKey(parent))) online.delete(identityKey(task.object));
  }
  const waiters = waitersOf(nodes);
  for (;;) {
    const held = [...online].filter((fix) =>
      [...(waiters.get(fix) ?? [])].some((waiter) => !online.has(waiter)),
    );
    if (held.length === 0) return online;
    for (const fix of held) online.delete(fix);
  }
}

/** The statements of a fix with the steps of their online forms in their place; the questions go to the first step. */
export const inSteps = (statements: readonly Statement[]): readonly Statement[] =>
  statements.flatMap((statement) => {
    const [first, ...rest] = statement.online ?? [];
    if (first === undefined) return [statement];
    return [
      { ...first, ...(statement.preflight === undefined ? {} : { preflight: statement.preflight }) },
      ...rest,
    ];
  });

const staysTogether = (task: Task): boolean => task.reason.type === "rebuild" || task.end !== undefined;

/** Fix → the other fixes that come after one of its statements. */
function waitersOf(nodes: readonly Node[]): ReadonlyMap<string, ReadonlySet<string>> {
  const waiters = new Map<string, Set<string>>();
  for (const node of nodes) {
    for (const earlier of node.after) {
      for (const fix of nodes[earlier]?.fixes ?? []) {
        const set = waiters.get(fix) ?? new Set();
        for (const waiter of node.fixes) if (waiter !== fix) set.add(waiter);
        waiters.set(fix, set);
      }
    }
  }
  return waiters;
}

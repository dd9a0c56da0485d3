/** One step of an order: it comes after the steps it names; among free steps the one with the lowest rank comes first. */
export interface Step<T> {
  readonly value: T;
  readonly rank: number;
  readonly after: Iterable<number>;
}

/**
 * A topological order of the steps, the same for the same input. `after` holds positions in `steps`.
 * @throws Error with the whole path when steps wait for each other in a circle: that is a bug in a kind, not something to repair here
 */
export function inOrder<T>(steps: readonly Step<T>[], label: (value: T) => string): readonly T[] {
  const found = orderOrCircle(steps, label);
  if ("circle" in found) throw new Error(`statements wait for each other: ${found.words}`);
  return found.order;
}

/** An order, or steps of which each waits for the next and the last for the first. */
export type Order<T> =
  | { readonly order: readonly T[] }
  | { readonly circle: readonly T[]; readonly words: string };

/** A topological order like {@link inOrder}'s, or the circle that stands in its way. */
export function orderOrCircle<T>(steps: readonly Step<T>[], label: (value: T) => string): Order<T> {
  const waitingFor = steps.map(() => 0);
  const followers: number[][] = steps.map(() => []);
  steps.forEach((step, position) => {
    for (const earlier of new Set(step.after)) {
      if (earlier === position) continue;
      followers[earlier]?.push(position);
      waitingFor[position] = (waitingFor[position] ?? 0) + 1;
    }
  });
  const before = (a: number, b: number): boolean => {
    const difference = (steps[a]?.rank ?? 0) - (steps[b]?.rank ?? 0);
    return difference === 0 ? a < b : difference < 0;
  };
  const free = createHeap(before);
  waitingFor.forEach((count, position) => {
    if (count === 0) free.push(position);
  });
  const order: T[] = [];
  for (let position = free.pop(); position !== undefined; position = free.pop()) {
    const step = steps[position];
    if (step === undefined) continue;
    order.push(step.value);
    waitingFor[position] = -1;
    for (const follower of followers[position] ?? []) {
      const count = (waitingFor[follower] ?? 0) - 1;
      waitingFor[follower] = count;
      if (count === 0) free.push(follower);
    }
  }
  if (order.length === steps.length) return { order };
  const loop = circle(steps, waitingFor).flatMap((position) => steps[position]?.value ?? []);
  return { circle: loop, words: loop.map(label).join(" → ") };
}

/** Positions, the first once more at the end. */
function circle<T>(steps: readonly Step<T>[], waitingFor: readonly number[]): readonly number[] {
  const stuck = (position: number): boolean => (waitingFor[position] ?? 0) > 0;
  let position = waitingFor.findIndex((count) => count > 0);
  const path: number[] = [];
  while (!path.includes(position)) {
    path.push(position);
    position =
      [...(steps[position]?.after ?? [])].find((earlier) => earlier !== position && stuck(earlier)) ??
      position;
  }
  return [...path.slice(path.indexOf(position)), position];
}

interface Heap {
  push(item: number): void;
  pop(): number | undefined;
}

function createHeap(before: (a: number, b: number) => boolean): Heap {
  const items: number[] = [];
  const at = (index: number): number => items[index] as number;
  return {
    push: (item) => {
      let child = items.push(item) - 1;
      while (child > 0) {
        const parent = (child - 1) >> 1;
        if (!before(item, at(parent))) break;
        items[child] = at(parent);
        child = parent;
      }
      items[child] = item;
    },
    pop: () => {
      const top = items[0];
      const last = items.pop();
      if (last === undefined || items.length === 0) return top;
      let hole = 0;
      for (;;) {
        let child = 2 * hole + 1;
        if (child >= items.length) break;
        if (child + 1 < items.length && before(at(child + 1), at(child))) child += 1;
        if (!before(at(child), last)) break;
        items[hole] = at(child);
        hole = child;
      }
      items[hole] = last;
      return top;
    },
  };
}

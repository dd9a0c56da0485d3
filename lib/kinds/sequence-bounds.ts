/** What decides which numbers a sequence gives. Texts, because a bigint does not fit a JSON number. */
interface Bounds {
  readonly increment: string;
  readonly minimum: string;
  readonly maximum: string;
}

/** True where no number that the sequence can stand at is one it may give: it starts again, and has given none of them. */
export const isElsewhere = (expected: Bounds, actual: Bounds): boolean =>
  BigInt(expected.minimum) > BigInt(actual.maximum) || BigInt(expected.maximum) < BigInt(actual.minimum);

/**
 * Where a sequence begins to count anew, when that was moved: one that stands before it refuses the bound (22023), and moving
 * it there skips numbers only. At its other end a bound that was passed is refused rightly: those numbers are in use.
 * @returns the bound, and how the position compares that has to be moved; null where nothing has
 */
export function newBeginning(
  expected: Bounds,
  actual: Bounds,
): { readonly bound: string; readonly beyond: "<" | ">" } | null {
  const rising = !expected.increment.startsWith("-");
  const bound = rising ? expected.minimum : expected.maximum;
  const [least, most] = [BigInt(actual.minimum), BigInt(actual.maximum)];
  const moved = rising ? BigInt(bound) > least : BigInt(bound) < most;
  // Beyond its present bounds the sequence cannot be set.
  if (!moved || BigInt(bound) < least || BigInt(bound) > most) return null;
  return { bound, beyond: rising ? "<" : ">" };
}

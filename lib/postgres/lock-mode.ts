/**
 * Table-level lock modes, weakest first, by the names of the manual
 * (https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES).
 */
export const lockModes = [
  "ACCESS SHARE",
  "ROW SHARE",
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
] as const;

export type LockMode = (typeof lockModes)[number];

/** The stronger of two modes; null stands for no table lock. */
export function strongerLock(a: LockMode | null, b: LockMode | null): LockMode | null {
  if (a === null) return b;
  if (b === null) return a;
  return lockModes.indexOf(a) >= lockModes.indexOf(b) ? a : b;
}

/** True where readers must wait. */
export const blocksReads = (mode: LockMode | null): boolean => mode === "ACCESS EXCLUSIVE";

/** True where INSERT, UPDATE and DELETE must wait: every mode that conflicts with ROW EXCLUSIVE. */
export const blocksWrites = (mode: LockMode | null): boolean =>
  mode !== null && lockModes.indexOf(mode) >= lockModes.indexOf("SHARE");

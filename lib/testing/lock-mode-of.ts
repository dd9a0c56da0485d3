import type { LockMode } from "../postgres/lock-mode";

/** `AccessShareLock`, as pg_locks names it, by the name of the manual. */
export const lockModeOf = (mode: string): LockMode =>
  mode
    .replace(/Lock$/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toUpperCase() as LockMode;

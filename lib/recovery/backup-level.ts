/** How much is known about a backup, from a person's word to a restore that was compared. */
const backupLevels = [0, 1, 2, 3] as const;

export type BackupLevel = (typeof backupLevels)[number];

/** Fixes that destroy rows need a backup that has been read through, or better. */
export const destructiveNeeds: BackupLevel = 2;

/** Older evidence than this says little about the rows of now; it still counts, and its age is said. */
const evidenceFreshMinutes = 120;

/** What each level means, for people. */
export const levelWords: {
  readonly [L in BackupLevel]: { readonly name: string; readonly meaning: string };
} = {
  0: { name: "A person's word", meaning: "Somebody says that a backup exists. Nothing was looked at." },
  1: { name: "Exists", meaning: "A snapshot or dump exists with a known time. Nobody has read it." },
  2: { name: "Read through", meaning: "Every byte was read and unpacked without an error." },
  3: {
    name: "Restore-tested",
    meaning: "It was restored into an empty database; rows of each table and the schema came out equal.",
  },
};

/** A backup as evidence. */
export interface Evidence {
  readonly number: number;
  readonly level: BackupLevel;
  /** When what is in it was true. */
  readonly takenAt: Date;
  /** Null for the whole database. */
  readonly tables: readonly TableName[] | null;
}

export interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** True when the rows of every one of the tables are in the backup. */
export function covers(evidence: Pick<Evidence, "tables">, tables: readonly TableName[]): boolean {
  const { tables: held } = evidence;
  if (held === null) return true;
  return tables.every((table) => held.some((one) => one.schema === table.schema && one.name === table.name));
}

/** Minutes from when the backup was taken to a moment. */
export const ageMinutes = (evidence: Pick<Evidence, "takenAt">, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - evidence.takenAt.getTime()) / 60_000));

/** True when a backup says little about the rows of that moment any more. */
export const isOld = (evidence: Pick<Evidence, "takenAt">, now: Date): boolean =>
  now.getTime() - evidence.takenAt.getTime() > evidenceFreshMinutes * 60_000;

/**
 * The evidence that says most about the tables: what destructive fixes may rest on comes first, a fresh one before an old
 * one, then the higher level, then the newer.
 */
export function bestEvidence<E extends Evidence>(
  all: readonly E[],
  tables: readonly TableName[],
  now: Date,
): E | null {
  const rank = (one: E): readonly number[] => [
    one.level >= destructiveNeeds ? 1 : 0,
    isOld(one, now) ? 0 : 1,
    one.level,
    one.takenAt.getTime(),
  ];
  const better = (one: E, other: E): number => {
    const [mine, theirs] = [rank(one), rank(other)];
    const position = mine.findIndex((value, index) => value !== theirs[index]);
    return position < 0 ? other.number - one.number : (theirs[position] ?? 0) - (mine[position] ?? 0);
  };
  return all.filter((one) => covers(one, tables)).toSorted(better)[0] ?? null;
}

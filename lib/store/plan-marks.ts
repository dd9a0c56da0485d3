import "server-only";
import { type PlanCheckName, type PlanCheckResult, planCheckNames } from "../access/plan-facts";
import type { Store } from "./client";
import { fromJson, toJson } from "./json";

/** A hazard that somebody accepted. */
export interface HazardAnswer {
  readonly planNumber: number;
  /** See `hazardKey`. */
  readonly hazard: string;
  readonly userId: string;
  readonly userName: string;
  readonly at: Date;
}

/** The last answer of a check, as it was given. */
export interface StoredPlanCheck {
  readonly planNumber: number;
  readonly name: PlanCheckName;
  readonly result: PlanCheckResult;
  readonly sentence: string;
  readonly detail: unknown;
  readonly at: Date;
}

/** A try of a plan of which nothing stays. */
export interface RehearsalState {
  readonly number: number;
  readonly planNumber: number;
  readonly place: string;
  readonly state: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** Positions of the statements that a person has read. */
export async function readReads(
  store: Store,
  planNumber: number,
  userId: string,
): Promise<ReadonlySet<number>> {
  const rows = await store.client.planRead.findMany({
    where: { planNumber, userId },
    select: { position: true },
  });
  return new Set(rows.map(({ position }) => position));
}

/** How many statements of each plan a person has read. */
export async function countReads(
  store: Store,
  planNumbers: readonly number[],
  userId: string,
): Promise<ReadonlyMap<number, number>> {
  const rows = await store.client.planRead.groupBy({
    by: ["planNumber"],
    where: { planNumber: { in: [...planNumbers] }, userId },
    _count: { position: true },
  });
  return new Map(rows.map((row) => [row.planNumber, row._count.position]));
}

/** Marks statements as read by a person, or no longer. */
export async function saveReads(
  store: Store,
  planNumber: number,
  userId: string,
  positions: readonly number[],
  read: boolean,
): Promise<void> {
  if (!read) {
    await store.client.planRead.deleteMany({
      where: { planNumber, userId, position: { in: [...positions] } },
    });
    return;
  }
  await store.client.planRead.createMany({
    data: positions.map((position) => ({ planNumber, userId, position })),
    skipDuplicates: true,
  });
}

/** The answers to the hazards of these plans. */
export async function readAnswers(
  store: Store,
  planNumbers: readonly number[],
): Promise<readonly HazardAnswer[]> {
  return store.client.planHazardAnswer.findMany({
    where: { planNumber: { in: [...planNumbers] } },
    orderBy: [{ at: "asc" }, { hazard: "asc" }],
  });
}

/** Accepts hazards; who accepted one first stays its author. @returns how many had no answer before */
export async function saveAnswers(store: Store, answers: readonly HazardAnswer[]): Promise<number> {
  const { count } = await store.client.planHazardAnswer.createMany({
    data: [...answers],
    skipDuplicates: true,
  });
  return count;
}

/** Keeps the answers of checks in place of earlier ones. */
export async function savePlanChecks(store: Store, checks: readonly StoredPlanCheck[]): Promise<void> {
  for (const { planNumber, name, detail, ...answer } of checks) {
    const data = { ...answer, detail: toJson(detail ?? null) };
    await store.client.planCheck.upsert({
      where: { planNumber_name: { planNumber, name } },
      create: { planNumber, name, ...data },
      update: data,
    });
  }
}

/** The last answers of the checks of these plans. */
export async function readPlanChecks(
  store: Store,
  planNumbers: readonly number[],
): Promise<readonly StoredPlanCheck[]> {
  const rows = await store.client.planCheck.findMany({
    where: { planNumber: { in: [...planNumbers] } },
  });
  return rows.flatMap((row) => {
    const name = planCheckNames.find((candidate) => candidate === row.name);
    // A check that this build does not know of says nothing to it.
    if (name === undefined) return [];
    const { planNumber, sentence, at } = row;
    const detail = row.detail === null ? null : fromJson<unknown>(row.detail);
    return [{ planNumber, name, result: row.result as PlanCheckResult, sentence, detail, at }];
  });
}

/** The last rehearsal of each plan that was tried. */
export async function readLastRehearsals(
  store: Store,
  planNumbers: readonly number[],
): Promise<ReadonlyMap<number, RehearsalState>> {
  const rows = await store.client.rehearsal.findMany({
    where: { planNumber: { in: [...planNumbers] } },
    orderBy: { number: "asc" },
    select: { number: true, planNumber: true, place: true, state: true, createdAt: true, finishedAt: true },
  });
  return new Map(rows.map((row) => [row.planNumber, row]));
}

/** A backup of a database, as evidence for its plans. */
export interface KnownBackup {
  readonly databaseId: string;
  readonly number: number;
  readonly level: 0 | 1 | 2 | 3;
  readonly takenAt: Date;
  /** Null for the whole database. */
  readonly tables: readonly { readonly schema: string; readonly name: string }[] | null;
}

/** Backups of these databases that are there, and which databases one is being taken of. */
export async function readKnownBackups(
  store: Store,
  databaseIds: readonly string[],
): Promise<{ readonly backups: readonly KnownBackup[]; readonly underway: ReadonlySet<string> }> {
  const rows = await store.client.backup.findMany({
    where: { databaseId: { in: [...databaseIds] }, state: { in: ["queued", "running", "done"] } },
    select: { databaseId: true, number: true, level: true, takenAt: true, tables: true, state: true },
  });
  const backups = rows.flatMap(({ state, level, takenAt, tables, databaseId, number }) => {
    const known = ([0, 1, 2, 3] as const).find((candidate) => candidate === level);
    if (state !== "done" || takenAt === null || known === undefined) return [];
    const held = tables === null ? null : fromJson<NonNullable<KnownBackup["tables"]>>(tables);
    return [{ databaseId, number, level: known, takenAt, tables: held }];
  });
  const underway = rows.filter(({ state }) => state !== "done").map(({ databaseId }) => databaseId);
  return { backups, underway: new Set(underway) };
}

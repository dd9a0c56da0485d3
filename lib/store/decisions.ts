import "server-only";
import type { Difference } from "../drift/difference";
import type { Store } from "./client";
import type { Decision as DecisionRow } from "./generated/client";
import { fromJson } from "./json";

/** What people can decide on a difference. */
export const decisionTypes = ["fix database", "change code", "accept"] as const;

export type DecisionType = (typeof decisionTypes)[number];

/** What somebody decided on a difference, and until when it holds. */
export interface Decision {
  readonly id: string;
  readonly differenceId: string;
  readonly type: DecisionType;
  /** Empty where none was asked for. */
  readonly reason: string;
  /** When it stops to hold by itself; null for never. */
  readonly until: Date | null;
  readonly by: { readonly id: string; readonly name: string };
  readonly at: Date;
  /** When a later decision took its place or somebody took it back; null while neither happened. */
  readonly endedAt: Date | null;
}

export type NewDecision = Omit<Decision, "endedAt">;

/** Stores a decision, which ends the one before it. Called with the database's row locked. */
export async function insertDecision(
  store: Store,
  databaseId: string,
  decision: NewDecision,
): Promise<Decision> {
  await endDecision(store, databaseId, decision.differenceId, decision.at);
  const row = await store.client.decision.create({
    data: {
      id: decision.id,
      databaseId,
      differenceId: decision.differenceId,
      decision: decision.type,
      reason: decision.reason,
      until: decision.until,
      decidedById: decision.by.id,
      decidedByName: decision.by.name,
      decidedAt: decision.at,
    },
  });
  return toDecision(row);
}

/** Ends the decision on a difference; false when there is none to end. */
export async function endDecision(
  store: Store,
  databaseId: string,
  differenceId: string,
  at: Date,
): Promise<boolean> {
  const { count } = await store.client.decision.updateMany({
    where: { databaseId, differenceId, endedAt: null },
    data: { endedAt: at },
  });
  return count > 0;
}

/** Every decision that was ever made on a difference, oldest first. */
export async function readDecisions(
  store: Store,
  databaseId: string,
  differenceId: string,
): Promise<readonly Decision[]> {
  const rows = await store.client.decision.findMany({
    where: { databaseId, differenceId },
    orderBy: [{ decidedAt: "asc" }, { id: "asc" }],
  });
  return rows.map(toDecision);
}

/** The decisions that hold on the differences of a database, by difference id. */
export async function readHoldingDecisions(
  store: Store,
  databaseId: string,
  now: Date,
): Promise<ReadonlyMap<string, Decision>> {
  const rows = await store.client.decision.findMany({
    where: { databaseId, endedAt: null, OR: [{ until: null }, { until: { gt: now } }] },
    orderBy: { decidedAt: "asc" },
  });
  return new Map(rows.map((row) => [row.differenceId, toDecision(row)]));
}

/** The differences of checks that are accepted now, by the check's number. */
export async function readAcceptedDifferences(
  store: Store,
  checkNumbers: readonly number[],
  now: Date,
): Promise<ReadonlyMap<number, readonly Difference[]>> {
  const rows = await store.client.$queryRaw<
    readonly { readonly checkNumber: number; readonly content: unknown }[]
  >`
    SELECT found.check_number AS "checkNumber", found.content
      FROM check_differences AS found
      JOIN decisions AS decision
        ON decision.database_id = found.database_id AND decision.difference_id = found.difference_id
     WHERE found.check_number = ANY (${[...checkNumbers]}::int[])
       AND decision.decision = 'accept' AND decision.ended_at IS NULL
       AND (decision.until IS NULL OR decision.until > ${now})`;
  const accepted = new Map<number, Difference[]>();
  for (const { checkNumber, content } of rows) {
    const list = accepted.get(checkNumber) ?? [];
    list.push(fromJson<Difference>(content as Parameters<typeof fromJson>[0]));
    accepted.set(checkNumber, list);
  }
  return accepted;
}

/** True while a decision holds. */
export const holds = ({ endedAt, until }: Decision, now: Date): boolean =>
  endedAt === null && (until === null || until > now);

function toDecision(row: DecisionRow): Decision {
  const type = decisionTypes.find((candidate) => candidate === row.decision);
  if (type === undefined) throw new Error(`the store holds the unknown decision ${row.decision}`);
  return {
    ...{ id: row.id, differenceId: row.differenceId, type, reason: row.reason, until: row.until },
    by: { id: row.decidedById, name: row.decidedByName },
    at: row.decidedAt,
    endedAt: row.endedAt,
  };
}

import "server-only";
import { type PlanState, planStates } from "../access/plan-facts";
import { planHash } from "../access/plan-hash";
import type { DriftChange } from "../drift/drift-change";
import type { Plan } from "../plan/plan";
import type { Undo } from "../plan/undo";
import type { Store } from "./client";
import { Prisma } from "./generated/client";
import { fromJson, toJson } from "./json";

/** What was chosen when a plan was made. */
export interface StoredPlanOptions {
  /** Ids of the differences that were asked for. */
  readonly only: readonly string[];
  /** True where what nobody expects is dropped. */
  readonly drops: boolean;
  readonly online: boolean;
}

/** Why a plan holds no longer, and what changed. */
export interface Staleness extends DriftChange {
  readonly side: "database" | "source" | "both";
  /** ISO 8601. */
  readonly at: string;
  /** `C-12`, or null where a fresh reading before a step saw it. */
  readonly check: string | null;
  /** Objects of the database that are not as they were, in sentences; the first of them. */
  readonly objects: readonly string[];
}

/** A plan without its statements. */
export interface PlanSummary {
  readonly number: number;
  /** `P-12`. */
  readonly id: string;
  readonly databaseId: string;
  readonly checkNumber: number;
  readonly hash: string;
  readonly options: StoredPlanOptions;
  readonly state: PlanState;
  readonly stale: Staleness | null;
  /** Empty where the role may not read it. */
  readonly systemIdentifier: string;
  readonly databaseOid: string;
  readonly databaseName: string;
  readonly serverVersion: number;
  readonly expectedFingerprint: string;
  readonly actualFingerprint: string;
  /** The number of the plan it was made from. */
  readonly replaces: number | null;
  /** The number of the plan that was made from it last. */
  readonly replacedBy: number | null;
  readonly undoOfRun: number | null;
  readonly windowNumber: number | null;
  readonly createdById: string;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly requestedAt: Date | null;
  readonly requestedById: string | null;
  readonly requestedByName: string | null;
  readonly statements: number;
  /** How many hazards want an answer. */
  readonly hazards: number;
  readonly losesData: boolean;
}

/** A plan, frozen. */
export interface StoredPlan extends PlanSummary {
  readonly content: Plan;
  readonly undo: Undo;
}

export type NewPlan = Pick<
  StoredPlan,
  | "databaseId"
  | "checkNumber"
  | "content"
  | "undo"
  | "options"
  | "systemIdentifier"
  | "databaseOid"
  | "databaseName"
  | "serverVersion"
  | "replaces"
  | "undoOfRun"
  | "createdById"
  | "createdByName"
  | "createdAt"
>;

/** `P-12` from 12. */
export const planId = (number: number): string => `P-${number}`;

/** 12 from `P-12` or `12`; null for anything else. */
export function planNumber(id: string): number | null {
  const match = /^(?:P-)?([1-9]\d{0,8})$/i.exec(id);
  return match?.[1] === undefined ? null : Number(match[1]);
}

/** Keeps a plan under the hash of what it is. Its content never changes afterwards. */
export async function insertPlan(store: Store, plan: NewPlan): Promise<StoredPlan> {
  const { expectedFingerprint, actualFingerprint } = plan.content;
  const { content, undo, options, ...columns } = plan;
  const row = await store.client.plan.create({
    data: {
      ...columns,
      ...{ expectedFingerprint, actualFingerprint },
      hash: planHash({ ...plan, expectedFingerprint, actualFingerprint }),
      ...{ content: toJson(content), undo: toJson(undo), options: toJson(options) },
      state: "draft" satisfies PlanState,
    },
  });
  return toPlan(row, null);
}

/** The plan with this number; null when there is none. */
export async function findPlan(store: Store, number: number): Promise<StoredPlan | null> {
  const row = await store.client.plan.findUnique({ where: { number } });
  if (row === null) return null;
  const later = await store.client.plan.findFirst({
    where: { replaces: number },
    orderBy: { number: "desc" },
    select: { number: true },
  });
  return toPlan(row, later?.number ?? null);
}

/** True where what the store holds of a plan still is what its hash was made of. */
export const isIntact = (plan: StoredPlan): boolean =>
  planHash(plan) === plan.hash &&
  plan.content.expectedFingerprint === plan.expectedFingerprint &&
  plan.content.actualFingerprint === plan.actualFingerprint;

/**
 * Plans of these databases, the newest first, without their statements.
 * @param closed how many of those that are done or discarded; of the others all, however old
 */
export async function readPlanSummaries(
  store: Store,
  databaseIds: readonly string[],
  closed = 200,
): Promise<readonly PlanSummary[]> {
  const ids = [...databaseIds];
  const rows = await store.client.$queryRaw<readonly SummaryRow[]>`
    SELECT p.number, p.database_id::text AS "databaseId", p.check_number AS "checkNumber", p.hash, p.options, p.state,
           p.stale, p.system_identifier AS "systemIdentifier", p.database_oid AS "databaseOid",
           p.database_name AS "databaseName", p.server_version AS "serverVersion",
           p.expected_fingerprint AS "expectedFingerprint", p.actual_fingerprint AS "actualFingerprint", p.replaces,
           (SELECT max(l.number) FROM plans l WHERE l.replaces = p.number) AS "replacedBy",
           p.undo_of_run AS "undoOfRun", p.window_number AS "windowNumber", p.created_by_id AS "createdById",
           p.created_by_name AS "createdByName", p.created_at AS "createdAt", p.requested_at AS "requestedAt",
           p.requested_by_id AS "requestedById", p.requested_by_name AS "requestedByName",
           json_array_length(p.content -> 'statements') AS statements,
           json_array_length(p.content -> 'hazards') AS hazards,
           EXISTS (SELECT FROM json_array_elements(p.content -> 'hazards') h WHERE h ->> 'code' = 'data-loss')
             AS "losesData"
      FROM plans p
     WHERE p.database_id = ANY (${ids}::uuid[])
       AND (p.state NOT IN ('done', 'discarded')
            OR p.number IN (SELECT c.number FROM plans c
                             WHERE c.database_id = ANY (${ids}::uuid[]) AND c.state IN ('done', 'discarded')
                             ORDER BY c.number DESC LIMIT ${closed}))
     ORDER BY p.number DESC`;
  return rows.map((row) => ({ ...row, id: planId(row.number), state: stateOf(row.state) }));
}

/** Lets one transaction at a time decide on a plan, until it ends. */
export async function lockPlan(store: Store, number: number): Promise<void> {
  await store.client.$queryRaw`SELECT number FROM plans WHERE number = ${number} FOR UPDATE`;
}

export async function setPlanState(store: Store, number: number, state: PlanState): Promise<void> {
  await store.client.plan.update({ where: { number }, data: { state } });
}

/** Writes down who asked for approval, and when. */
export async function setRequested(
  store: Store,
  number: number,
  by: { readonly id: string; readonly name: string },
  at: Date,
): Promise<void> {
  await store.client.plan.update({
    where: { number },
    data: {
      state: "waiting" satisfies PlanState,
      ...{ requestedAt: at, requestedById: by.id, requestedByName: by.name },
    },
  });
}

/**
 * Writes down that a plan holds no longer and ends what people said of it. The first reason stands.
 * @returns false where it was stale or settled already
 */
export async function setStale(store: Store, number: number, stale: Staleness): Promise<boolean> {
  const { count } = await store.client.plan.updateMany({
    where: { number, stale: { equals: Prisma.DbNull }, state: { in: ["draft", "waiting"] } },
    data: { stale: toJson(stale) },
  });
  if (count === 0) return false;
  await store.client.planReview.updateMany({
    where: { planNumber: number, endedAt: null },
    data: { endedAt: new Date(stale.at) },
  });
  return true;
}

/** Gives a plan a window, or takes it away. */
export async function setPlanWindow(
  store: Store,
  number: number,
  windowNumber: number | null,
): Promise<void> {
  await store.client.plan.update({ where: { number }, data: { windowNumber } });
}

type Row = NonNullable<Awaited<ReturnType<Store["client"]["plan"]["findUnique"]>>>;

interface SummaryRow extends Omit<PlanSummary, "id" | "state"> {
  readonly state: string;
}

function toPlan(row: Row, replacedBy: number | null): StoredPlan {
  const { databaseId, checkNumber, hash, number, replaces, undoOfRun, windowNumber, ...rest } = row;
  const { content: stored, undo, options, stale, state, ...columns } = rest;
  const content = fromJson<Plan>(stored);
  return {
    ...{ ...columns, number, databaseId, checkNumber, hash, replaces, replacedBy, undoOfRun, windowNumber },
    id: planId(number),
    state: stateOf(state),
    stale: stale === null ? null : fromJson<Staleness>(stale),
    options: fromJson<StoredPlanOptions>(options),
    content,
    undo: fromJson<Undo>(undo),
    statements: content.statements.length,
    hazards: content.hazards.length,
    losesData: content.hazards.some(({ code }) => code === "data-loss"),
  };
}

function stateOf(text: string): PlanState {
  const state = planStates.find((candidate) => candidate === text);
  if (state === undefined) throw new Error(`the store holds the unknown plan state ${text}`);
  return state;
}

import { randomUUID } from "node:crypto";
import { type Role, rightsOf } from "../access/authority";
import { addDatabase } from "../operations/add-database";
import { checkDatabase } from "../operations/check-database";
import { checkPlan } from "../operations/check-plan";
import type { Context } from "../operations/context";
import { createPlan } from "../operations/create-plan";
import { followRun } from "../operations/follow-run";
import { issueRunToken, type StartRunInput } from "../operations/start-run";
import { hazardQuestions } from "../plan/hazard-answers";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { visible } from "../postgres/identity";
import { requestCheck } from "../store/check-lifecycle";
import type { Database } from "../store/databases";
import { readDifferences } from "../store/differences";
import { saveAnswers } from "../store/plan-marks";
import { insertReview } from "../store/plan-reviews";
import type { StoredPlan } from "../store/plans";
import { savePolicy } from "../store/policies";
import { findRun, type Run } from "../store/runs";
import { recordHeartbeat } from "../store/workers";
import { type TestDatabase, testServer } from "./test-server";
import { type TestStore, testStore } from "./test-store";

/** A store with two people and a watched database, in which plans can be made, approved and run. */
export interface RunStage extends Omit<TestStore, "database"> {
  readonly watched: TestDatabase;
  /** A superuser's session on the watched database. */
  readonly session: Session;
  readonly database: Database;
  /** An operator who makes and runs plans. */
  readonly ann: Context;
  /** An approver. */
  readonly ben: Context;
  /** Checks the database and plans everything that the check finds. */
  plan(options?: { readonly online?: boolean; readonly drops?: boolean }): Promise<StoredPlan>;
  /** Approves a plan as ben. */
  approve(plan: StoredPlan): Promise<string>;
  /** Answers every hazard of a plan as ann, and runs its checks. */
  answer(plan: StoredPlan): Promise<void>;
  /** What a pre-flight sheet would send; ann's, unless it is said whose. */
  sheet(plan: StoredPlan, whose?: Context): Promise<StartRunInput>;
}

/** Makes a stage on the test servers. The database is as `actual` says, its source as `expected`. */
export async function runStage(expected: string, actual: string, major = 18): Promise<RunStage> {
  const made = await testStore();
  const watched = await (await testServer(major)).createDatabase("watched");
  const session = await connect(connectionSettingsFromUrl(watched.url));
  await session.script(actual);
  const { database } = await addDatabase(made.operator, {
    connection: { ...watched, database: watched.name, tls: "disable" },
    source: { given: "pasted", text: expected },
  });
  const ann = await person(made, "Ann", "operator");
  const ben = await person(made, "Ben", "approver");
  await savePolicy(
    made.store,
    database.id,
    {
      ...{ approvals: 1, selfApproval: false, windowRequired: false, rehearsalRequired: false },
      ...{ longestLockSeconds: null, approvalHours: 24 },
    },
    { id: "owner", name: "owner" },
  );
  const workerId = randomUUID();
  const answer = async (plan: StoredPlan): Promise<void> => {
    await saveAnswers(
      made.store,
      hazardQuestions(plan.content).map(({ key }) => ({
        ...{ planNumber: plan.number, hazard: key, at: new Date() },
        ...{ userId: ann.actor.id, userName: ann.actor.name },
      })),
    );
    await checkPlan(ann, plan.id);
  };
  return {
    ...{ ...made, watched, session, database, ann, ben },
    plan: async (options = {}) => {
      await recordHeartbeat(made.store, workerId);
      const { check } = await requestCheck(made.store, database.id, "test");
      await checkDatabase(made.worker, {
        ...{ number: check.number, workerId, signal: new AbortController().signal },
      });
      const differences = (await readDifferences(made.store, check.number)).map(
        ({ difference }) => difference.id,
      );
      const plan = await createPlan(ann, database.slug, { differences, drops: true, ...options });
      await answer(plan);
      return plan;
    },
    approve: async (plan) => {
      const id = randomUUID();
      const now = made.operator.now();
      await insertReview(made.store, {
        ...{ id, planNumber: plan.number, hash: plan.hash, verdict: "approve", comment: "" },
        ...{ systemIdentifier: plan.systemIdentifier, databaseOid: plan.databaseOid },
        ...{ reviewerId: ben.actor.id, reviewerName: ben.actor.name, at: now },
        ...{ expiresAt: new Date(now.getTime() + 3_600_000), endedAt: null },
      });
      return id;
    },
    answer,
    sheet: async (plan, whose = ann) => ({
      plan: plan.id,
      hash: plan.hash.slice(0, 8),
      databaseName: visible(plan.databaseName),
      token: await issueRunToken(whose, plan),
    }),
    drop: async () => {
      await session.close();
      await made.drop();
      await watched.drop();
    },
  };
}

/** A run as it stands in the store now. */
export async function runNow({ store }: Pick<RunStage, "store">, { number }: Run): Promise<Run> {
  const found = await findRun(store, number);
  if (found === null) throw new Error("the run vanished");
  return found;
}

/** Follows a run to its end, as its page does. */
export async function runEnded(stage: Pick<RunStage, "store" | "ann">, run: Run): Promise<Run> {
  await new Promise<void>((resolve, reject) => {
    followRun(stage.ann, run.id, 0, (message) => {
      if (message === null) resolve();
    }).catch(reject);
  });
  return runNow(stage, run);
}

/** Somebody with a role on everything, who proved a moment ago who they are. */
export async function person(
  made: Pick<TestStore, "store" | "operator">,
  name: string,
  role: Role,
): Promise<Context> {
  const id = randomUUID();
  await made.store.client.user.create({
    data: { id, name, email: `${name.toLowerCase()}-${id}@example.test`, role },
  });
  return {
    ...made.operator,
    actor: {
      ...{ kind: "person", id, name, rights: rightsOf(role), databaseRights: new Map() },
      authenticatedAt: new Date(),
    },
  };
}

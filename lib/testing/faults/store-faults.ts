import { randomUUID } from "node:crypto";
import { fingerprint } from "../../catalog/fingerprint";
import { introspect } from "../../introspect/introspect";
import type { Context } from "../../operations/context";
import { performRehearsal } from "../../operations/perform-rehearsal";
import { requestRehearsal } from "../../operations/request-rehearsal";
import { reviewPlan } from "../../operations/review-plan";
import { settleRuns } from "../../operations/settle-runs";
import { type StartRunInput, startRun } from "../../operations/start-run";
import { endReviews } from "../../store/plan-reviews";
import type { StoredPlan } from "../../store/plans";
import { savePolicy } from "../../store/policies";
import { findRehearsal } from "../../store/rehearsals";
import { findRun } from "../../store/runs";
import { recordHeartbeat } from "../../store/workers";
import { type RunStage, runStage } from "../run-stage";
import { insist } from "./endings";
import { requestFaults } from "./request-faults";
import { perform, refusal, type StoreEnding, type StoreFault, start } from "./store-fault";

const expected =
  "CREATE TABLE users (id varchar(36) PRIMARY KEY, name text); CREATE TABLE notes (id integer PRIMARY KEY)";
const actual = `CREATE TABLE users (id uuid PRIMARY KEY, name text);
  INSERT INTO users SELECT md5('user' || n)::uuid, 'user ' || n FROM generate_series(1, 50) n`;

/** Starts the run of an approved plan, does something to the store, then works it off. */
const between =
  (act: (stage: RunStage, plan: StoredPlan, review: string) => Promise<unknown>) =>
  async (stage: RunStage, plan: StoredPlan): Promise<readonly string[]> => {
    const review = await stage.approve(plan);
    const run = await startRun(stage.ann, await stage.sheet(plan));
    await act(stage, plan, review);
    return [await perform(stage, run)];
  };

const ownFaults: readonly StoreFault[] = [
  {
    number: 14,
    title: "two sheets of one plan are sent at the same moment, ten times each",
    codes: ["one run", "proven"],
    applied: true,
    inject: async (stage, plan) => {
      await stage.approve(plan);
      const sheets = await Promise.all([stage.sheet(plan), stage.sheet(plan)]);
      const codes = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          start(stage, sheets[index % 2] ?? (sheets[0] as StartRunInput)),
        ),
      );
      const runs = await stage.store.client.run.findMany();
      insist(
        codes.every((code) =>
          ["done", "run-active", "sheet-used", "not-ready", "too-many-requests"].includes(code),
        ),
        codes.join(),
      );
      const [row] = runs;
      const run = row === undefined ? null : await findRun(stage.store, row.number);
      return [
        `${runs.length === 1 ? "one" : runs.length} run`,
        run === null ? "none" : await perform(stage, run),
      ];
    },
  },
  {
    number: 17,
    title: "a byte of the plan is edited in the store after its approval",
    codes: ["plan-altered"],
    applied: false,
    inject: async (stage, plan) => {
      await stage.approve(plan);
      const sheet = await stage.sheet(plan);
      await stage.store.client.$executeRaw`
        UPDATE plans SET content = replace(content::text, 'varchar', 'text   ')::json WHERE number = ${plan.number}`;
      await stage.store.client.$executeRaw`
        UPDATE plans SET content = replace(content::text, 'character varying(36)', 'text')::json WHERE number = ${plan.number}`;
      return [await start(stage, sheet)];
    },
  },
  {
    number: 17,
    title: "the plan is edited between the click and the worker",
    codes: ["plan-altered"],
    applied: false,
    inject: between(
      (stage, plan) =>
        stage.store.client.$executeRaw`
        UPDATE plans SET content = replace(content::text, 'character varying(36)', 'text')::json WHERE number = ${plan.number}`,
    ),
  },
  {
    number: 18,
    title: "the approval is taken back between the click and the worker",
    codes: ["approval-lost"],
    applied: false,
    inject: between((stage, plan) => endReviews(stage.store, plan.number, stage.ben.actor.id, new Date())),
  },
  {
    number: 18,
    title: "the approver loses the role between the click and the worker",
    codes: ["approval-lost"],
    applied: false,
    inject: between((stage) =>
      stage.store.client.user.update({ where: { id: stage.ben.actor.id }, data: { role: "viewer" } }),
    ),
  },
  {
    number: 18,
    title: "the approver is disabled between the click and the worker",
    codes: ["approval-lost"],
    applied: false,
    inject: between((stage) =>
      stage.store.client.user.update({ where: { id: stage.ben.actor.id }, data: { disabledAt: new Date() } }),
    ),
  },
  {
    number: 18,
    title: "who asked for a rehearsal on the database may run plans no more when the worker takes it",
    codes: ["starter-not-allowed"],
    applied: false,
    inject: async (stage, plan) => {
      const { number } = await requestRehearsal(stage.ann, plan.id, { place: "in place" });
      await stage.store.client.user.update({ where: { id: stage.ann.actor.id }, data: { role: "viewer" } });
      const workerId = randomUUID();
      await recordHeartbeat(stage.store, workerId);
      await performRehearsal(stage.worker, { number, workerId, signal: new AbortController().signal });
      const outcome = (await findRehearsal(stage.store, number))?.outcome;
      return [outcome?.place === "in place" ? outcome.run.code : "no outcome"];
    },
  },
  {
    number: 19,
    title: "who made the plan approves it, as an approver, and then runs it",
    codes: ["self-approval", "not-ready"],
    applied: false,
    inject: async (stage, plan) => {
      const promoted: Context = {
        ...stage.ann,
        actor: { ...stage.ann.actor, rights: stage.ben.actor.rights },
      };
      return [
        await refusal(() => reviewPlan(promoted, plan.id, { verdict: "approve", hash: plan.hash })),
        await start(stage, await stage.sheet(plan)),
      ];
    },
  },
  {
    number: 19,
    title: "one approver approves twice where two have to",
    codes: ["not-ready"],
    applied: false,
    inject: async (stage, plan) => {
      await savePolicy(
        stage.store,
        stage.database.id,
        {
          ...{ approvals: 2, selfApproval: false, windowRequired: false, rehearsalRequired: false },
          ...{ longestLockSeconds: null, approvalHours: 24 },
        },
        { id: "owner", name: "owner" },
      );
      await stage.approve(plan);
      await stage.approve(plan);
      return [await start(stage, await stage.sheet(plan))];
    },
  },
  {
    number: 20,
    title: "a window is required and none is open",
    codes: ["refused"],
    applied: false,
    inject: async (stage, plan) => {
      await stage.approve(plan);
      const sheet = await stage.sheet(plan);
      await savePolicy(
        stage.store,
        stage.database.id,
        {
          ...{ approvals: 1, selfApproval: false, windowRequired: true, rehearsalRequired: false },
          ...{ longestLockSeconds: null, approvalHours: 24 },
        },
        { id: "owner", name: "owner" },
      );
      const code = await start(stage, sheet);
      return [code === "done" ? "done" : "refused"];
    },
  },
  {
    number: 46,
    title: "the audit log takes no entry when the run is started",
    codes: ["error"],
    applied: false,
    inject: async (stage, plan) => {
      await stage.approve(plan);
      const sheet = await stage.sheet(plan);
      await shutAudit(stage);
      const code = await startRun(stage.ann, sheet).then(
        () => "done",
        () => "error",
      );
      insist((await stage.store.client.run.count()) === 0, "a run was made all the same");
      return [code];
    },
  },
  {
    number: 46,
    title: "the audit log takes no entry when the worker begins",
    codes: ["not begun"],
    applied: false,
    inject: async (stage, plan) => {
      await stage.approve(plan);
      const run = await startRun(stage.ann, await stage.sheet(plan));
      await shutAudit(stage);
      const code = await perform(stage, run).catch(() => "not begun");
      insist(code !== "proven", "the run was applied although nothing was written down");
      return [code === "proven" ? code : "not begun"];
    },
  },
  {
    number: 2,
    title: "the worker that claimed the run is gone: it is settled truthfully, and can be started again",
    codes: ["rolled back"],
    applied: false,
    inject: async (stage, plan) => {
      await stage.approve(plan);
      const run = await startRun(stage.ann, await stage.sheet(plan));
      // What a killed worker leaves behind: a claimed run in its name, and a heartbeat that no longer comes.
      await stage.store.client.$executeRaw`
        WITH worker AS (INSERT INTO workers (id, hostname, process_id, heartbeat_at)
                        VALUES (gen_random_uuid(), 'elsewhere', 1, now() - interval '10 minutes') RETURNING id)
        UPDATE runs SET state = 'claimed', claimed_at = now() - interval '10 minutes', worker_id = worker.id
          FROM worker WHERE number = ${run.number}`;
      await settleRuns(stage.worker);
      return [(await findRun(stage.store, run.number))?.state ?? "gone"];
    },
  },
];

/** Faults in and around our own store, of people and of requests, each injected into the real operations. */
export const storeFaults: readonly StoreFault[] = [...ownFaults, ...requestFaults].toSorted(
  (one, other) => one.number - other.number,
);

const shutAudit = (stage: RunStage): Promise<unknown> =>
  stage.store.client.$executeRaw`ALTER TABLE audit_entries ADD CONSTRAINT shut CHECK (number < 0) NOT VALID`;

/** Makes a stage with an approved plan to be, injects the fault, and tells what is wrong with what it came to. */
export async function injectStoreFault(fault: StoreFault): Promise<readonly string[]> {
  const stage = await runStage(expected, actual);
  try {
    const plan = await stage.plan();
    const before = fingerprint(await introspect(stage.session));
    const ending: StoreEnding = { codes: await fault.inject(stage, plan), applied: fault.applied };
    const after = fingerprint(await introspect(stage.session));
    const wrong: string[] = [];
    if (ending.codes.join() !== fault.codes.join())
      wrong.push(`it came to ${ending.codes.join(", ")}, not to ${fault.codes.join(", ")}`);
    if (fault.applied === (before === after))
      wrong.push(fault.applied ? "nothing was changed" : "the database was changed");
    return wrong;
  } finally {
    await stage.drop();
  }
}

import { randomUUID } from "node:crypto";
import type { RunOutcome } from "../../apply/run-outcome";
import { fingerprint } from "../../catalog/fingerprint";
import { introspect } from "../../introspect/introspect";
import type { Context } from "../../operations/context";
import { performRun } from "../../operations/perform-run";
import { reviewPlan } from "../../operations/review-plan";
import { settleRuns } from "../../operations/settle-runs";
import { issueRunToken, type StartRunInput, startRun } from "../../operations/start-run";
import { AppError } from "../../postgres/app-error";
import { endReviews } from "../../store/plan-reviews";
import type { StoredPlan } from "../../store/plans";
import { savePolicy } from "../../store/policies";
import { findRun, type Run } from "../../store/runs";
import { recordHeartbeat } from "../../store/workers";
import { type RunStage, runStage } from "../run-stage";
import { insist } from "./endings";

/** What a fault in or around our own store came to. */
interface StoreEnding {
  /** The codes of refusals and outcomes, in the order in which they came. */
  readonly codes: readonly string[];
  /** True where the plan's changes are to be in the database. */
  readonly applied: boolean;
}

/** A fault of the store, of people and of requests, injected into the real operations. */
export interface StoreFault {
  readonly number: number;
  readonly title: string;
  /** The codes it has to come to. */
  readonly codes: readonly string[];
  readonly applied: boolean;
  readonly inject: (stage: RunStage, plan: StoredPlan) => Promise<readonly string[]>;
}

const expected =
  "CREATE TABLE users (id varchar(36) PRIMARY KEY, name text); CREATE TABLE notes (id integer PRIMARY KEY)";
const actual = `CREATE TABLE users (id uuid PRIMARY KEY, name text);
  INSERT INTO users SELECT md5('user' || n)::uuid, 'user ' || n FROM generate_series(1, 50) n`;

/** The code of what an operation refused. */
async function refusal(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "done";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

/** Works a run off as a worker does, and gives the code of its outcome or refusal. */
async function perform(stage: RunStage, run: Run): Promise<string> {
  const workerId = randomUUID();
  await recordHeartbeat(stage.store, workerId);
  await performRun(stage.worker, { number: run.number, workerId, signal: new AbortController().signal });
  const after = await findRun(stage.store, run.number);
  return (after?.outcome as RunOutcome | null)?.code ?? after?.error?.code ?? `still ${after?.state}`;
}

const start = (stage: RunStage, input: StartRunInput, as: Context = stage.ann): Promise<string> =>
  refusal(() => startRun(as, input));

/** Starts the run of an approved plan, does something to the store, then works it off. */
const between =
  (act: (stage: RunStage, plan: StoredPlan, review: string) => Promise<unknown>) =>
  async (stage: RunStage, plan: StoredPlan): Promise<readonly string[]> => {
    const review = await stage.approve(plan);
    const run = await startRun(stage.ann, await stage.sheet(plan));
    await act(stage, plan, review);
    return [await perform(stage, run)];
  };

export const storeFaults: readonly StoreFault[] = [
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
    number: 23,
    title: "the same bytes are posted twenty times, the last long after the run",
    codes: ["one run", "proven", "one run"],
    applied: true,
    inject: async (stage, plan) => {
      await stage.approve(plan);
      const sheet = await stage.sheet(plan);
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          startRun(stage.ann, sheet).then(
            ({ number }) => number,
            (error: unknown) => {
              if (error instanceof AppError && error.code === "too-many-requests") return null;
              throw error;
            },
          ),
        ),
      );
      const runs = answers.filter((number) => number !== null);
      const [first] = runs;
      const count = async (): Promise<string> => {
        const all = await stage.store.client.run.count();
        return `${all === 1 ? "one" : all} run`;
      };
      insist(
        runs.every((number) => number === first),
        `the answers name ${new Set(runs).size} runs`,
      );
      const run = first === undefined ? null : await findRun(stage.store, first);
      const before = await count();
      const outcome = run === null ? "none" : await perform(stage, run);
      insist((await startRun(stage.ann, sheet)).number === first, "the replay led to another run");
      return [before, outcome, await count()];
    },
  },
  {
    number: 23,
    title: "the sheet of one person is sent by another",
    codes: ["sheet-used"],
    applied: false,
    inject: async (stage, plan) => {
      await stage.approve(plan);
      const sheet = await stage.sheet(plan);
      const other: Context = { ...stage.ann, actor: { ...stage.ann.actor, id: randomUUID(), name: "Cleo" } };
      return [await start(stage, sheet, other)];
    },
  },
  {
    number: 23,
    title: "a sheet that lay open for sixteen minutes is sent",
    codes: ["sheet-used"],
    applied: false,
    inject: async (stage, plan) => {
      await stage.approve(plan);
      const old: Context = { ...stage.ann, now: () => new Date(Date.now() - 16 * 60_000) };
      const sheet = { ...(await stage.sheet(plan)), token: await issueRunToken(old, plan) };
      return [await start(stage, sheet)];
    },
  },
  {
    number: 25,
    title: "a stale tab sends the hash of an earlier plan, and the name of another database",
    codes: ["hash-differs", "name-differs"],
    applied: false,
    inject: async (stage, plan) => {
      await stage.approve(plan);
      const sheet = await stage.sheet(plan);
      return [
        await start(stage, { ...sheet, hash: "00000000" }),
        await start(stage, { ...sheet, databaseName: `${sheet.databaseName}_test` }),
      ];
    },
  },
  {
    number: 29,
    title: "who has no role on the database names its plan",
    codes: ["no-such-plan"],
    applied: false,
    inject: async (stage, plan) => {
      await stage.approve(plan);
      const stranger: Context = {
        ...stage.ann,
        actor: {
          ...stage.ann.actor,
          rights: new Set(),
          databaseRights: new Map([["another", stage.ann.actor.rights]]),
        },
      };
      return [await start(stage, await stage.sheet(plan), stranger)];
    },
  },
  {
    number: 30,
    title: "the person last proved who they are six minutes ago",
    codes: ["sign-in-again"],
    applied: false,
    inject: async (stage, plan) => {
      await stage.approve(plan);
      const late: Context = {
        ...stage.ann,
        actor: { ...stage.ann.actor, authenticatedAt: new Date(Date.now() - 6 * 60_000) },
      };
      return [await start(stage, await stage.sheet(plan), late)];
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

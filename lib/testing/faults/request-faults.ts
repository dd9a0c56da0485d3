import { randomUUID } from "node:crypto";
import type { Context } from "../../operations/context";
import { createWindow } from "../../operations/create-window";
import { issueRunToken, startRun } from "../../operations/start-run";
import { AppError } from "../../postgres/app-error";
import { findRun } from "../../store/runs";
import { insist } from "./endings";
import { perform, refusal, type StoreFault, start } from "./store-fault";

/** Faults of requests and of those who send them: replays, double clicks, stale tabs, strangers. */
export const requestFaults: readonly StoreFault[] = [
  {
    number: 21,
    title:
      "a window is to begin when the clocks jump, when they show an hour twice, and on a day that no month has",
    codes: ["missing-local-time", "ambiguous-local-time", "invalid-local-time"],
    applied: false,
    inject: async (stage) => {
      const times = [
        ["2027-03-28", "02:30"],
        ["2027-10-31", "02:30"],
        ["2027-02-30", "02:30"],
      ] as const;
      const codes: string[] = [];
      for (const [date, time] of times)
        codes.push(
          await refusal(() =>
            createWindow(stage.ben, {
              ...{ name: "Night", databases: [stage.database.slug], timeZone: "Europe/Paris", minutes: 60 },
              ...{ date, time, repeat: "none", goRequired: false },
            }),
          ),
        );
      insist((await stage.store.client.window.count()) === 0, "a window was made all the same");
      return codes;
    },
  },
  {
    number: 24,
    title: "the button is clicked twice: the same sheet arrives twice at the same moment",
    codes: ["one run", "proven"],
    applied: true,
    inject: async (stage, plan) => {
      await stage.approve(plan);
      const sheet = await stage.sheet(plan);
      const [one, other] = await Promise.all([startRun(stage.ann, sheet), startRun(stage.ann, sheet)]);
      const runs = await stage.store.client.run.count();
      return [one.number === other.number && runs === 1 ? "one run" : "two runs", await perform(stage, one)];
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
];

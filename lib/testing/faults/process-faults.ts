import { idleTimeout } from "../../apply/transaction-settings";
import { begun, insist, knownFrom, proving, settle, slowLock, slowlyWhileLocked } from "./endings";
import type { Fault, Known } from "./fault";
import { gone, strikeProcess } from "./run-process-of";

/** Nothing was sent to COMMIT: a restarted app needs no server to know that, and the server agrees. */
const nothingSent = (at: number): Known => ({
  status: "rolled back",
  code: "not-committed",
  sentence: "The run broke off before COMMIT: the transaction was rolled back.",
  knownAfter: Math.round(performance.now() - at),
});

export const processFaults: readonly Fault[] = [
  {
    number: 1,
    title: "the app is killed (SIGKILL) in the middle of a statement",
    slow: true,
    // Long enough that only a server that looks for its client ends it in time.
    scene: { everywhere: slowlyWhileLocked(60) },
    ends: "rolled back",
    says: /rolled back/,
    inject: async (scene) => {
      const holder = await scene.besides();
      await holder.query("SELECT pg_advisory_lock($1)", [slowLock]);
      const { at, facts } = await strikeProcess(scene, (line) => "event" in line && begun(line.event));
      insist(facts === null, "a COMMIT was announced before the first statement was done");
      // client_connection_check_interval ends the statement; without it the backend would finish it first.
      await gone(scene, 10_000);
      return nothingSent(at);
    },
  },
  {
    number: 2,
    title: "the app is killed (SIGKILL) with everything done and nothing committed",
    slow: true,
    ends: "rolled back",
    says: /rolled back/,
    inject: async (scene) => {
      const { at, facts } = await strikeProcess(scene, (line) => "event" in line && proving(line.event));
      insist(facts === null, "a COMMIT was announced before the proof");
      await gone(scene, 5_000);
      return nothingSent(at);
    },
  },
  {
    number: 3,
    title: "the app is killed (SIGKILL) once its transaction is written down, right before COMMIT",
    slow: true,
    ends: ["committed", "rolled back"],
    says: /Transaction \d+ was (committed|rolled back)/,
    inject: async (scene) => {
      const { at, facts } = await strikeProcess(scene, (line) => "facts" in line);
      if (facts === null) throw new Error("no transaction was written down");
      return settle(scene, facts, at);
    },
  },
  {
    number: 6,
    title: "the app stands still (SIGSTOP) with its transaction open, and the server ends the idle session",
    slow: true,
    ends: "rolled back",
    says: /idle|ended|lost/i,
    inject: async (scene) => {
      const process = await strikeProcess(scene, (line) => "event" in line && proving(line.event), "SIGSTOP");
      // idle_in_transaction_session_timeout, as the run itself sets it: others get their tables back.
      await gone(scene, idleTimeout + 15_000);
      insist(
        performance.now() - process.at > idleTimeout / 2,
        "the session ended before it was idle for long",
      );
      const outcome = await process.goOn();
      if (outcome === null) throw new Error("the process that went on told no outcome");
      return knownFrom(outcome);
    },
  },
];

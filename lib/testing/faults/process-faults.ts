import { type ChildProcess, spawn } from "node:child_process";
import readline from "node:readline";
import type { RunEvent } from "../../apply/run-event";
import type { RunOutcome, TransactionFacts } from "../../apply/run-outcome";
import { begun, insist, proving, settle, slowLock, slowlyWhileLocked } from "./endings";
import type { Fault, Known } from "./fault";
import type { Scene } from "./scene";

type Line =
  | { readonly event: RunEvent }
  | { readonly facts: TransactionFacts }
  | { readonly outcome: RunOutcome };

/** Runs the plan in a process of its own and kills that at once where `when` says so. */
async function killedProcess(
  scene: Scene,
  when: (line: Line) => boolean,
): Promise<{
  readonly at: number;
  readonly facts: TransactionFacts | null;
  readonly events: readonly RunEvent[];
}> {
  const program = process.env.PLUMBLINE_FAULTS_PROCESS;
  if (program === undefined) throw new Error("PLUMBLINE_FAULTS_PROCESS does not name the program to kill");
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify({ expected: scene.expectedUrl, actual: scene.database.url }));
  let facts: TransactionFacts | null = null;
  const events: RunEvent[] = [];
  for await (const text of readline.createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Line;
    if ("facts" in line) facts = line.facts;
    if ("event" in line) events.push(line.event);
    if (!when(line)) continue;
    const at = performance.now();
    child.kill("SIGKILL");
    await ended(child);
    return { at, facts, events };
  }
  throw new Error("the process ended before it could be killed");
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once("exit", () => resolve());
  });

/** Waits until no session of a run is left, which must not take longer than the statement it was in. */
async function gone(scene: Scene, milliseconds: number): Promise<void> {
  const watcher = await scene.besides();
  const end = performance.now() + milliseconds;
  for (;;) {
    const [row] = await watcher.query<{ left: number }>(
      `SELECT count(*)::int AS "left" FROM pg_catalog.pg_stat_activity
        WHERE datname = pg_catalog.current_database() AND application_name LIKE 'plumbline apply %'`,
    );
    if (row?.left === 0) return;
    insist(performance.now() < end, "a session of the killed run still holds its locks");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

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
      const { at, facts } = await killedProcess(scene, (line) => "event" in line && begun(line.event));
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
      const { at, facts } = await killedProcess(scene, (line) => "event" in line && proving(line.event));
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
      const { at, facts } = await killedProcess(scene, (line) => "facts" in line);
      if (facts === null) throw new Error("no transaction was written down");
      return settle(scene, facts, at);
    },
  },
];

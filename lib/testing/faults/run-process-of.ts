import { type ChildProcess, spawn } from "node:child_process";
import readline from "node:readline";
import type { RunEvent } from "../../apply/run-event";
import type { RunOutcome, TransactionFacts } from "../../apply/run-outcome";
import { insist } from "./endings";
import type { ProcessRequest } from "./run-process";
import type { Scene } from "./scene";

/** What the program run-process.ts tells, line by line. */
export type Line =
  | { readonly event: RunEvent }
  | { readonly facts: TransactionFacts }
  | { readonly step: number; readonly fingerprint: string | null }
  | { readonly outcome: RunOutcome };

export interface StruckProcess {
  /** performance.now() of the strike. */
  readonly at: number;
  /** What it told until then. */
  readonly lines: readonly Line[];
  readonly facts: TransactionFacts | null;
  /** What it tells after it was only stopped, and goes on. */
  goOn(): Promise<RunOutcome | null>;
}

/** Runs the plan in a process of its own and kills or stops that at once where `when` says so. */
export async function strikeProcess(
  scene: Scene,
  when: (line: Line) => boolean,
  how: "SIGKILL" | "SIGSTOP" = "SIGKILL",
  more: Partial<ProcessRequest> = {},
): Promise<StruckProcess> {
  const program = process.env.PLUMBLINE_FAULTS_PROCESS;
  if (program === undefined) throw new Error("PLUMBLINE_FAULTS_PROCESS does not name the program to kill");
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify({ expected: scene.expectedUrl, actual: scene.database.url, ...more }));
  const lines: Line[] = [];
  const told = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Line | null> => {
    const { value, done } = await told.next();
    return done === true ? null : (JSON.parse(value) as Line);
  };
  for (let line = await next(); line !== null; line = await next()) {
    lines.push(line);
    if (!when(line)) continue;
    const at = performance.now();
    child.kill(how);
    if (how === "SIGKILL") await ended(child);
    const facts = lines.flatMap((one) => ("facts" in one ? [one.facts] : [])).at(-1) ?? null;
    const goOn = async (): Promise<RunOutcome | null> => {
      child.kill("SIGCONT");
      for (let later = await next(); later !== null; later = await next())
        if ("outcome" in later) return later.outcome;
      return null;
    };
    return { at, lines, facts, goOn };
  }
  throw new Error("the process ended before it could be struck");
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once("exit", () => resolve());
  });

/** Waits until no session of a run is left, which must not take longer than the statement it was in. */
export async function gone(scene: Scene, milliseconds: number): Promise<void> {
  const watcher = await scene.besides();
  const end = performance.now() + milliseconds;
  for (;;) {
    const [row] = await watcher.query<{ left: number }>(
      `SELECT count(*)::int AS "left" FROM pg_catalog.pg_stat_activity
        WHERE datname = pg_catalog.current_database() AND application_name LIKE 'plumbline apply %'`,
    );
    if (row?.left === 0) return;
    insist(performance.now() < end, "a session of the struck run still holds its locks");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

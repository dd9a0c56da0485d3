import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { endWithUs } from "../postgres/end-with-us";

/** A program of ours that runs beside us, and ends with us at the latest. */
export interface Child {
  /** In sentences: `The worker`. */
  readonly name: string;
  /** Settles when it is gone, with how it ended. */
  readonly exited: Promise<string>;
  /** Asks it to stop, waits, and insists. Can be called twice. */
  stop(): Promise<void>;
  /** From now on its output is passed on; until then it is kept. */
  show(): void;
  /** The last lines that were kept. */
  kept(): readonly string[];
}

/**
 * Starts a Node program.
 * @param parameters of node: the script and what it is given
 * @param patience milliseconds that it has for stopping
 */
export function startChild(
  name: string,
  parameters: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; patience: number },
): Child {
  const child = spawn(process.execPath, parameters, {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own: Ctrl-C reaches us alone, and we stop everything in order.
    detached: true,
  });
  let shown = false;
  const kept: string[] = [];
  const pass = (stream: NodeJS.ReadableStream, to: NodeJS.WriteStream): void => {
    createInterface({ input: stream }).on("line", (line) => {
      if (shown) to.write(`${line}\n`);
      else kept.push(line);
      if (kept.length > 60) kept.shift();
    });
  };
  pass(child.stdout, process.stdout);
  pass(child.stderr, process.stderr);

  const group = child.pid === undefined ? undefined : -child.pid;
  const watchdog = group === undefined ? undefined : endWithUs(group, "TERM");
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(signal ?? `exit ${code}`));
  });
  let gone = false;
  void exited.then(() => {
    gone = true;
    watchdog?.dismiss();
  });
  const send = (signal: NodeJS.Signals): void => {
    if (gone || group === undefined) return;
    try {
      process.kill(group, signal);
    } catch (error) {
      // It ended in this very moment.
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  };
  return {
    name,
    exited,
    kept: () => kept,
    show: () => {
      shown = true;
      kept.length = 0;
    },
    stop: async () => {
      send("SIGTERM");
      const insist = setTimeout(() => send("SIGKILL"), options.patience);
      await exited;
      clearTimeout(insist);
    },
  };
}

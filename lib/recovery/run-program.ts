import "server-only";
import { spawn } from "node:child_process";
import { AppError } from "../postgres/app-error";

export interface ProgramOptions {
  /** All that the program sees of an environment: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Calls back with each line that the program writes to its error output. */
  readonly onErrorLine?: (line: string) => void;
}

export interface ProgramOutcome {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly output: string;
  /** The last lines of its error output. */
  readonly errors: readonly string[];
}

const keptLines = 400;
const keptOutput = 20_000_000;
const patienceMilliseconds = 5_000;

/**
 * Runs a program, never through a shell. An abort ends it, by force where asking does not help, and this rejects with the
 * signal's reason once it is gone.
 * @throws AppError `program-not-started`
 */
export async function runProgram(
  program: string,
  parameters: readonly string[],
  { environment, signal, onErrorLine }: ProgramOptions,
): Promise<ProgramOutcome> {
  signal?.throwIfAborted();
  const child = spawn(program, parameters, {
    env: { NODE_ENV: "production", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    // Its own group: Ctrl-C in a terminal must not end it before we have written down what became of it.
    detached: true,
  });
  let force: NodeJS.Timeout | undefined;
  const end = (): void => {
    child.kill("SIGTERM");
    force = setTimeout(() => child.kill("SIGKILL"), patienceMilliseconds);
  };
  signal?.addEventListener("abort", end, { once: true });
  // An end of ours that leaves no time for anything takes the program along.
  const takeAlong = (): void => void child.kill("SIGKILL");
  process.once("exit", takeAlong);
  try {
    const errors: string[] = [];
    const [output, , code] = await Promise.all([
      textOf(child.stdout),
      linesOf(child.stderr, (line) => {
        errors.push(line);
        if (errors.length > keptLines) errors.shift();
        onErrorLine?.(line);
      }),
      new Promise<number | null>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (exitCode) => resolve(exitCode));
      }),
    ]);
    signal?.throwIfAborted();
    return { code, output, errors };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof Error && "syscall" in error) {
      throw new AppError("program-not-started", `${program} could not be started.`, {
        hint: "Look whether it is installed completely and may be run by the user that Plumbline runs as.",
        cause: error,
      });
    }
    throw error;
  } finally {
    clearTimeout(force);
    process.removeListener("exit", takeAlong);
    signal?.removeEventListener("abort", end);
  }
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size <= keptOutput) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

async function linesOf(stream: AsyncIterable<Buffer>, take: (line: string) => void): Promise<void> {
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) take(line);
  }
  if (rest !== "") take(rest);
}

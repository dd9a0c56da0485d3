import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";

export interface CommandResult {
  /** Null when the command had to be killed. */
  readonly code: number | null;
  readonly stdout: string;
  /** Without the launcher's lines about what it brings up to date. */
  readonly stderr: string;
}

const launcher = path.join(import.meta.dirname, "../launch/plumbline.mjs");

/** What the command line reads, which a developer's own surroundings must not decide. */
const cleared = ["PGPASSWORD", "PGPASSFILE", "DATABASE_URL", "SHADOW_DATABASE_URL", "PLUMBLINE_DEBUG"];

/**
 * Runs `plumbline` as a user does, as a process of its own with an empty home.
 * @param begun is handed the process, to be interrupted
 */
export async function runCommand(
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  begun: (child: ChildProcess) => void = () => undefined,
): Promise<CommandResult> {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !cleared.includes(name)),
  );
  const home = environment.HOME ?? mkdtempSync(path.join(os.tmpdir(), "plumbline-home-"));
  const child = spawn(process.execPath, [launcher, ...parameters], {
    env: { NODE_ENV: "production", ...inherited, ...environment, HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 110_000,
  });
  begun(child);
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exitCode) => resolve(exitCode));
    }),
  ]);
  return {
    code,
    stdout,
    stderr: stderr.replace(/^(?:Bundling|Generating|Installing|Waiting for another process)\b.*…\n/gm, ""),
  };
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

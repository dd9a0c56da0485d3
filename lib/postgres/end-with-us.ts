import { spawn } from "node:child_process";
import net from "node:net";

/** Ends another process when this one ends without having dismissed it. */
export interface Watchdog {
  /** To be called when the process is gone: its pid may be somebody else's by now. */
  dismiss(): void;
}

/**
 * Makes a process end with this one, even when this one is killed: a shell waits on a pipe from us, and sends the
 * signal when the pipe ends without a word.
 * @param target a pid; negative for a process group
 */
export function endWithUs(target: number, signal: "INT" | "QUIT" | "TERM"): Watchdog {
  const shell = spawn("/bin/sh", ["-c", `read -r word || kill -${signal} "$0"`, `${target}`], {
    cwd: "/",
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  // A watchdog that is gone is no reason to fail: the next start finds what was left running.
  shell.on("error", () => undefined);
  shell.stdin.on("error", () => undefined);
  shell.unref();
  if (shell.stdin instanceof net.Socket) shell.stdin.unref();
  return { dismiss: () => void shell.stdin.end("gone\n") };
}

/** What somebody who watches a run may ask of it. Who may ask what is checked by the caller. */
export type RunCommand =
  /** Stop after the statement that runs. In one transaction the locks stay held meanwhile. */
  | { readonly type: "pause" }
  | { readonly type: "resume" }
  /** Give up waiting for locks: roll back and do not try again. */
  | { readonly type: "stop trying" }
  /** Cancel the statement that runs and roll back. */
  | { readonly type: "cancel" }
  /** End a session that blocks us (pg_terminate_backend). Refused for any other session. */
  | { readonly type: "end session"; readonly pid: number };

/** The wire between those who watch and the run. */
export interface RunControl {
  /** Passes a command on; commands that come before the run listens are kept for it. */
  send(command: RunCommand): void;
  /** @returns what ends the listening */
  listen(listener: (command: RunCommand) => void): () => void;
}

export function createRunControl(): RunControl {
  const early: RunCommand[] = [];
  const listeners = new Set<(command: RunCommand) => void>();
  return {
    send: (command) => {
      if (listeners.size === 0) early.push(command);
      for (const listener of listeners) listener(command);
    },
    listen: (listener) => {
      listeners.add(listener);
      for (const command of early.splice(0)) listener(command);
      return () => void listeners.delete(listener);
    },
  };
}

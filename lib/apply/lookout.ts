import type { Session } from "../postgres/connect";
import { endBlockingSession, readBlockers } from "./blockers";
import { readProgress } from "./progress";
import type { RunHooks, RunRequest } from "./run-request";
import type { Steering } from "./steering";

/** A second connection that looks at the first while it works: who blocks it, how far it is, and whether it must stop. */
export interface Lookout {
  /**
   * Runs `work` on the run's session and looks on. When the run is stopped, the backend is cancelled until `work` ends.
   * @param what the statement, null for the locks up front, and how long a wait for one lock may last
   */
  during<T>(
    what: { readonly statement: number | null; readonly limit: number },
    work: () => Promise<T>,
  ): Promise<T>;
  close(): Promise<void>;
}

/** Milliseconds: work that is done sooner is not looked at. */
const firstLook = 150;
const betweenLooks = 250;

export function createLookout(
  request: Pick<RunRequest, "open">,
  backendPid: number,
  steering: Steering,
  emit: RunHooks["emit"],
): Lookout {
  let watch: Session | null = null;
  let lost = false;

  const session = async (): Promise<Session> => {
    if (watch === null || lost) {
      await watch?.close();
      watch = null;
      const opened = await request.open({
        ...{ applicationName: "plumbline watch", readOnly: true },
        ...{ connectTimeout: 3_000, statementTimeout: 3_000, lockTimeout: 500 },
      });
      lost = false;
      opened.onLost(() => {
        lost = true;
      });
      // So that names come with their schemas.
      await opened.execute("SET search_path = pg_catalog");
      watch = opened;
    }
    return watch;
  };

  let blind = false;
  /** Looking must not end the work that is looked at: a failure is told once, and looked past. */
  const look = async (work: (session: Session) => Promise<void>): Promise<void> => {
    try {
      await work(await session());
      blind = false;
    } catch {
      if (!blind)
        emit({
          ...{ type: "log", level: "warning", code: "watch-lost" },
          message:
            "The second connection, which shows who blocks the run and cancels it, cannot be had. The run goes on; its own time limits stay in force.",
        });
      blind = true;
    }
  };

  return {
    during: async ({ statement, limit }, work) => {
      const started = performance.now();
      let done = false;
      let finish = (): void => undefined;
      const finished = new Promise<void>((resolve) => {
        finish = resolve;
      });
      let told = "";
      let shown = "";
      const once = async (watching: Session): Promise<void> => {
        if (done) return;
        if (steering.stopped !== null) {
          await watching.query("SELECT pg_catalog.pg_cancel_backend($1)", [backendPid]);
          return;
        }
        for (const pid of steering.takeSessionsToEnd())
          emit({
            ...{ type: "session ended", pid },
            ended: await endBlockingSession(watching, backendPid, pid),
          });
        const blockers = await readBlockers(watching, backendPid);
        if (done) return;
        const now = blockers.map(({ pid }) => pid).join(",");
        steering.waiting = blockers.length > 0;
        if (now !== told)
          emit({
            ...{ type: "waiting", statement, limitMilliseconds: limit, blockers },
            waitedMilliseconds: Math.round(performance.now() - started),
          });
        told = now;
        if (blockers.length > 0) return;
        const progress = await readProgress(watching, backendPid);
        const text = JSON.stringify(progress);
        if (!done && progress !== null && text !== shown) emit({ type: "progress", statement, ...progress });
        shown = text;
      };
      const watching = (async () => {
        let pause = firstLook;
        while (!done) {
          // What is stopped is cancelled again and again: a cancel between two statements reaches none.
          await Promise.race([finished, steering.stopped === null ? steering.sleep(pause) : after(pause)]);
          if (!done) await look(once);
          pause = betweenLooks;
        }
      })();
      try {
        return await work();
      } finally {
        done = true;
        steering.waiting = false;
        finish();
        await watching;
        if (told !== "")
          emit({
            ...{ type: "waiting", statement, limitMilliseconds: limit, blockers: [] },
            waitedMilliseconds: Math.round(performance.now() - started),
          });
      }
    },
    close: async () => {
      await watch?.close();
      watch = null;
    },
  };
}

const after = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

import type { Session } from "../postgres/connect";
import { endBlockingSession, readBlockers } from "./blockers";
import { readProgress } from "./progress";
import type { RunHooks, RunRequest } from "./run-request";
import type { Steering } from "./steering";

/** A second connection that looks at the first while it works: who blocks it, how far it is, and whether it must stop. */
export interface Lookout {
  /**
   * Runs `work` on the run's session and looks on. When the run is stopped, the backend is cancelled until `work` ends.
   * Where the server is seen to be through with the session, or can neither be asked nor told to stop, the session is cut
   * off: an answer that cannot come is not waited for.
   */
  during<T>(what: Watched, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

interface Watched {
  /** Null for the locks up front, the reading of the catalog and COMMIT. */
  readonly statement: number | null;
  /** Milliseconds a wait for one lock may last. */
  readonly limit: number;
  /** True for COMMIT: it is never cancelled, only found out about. */
  readonly committing?: true;
}

/** Milliseconds: work that is done sooner is not looked at. */
const firstLook = 150;
const betweenLooks = 250;
/** Milliseconds for one look; the server itself gives up sooner. */
const longestLook = 6_000;
/** Milliseconds from when the backend is seen to be through to when its last words can be expected no more. */
const lastWords = 5_000;
/** Milliseconds in which the server can neither be asked nor told, before the session is cut off. */
const silence = { stopped: 10_000, committing: 60_000 } as const;

export function createLookout(
  request: Pick<RunRequest, "open">,
  session: Pick<Session, "backendPid" | "close">,
  steering: Steering,
  emit: RunHooks["emit"],
): Lookout {
  const { backendPid } = session;
  let watch: Session | null = null;
  let lost = false;

  const open = async (): Promise<Session> => {
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

  let blindSince: number | null = null;
  /** Looking must not end the work that is looked at: a failure is told once, and looked past. */
  const look = async (work: (session: Session) => Promise<void>): Promise<void> => {
    try {
      await within(longestLook, async () => work(await open()));
      blindSince = null;
    } catch {
      lost = true;
      if (blindSince === null)
        emit({
          ...{ type: "log", level: "warning", code: "watch-lost" },
          message:
            "The second connection, which shows who blocks the run and cancels it, cannot be had. The run goes on; its own time limits stay in force.",
        });
      blindSince ??= performance.now();
    }
  };

  return {
    during: async ({ statement, limit, committing }, work) => {
      const started = performance.now();
      let done = false;
      let finish = (): void => undefined;
      const finished = new Promise<void>((resolve) => {
        finish = resolve;
      });
      let told = "";
      let shown = "";
      let quietSince: number | null = null;
      // With several statements in one piece of work the backend idles between them, as it does while we compare.
      const oneAnswer = statement !== null || committing === true;
      const mustStop = (): boolean => steering.stopped !== null && committing !== true;
      const once = async (watching: Session): Promise<void> => {
        if (done) return;
        const state = await backendState(watching, backendPid);
        if (done) return;
        if (state === null || (oneAnswer && state.startsWith("idle"))) {
          quietSince ??= performance.now();
          // Its answer was lost, or what we sent: a transaction that is still open would hold its locks for nobody.
          if (state?.startsWith("idle in transaction") && performance.now() - quietSince > lastWords)
            await watching.query("SELECT pg_catalog.pg_terminate_backend($1)", [backendPid]);
          return;
        }
        quietSince = null;
        if (mustStop()) {
          await watching.query("SELECT pg_catalog.pg_cancel_backend($1)", [backendPid]);
          return;
        }
        for (const pid of steering.takeSessionsToEnd())
          emit({ type: "session ended", pid, ...(await endBlockingSession(watching, backendPid, pid)) });
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
      const hopeless = (): boolean => {
        const now = performance.now();
        if (quietSince !== null && now - quietSince > lastWords) return true;
        if (blindSince === null || !(mustStop() || committing === true)) return false;
        return now - blindSince > (committing === true ? silence.committing : silence.stopped);
      };
      const watching = (async () => {
        let pause = firstLook;
        while (!done) {
          // What is stopped is cancelled again and again: a cancel between two statements reaches none.
          await Promise.race([finished, steering.stopped === null ? steering.sleep(pause) : after(pause)]);
          if (!done) await look(once);
          if (!done && hopeless()) await session.close();
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

/** `active`, `idle in transaction`, …; null where there is no such backend. */
async function backendState(watch: Session, backendPid: number): Promise<string | null> {
  const [row] = await watch.query<{ state: string | null }>(
    "SELECT coalesce(state, '') AS state FROM pg_catalog.pg_stat_activity WHERE pid = $1",
    [backendPid],
  );
  return row?.state ?? null;
}

const after = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** Rejects when the work takes longer; whatever becomes of it then is nobody's business any more. */
async function within(milliseconds: number, work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), milliseconds);
  });
  const working = work();
  working.catch(() => undefined);
  try {
    await Promise.race([working, late]);
  } finally {
    clearTimeout(timer);
  }
}

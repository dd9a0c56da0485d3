import type { RunEvent } from "../../apply/run-event";
import { connect } from "../../postgres/connect";
import { cuttingProxy } from "./cutting-proxy";
import { begun, connectPatiently, endOf, endWhen, insist, proving, slowly } from "./endings";
import type { Fault, Known } from "./fault";
import type { Scene } from "./scene";

/** As a Parse message carries it: the name of an unnamed statement, the text, its end. */
const commit = "\0COMMIT\0";

/** Runs through a proxy that cuts at a word; whatever is opened afterwards goes to the server directly, as a network that came back. */
async function cutAt(
  scene: Scene,
  word: string,
  ...how: readonly [moment: "before" | "after", how?: "with a reset" | "silently"]
): Promise<Known> {
  const proxy = await cuttingProxy(scene.settings, word, ...how);
  try {
    let through = true;
    void proxy.cut.then(() => {
      through = false;
    });
    const known = await endOf(scene, {
      open: (options) =>
        connect(
          through ? { ...scene.settings, host: "127.0.0.1", port: proxy.port } : scene.settings,
          options,
        ),
    });
    return { ...known, knownAfter: Math.round(performance.now() - (await proxy.cut)) };
  } finally {
    await proxy.close();
  }
}

/**
 * Runs the plan, and from the first event that matches calls a function of the server's on the backend of the run. What is
 * to be cancelled must be within a statement: between two of them a backend lets the request pass.
 */
async function struck(
  scene: Scene,
  matches: (event: RunEvent) => boolean,
  how: "pg_cancel_backend" | "pg_terminate_backend",
): Promise<Known> {
  let strokes: Promise<number> = Promise.resolve(0);
  const known = await endWhen(scene, matches, () => {
    strokes = strike(scene, how);
  });
  insist((await strokes) > 0, "the run was never met");
  return known;
}

/** How many sessions were struck: 0 where none was met within ten seconds. */
async function strike(scene: Scene, how: string): Promise<number> {
  const within = how === "pg_cancel_backend" ? "AND wait_event = 'PgSleep'" : "";
  const striker = await scene.besides();
  for (const end = performance.now() + 10_000; performance.now() < end; ) {
    const met = await striker.query(`SELECT ${how}(pid) ${ofTheRun} ${within}`);
    if (met.length > 0) return met.length;
  }
  return 0;
}

const ofTheRun = `FROM pg_catalog.pg_stat_activity
  WHERE datname = pg_catalog.current_database() AND application_name LIKE 'plumbline apply %'`;

export const connectionFaults: readonly Fault[] = [
  {
    number: 3,
    title: "the connection is cut after COMMIT was sent and before it is answered",
    ends: "committed",
    says: /committed|done in/i,
    inject: (scene) => cutAt(scene, commit, "after"),
  },
  {
    number: 3,
    title: "the connection is cut before COMMIT reaches the server",
    ends: "rolled back",
    says: /rolled back|nothing changed/i,
    inject: (scene) => cutAt(scene, commit, "before"),
  },
  {
    number: 3,
    title: "the network falls silent after COMMIT was sent and before it is answered",
    slow: true,
    ends: "committed",
    says: /committed|done in/i,
    inject: (scene) => cutAt(scene, commit, "after", "silently"),
  },
  {
    number: 3,
    title: "the network falls silent before COMMIT reaches the server",
    slow: true,
    ends: "rolled back",
    says: /rolled back|nothing changed/i,
    inject: (scene) => cutAt(scene, commit, "before", "silently"),
  },
  {
    number: 6,
    title: "the network falls silent in the middle of the statements",
    slow: true,
    ends: "rolled back",
    says: /rolled back|nothing changed/i,
    inject: (scene) => cutAt(scene, "\0ALTER TABLE ", "after", "silently"),
  },
  {
    number: 4,
    title: "the backend is killed (SIGKILL), and the server resets every session",
    slow: true,
    scene: { ownServer: true, everywhere: slowly(0.2) },
    ends: "rolled back",
    says: /rolled back|nothing changed/i,
    inject: async (scene) => {
      const watcher = await scene.besides();
      const known = await endWhen(scene, begun, () => {
        void watcher
          .query<{ pid: number }>(`SELECT pid ${ofTheRun}`)
          .then(([row]) => process.kill(row?.pid ?? 0, "SIGKILL"));
      });
      await (await connectPatiently(scene)).close();
      return known;
    },
  },
  {
    number: 5,
    title: "pg_cancel_backend on the running statement",
    scene: { everywhere: slowly(0.2) },
    ends: "rolled back",
    says: /cancelled/,
    inject: (scene) => struck(scene, begun, "pg_cancel_backend"),
  },
  {
    number: 6,
    title: "pg_terminate_backend on the run's session",
    scene: { everywhere: slowly(0.2) },
    ends: "rolled back",
    says: /ended|lost|rolled back/i,
    inject: (scene) => struck(scene, begun, "pg_terminate_backend"),
  },
  {
    number: 6,
    title: "pg_terminate_backend while the run is proving",
    ends: "rolled back",
    says: /ended|lost|rolled back/i,
    inject: (scene) => struck(scene, proving, "pg_terminate_backend"),
  },
  {
    number: 9,
    title: "a statement takes longer than its limit",
    scene: { everywhere: slowly(0.3) },
    ends: "rolled back",
    says: /time limit|cancelled/,
    inject: (scene) => endOf(scene, { limits: { ...scene.request.limits, statementTimeout: 100 } }),
  },
];

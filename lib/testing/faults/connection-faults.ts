import { connect } from "../../postgres/connect";
import { cuttingProxy } from "./cutting-proxy";
import { begun, connectPatiently, endOf, proving, slowly, whenever } from "./endings";
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

/** Calls a function of the server's on the backend of the run. */
const strike = (scene: Scene, sql: string) => async (): Promise<void> => {
  const striker = await scene.besides();
  await striker.query(sql);
};

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
      const known = await endOf(
        scene,
        {},
        whenever(scene, begun, () => {
          void watcher
            .query<{ pid: number }>(`SELECT pid ${ofTheRun}`)
            .then(([row]) => process.kill(row?.pid ?? 0, "SIGKILL"));
        }),
      );
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
    inject: (scene) =>
      endOf(
        scene,
        {},
        whenever(scene, begun, () => void strike(scene, `SELECT pg_cancel_backend(pid) ${ofTheRun}`)()),
      ),
  },
  {
    number: 6,
    title: "pg_terminate_backend on the run's session",
    scene: { everywhere: slowly(0.2) },
    ends: "rolled back",
    says: /ended|lost|rolled back/i,
    inject: (scene) =>
      endOf(
        scene,
        {},
        whenever(scene, begun, () => void strike(scene, `SELECT pg_terminate_backend(pid) ${ofTheRun}`)()),
      ),
  },
  {
    number: 6,
    title: "pg_terminate_backend while the run is proving",
    ends: "rolled back",
    says: /ended|lost|rolled back/i,
    inject: (scene) =>
      endOf(
        scene,
        {},
        whenever(scene, proving, () => void strike(scene, `SELECT pg_terminate_backend(pid) ${ofTheRun}`)()),
      ),
  },
  {
    number: 6,
    title: "the server ends the session because it was idle in its transaction",
    slow: true,
    ends: "rolled back",
    says: /idle|ended|lost/i,
    inject: (scene) => {
      const paused = whenever(
        scene,
        ({ type }) => type === "paused",
        // What idle_in_transaction_session_timeout does, without waiting for it.
        () => void strike(scene, `SELECT pg_terminate_backend(pid) ${ofTheRun}`)(),
      );
      return endOf(
        scene,
        {},
        {
          ...paused,
          emit: (event) => {
            paused.emit(event);
            if (begun(event)) scene.control.send({ type: "pause" });
          },
        },
      );
    },
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

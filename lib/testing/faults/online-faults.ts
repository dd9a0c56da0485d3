import type { ResumePoint } from "../../apply/resume-point";
import { endOf, holding, insist } from "./endings";
import type { Fault } from "./fault";
import { gone, type Line, strikeProcess } from "./run-process-of";
import type { Scene, SceneOptions } from "./scene";

const duplicates = `CREATE TABLE public.t (id integer PRIMARY KEY, v integer);
  INSERT INTO public.t SELECT n, n FROM generate_series(1, 2000) n`;

/** Several steps, the last of them a build. */
const resumable: SceneOptions = {
  online: true,
  actual: `CREATE TABLE public.beside (id integer PRIMARY KEY);
    CREATE TABLE public.t (id integer PRIMARY KEY, v integer);
    INSERT INTO public.t SELECT n, n FROM generate_series(1, 2000) n`,
  expected: `CREATE TABLE public.beside (id integer PRIMARY KEY);
    CREATE TABLE public.t (id integer PRIMARY KEY, v integer NOT NULL, CHECK (v > 0));
    CREATE INDEX t_v ON public.t (v)`,
  columns: { t: ["id", "v"] },
};

/** An old snapshot is in the way of nothing but the end of a concurrent build. */
const snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ";

/** A build that waits for others to end. */
const building = (line: Line): boolean =>
  "event" in line &&
  line.event.type === "waiting" &&
  line.event.statement !== null &&
  line.event.blockers.length > 0;

/** What a store would keep of a process that was killed: its journal, and the statement that it had begun last. */
function pointOf(lines: readonly Line[]): ResumePoint {
  const steps = lines.flatMap((line) => ("step" in line ? [line] : []));
  const waited = lines.some(building);
  const begun = lines.flatMap((line) =>
    "event" in line && line.event.type === "statement started" ? [line.event.statement] : [],
  );
  return {
    stepsDone: steps.length,
    fingerprint: steps.at(-1)?.fingerprint ?? null,
    unfinished: waited ? (begun.at(-1) ?? null) : null,
  };
}

/**
 * Kills the app inside CREATE INDEX CONCURRENTLY, which leaves an invalid index behind.
 * @returns where a run that is resumed goes on
 */
async function killBuild(scene: Scene): Promise<ResumePoint> {
  const holder = await holding(scene, "SELECT count(*) FROM public.beside", snapshot);
  const { lines } = await strikeProcess(scene, building, "SIGKILL", { online: true });
  await gone(scene, 10_000);
  await holder.execute("COMMIT");
  insist((await invalidIndexes(scene)) === 1, "the killed build left no invalid index");
  return pointOf(lines);
}

/** Kills the app between the first step and the second. */
async function killBetweenSteps(scene: Scene): Promise<ResumePoint> {
  // A store that is silent after the first step keeps the second from beginning.
  const { lines } = await strikeProcess(scene, (line) => "step" in line, "SIGKILL", {
    ...{ online: true, silentAfter: 0 },
  });
  await gone(scene, 5_000);
  const resume = pointOf(lines);
  insist(resume.stepsDone === 1, `the journal says ${resume.stepsDone} steps`);
  return resume;
}

async function invalidIndexes(scene: Scene): Promise<number> {
  const session = await scene.besides();
  const [row] = await session.query<{ invalid: number }>(
    "SELECT count(*)::int AS invalid FROM pg_catalog.pg_index WHERE NOT indisvalid",
  );
  return row?.invalid ?? -1;
}

export const onlineFaults: readonly Fault[] = [
  {
    number: 47,
    title: "CREATE UNIQUE INDEX CONCURRENTLY fails on duplicates: no invalid index stays",
    scene: {
      online: true,
      actual: duplicates,
      expected:
        "CREATE TABLE public.t (id integer PRIMARY KEY, v integer); CREATE UNIQUE INDEX t_v ON public.t (v)",
      columns: { t: ["id", "v"] },
    },
    ends: "rolled back",
    says: /same key|duplicate/i,
    inject: async (scene) => {
      const other = await scene.besides();
      await other.query("INSERT INTO public.t VALUES (5000, 1)");
      const known = await endOf(scene);
      await other.query("DELETE FROM public.t WHERE id = 5000");
      insist((await invalidIndexes(scene)) === 0, "an invalid index was left behind");
      return known;
    },
  },
  {
    number: 47,
    title: "the session is ended in the middle of CREATE INDEX CONCURRENTLY",
    scene: {
      online: true,
      actual: duplicates,
      expected: "CREATE TABLE public.t (id integer PRIMARY KEY, v integer); CREATE INDEX t_v ON public.t (v)",
      columns: { t: ["id", "v"] },
    },
    ends: ["rolled back", "partly applied", "in doubt"],
    says: /ended|lost|rolled back|again/i,
    inject: async (scene) => {
      // A transaction that wrote to the table keeps CONCURRENTLY waiting, so that it can be met.
      const holder = await scene.besides();
      await holder.execute("BEGIN");
      await holder.query("UPDATE public.t SET v = v WHERE id = 1");
      const striker = await scene.besides();
      const striking = (async () => {
        for (;;) {
          const rows = await striker.query(
            `SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
              WHERE datname = current_database() AND application_name LIKE 'plumbline apply %'
                AND query LIKE 'CREATE INDEX CONCURRENTLY%' AND state = 'active'`,
          );
          if (rows.length > 0) return;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      })();
      const running = endOf(scene);
      await striking;
      await holder.execute("ROLLBACK");
      const known = await running;
      insist(
        (await invalidIndexes(scene)) === 0 || /invalid/i.test(known.sentence),
        `an invalid index was left behind and nobody was told: ${JSON.stringify(known)}`,
      );
      await striker.query("DROP INDEX IF EXISTS public.t_v");
      return known;
    },
  },
  {
    number: 47,
    title: "the app is killed (SIGKILL) between two steps, and the run is resumed",
    slow: true,
    scene: resumable,
    ends: "committed",
    says: /proven .*were done before/,
    inject: async (scene) => {
      return endOf(scene, { resume: await killBetweenSteps(scene) });
    },
  },
  {
    number: 47,
    title: "the app is killed (SIGKILL) inside CREATE INDEX CONCURRENTLY, and the run is resumed",
    slow: true,
    scene: resumable,
    ends: "committed",
    says: /proven .*were done before/,
    inject: async (scene) => {
      const resume = await killBuild(scene);
      const refused = await endOf(scene, { resume: { ...resume, unfinished: null } });
      insist(refused.code === "plan-stale", `an index that nobody owns up to is taken: ${refused.code}`);
      return endOf(scene, { resume });
    },
  },
  {
    number: 47,
    title: "what is left of a killed build is being built by another session when the run is resumed",
    slow: true,
    scene: resumable,
    ends: "committed",
    says: /proven .*were done before/,
    inject: async (scene) => {
      const resume = await killBuild(scene);
      const other = await holding(scene, "SELECT 1");
      await other.execute("LOCK TABLE public.t IN SHARE UPDATE EXCLUSIVE MODE");
      const waits = await endOf(scene, { resume });
      insist(waits.code === "index-in-use", `it ended as ${waits.code}: ${waits.sentence}`);
      insist((await invalidIndexes(scene)) === 1, "the index was dropped under another session's hands");
      await other.execute("ROLLBACK");
      return endOf(scene, { resume });
    },
  },
  {
    number: 47,
    title:
      "somebody changes the database after the app was killed between two steps: nothing is resumed until it is taken back",
    slow: true,
    scene: resumable,
    ends: "committed",
    says: /proven .*were done before/,
    inject: async (scene) => {
      const resume = await killBetweenSteps(scene);
      const other = await scene.besides();
      await other.execute("ALTER TABLE public.beside ADD COLUMN more text");
      const refused = await endOf(scene, { resume });
      insist(
        refused.code === "plan-stale" && refused.sentence.includes("beside.more"),
        `it is not refused with what changed: ${refused.sentence}`,
      );
      // Taken back by hand it is as the steps left it.
      await other.execute("ALTER TABLE public.beside DROP COLUMN more");
      return endOf(scene, { resume });
    },
  },
];

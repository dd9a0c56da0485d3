import { endOf, insist } from "./endings";
import type { Fault } from "./fault";

const duplicates = `CREATE TABLE public.t (id integer PRIMARY KEY, v integer);
  INSERT INTO public.t SELECT n, n FROM generate_series(1, 2000) n`;

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
      const [row] = await other.query<{ invalid: number }>(
        "SELECT count(*)::int AS invalid FROM pg_catalog.pg_index WHERE NOT indisvalid",
      );
      insist(row?.invalid === 0, "an invalid index was left behind");
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
      const [row] = await striker.query<{ invalid: number }>(
        "SELECT count(*)::int AS invalid FROM pg_catalog.pg_index WHERE NOT indisvalid",
      );
      insist(
        row?.invalid === 0 || /invalid/i.test(known.sentence),
        `an invalid index was left behind and nobody was told: ${JSON.stringify(known)}`,
      );
      await striker.query("DROP INDEX IF EXISTS public.t_v");
      return known;
    },
  },
];

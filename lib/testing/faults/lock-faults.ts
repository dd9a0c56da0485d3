import type { RunEvent } from "../../apply/run-event";
import { runPlan } from "../../apply/run-plan";
import type { Session } from "../../postgres/connect";
import { begun, endOf, endWhen, holding, insist, knownFrom } from "./endings";
import type { Fault } from "./fault";

/** The locks are about to be taken. */
const locking = (event: RunEvent): boolean => event.type === "phase" && event.phase === "locking";

const readOrders = "SELECT count(*) FROM public.orders";

const blocked = (event: RunEvent): boolean => event.type === "waiting" && event.blockers.length > 0;

/** Waits until autovacuum holds a lock on the orders. @returns false where it did not come in time */
async function vacuuming(session: Session, milliseconds: number): Promise<boolean> {
  for (const end = performance.now() + milliseconds; performance.now() < end; ) {
    const at = await session.query(
      `SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a USING (pid)
        WHERE a.backend_type = 'autovacuum worker' AND l.relation = 'public.orders'::regclass`,
    );
    if (at.length > 0) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

export const lockFaults: readonly Fault[] = [
  {
    number: 7,
    title: "somebody reads a table in a long transaction: the lock cannot be had, however often it is tried",
    ends: "rolled back",
    says: /lock could not be had/,
    inject: async (scene) => {
      await holding(scene, readOrders);
      const known = await endOf(scene);
      insist(scene.events.some(blocked), "who stands in the way was never shown");
      return known;
    },
  },
  {
    number: 7,
    title: "the reader ends while the run still tries",
    ends: "committed",
    says: /proven|done/,
    inject: async (scene) => {
      const reader = await holding(scene, readOrders);
      return endWhen(
        scene,
        (event) => event.type === "attempt" && event.attempt === 2,
        () => void reader.execute("COMMIT"),
      );
    },
  },
  {
    number: 7,
    title: "the operator cancels while locks are waited for",
    ends: "rolled back",
    says: /cancelled/,
    inject: async (scene) => {
      await holding(scene, readOrders);
      return endWhen(scene, locking, () => scene.control.send({ type: "cancel" }));
    },
  },
  {
    number: 7,
    title: "the operator ends the session that holds the lock",
    ends: "committed",
    says: /proven|done/,
    inject: async (scene) => {
      const reader = await holding(scene, readOrders);
      const known = await endWhen(
        scene,
        blocked,
        () => scene.control.send({ type: "end session", pid: reader.backendPid }),
        { limits: { ...scene.request.limits, lockTimeout: 1_000, attempts: 10 } },
      );
      insist(
        scene.events.some((event) => event.type === "session ended" && event.ended),
        "no session was ended",
      );
      return known;
    },
  },
  {
    number: 8,
    title: "readers who come behind the waiting run are held up no longer than its lock timeout",
    ends: "rolled back",
    says: /lock could not be had/,
    inject: async (scene) => {
      await holding(scene, readOrders);
      const late = await scene.besides();
      const waits: number[] = [];
      let going = true;
      const reading = (async () => {
        while (going) {
          const begin = performance.now();
          await late.query("SELECT count(*) FROM public.orders");
          waits.push(performance.now() - begin);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      })();
      const known = await endOf(scene);
      going = false;
      await reading;
      // The promise is the lock timeout (300 ms here) and what a busy machine adds to it.
      insist(Math.max(...waits) < 1_300, `a reader waited ${Math.round(Math.max(...waits))} ms`);
      return known;
    },
  },
  {
    number: 10,
    title: "a deadlock with another session that wrote to one table and wants to write to the next",
    ends: ["committed", "rolled back"],
    says: /proven|done|deadlock|lock could not be had/i,
    inject: async (scene) => {
      const admin = await scene.besides();
      const name = scene.database.name.replaceAll('"', '""');
      // Looked for sooner than anybody's wait for a lock ends.
      await admin.query(`ALTER DATABASE "${name}" SET deadlock_timeout = '50ms'`);
      const other = await scene.besides({ lockTimeout: 5_000 });
      await other.execute("BEGIN");
      await other.query("UPDATE public.users SET note = note WHERE email = 'user1@example.com'");
      let wanting: Promise<unknown> = Promise.resolve();
      const known = await endWhen(
        scene,
        blocked,
        () => {
          // The run holds orders and waits for users: with this each waits for the other.
          wanting = other
            .query("UPDATE public.orders SET total = total WHERE id = 1")
            .catch(() => "the other one gave up");
        },
        { limits: { ...scene.request.limits, lockTimeout: 1_000 } },
      );
      await wanting;
      await other.execute("ROLLBACK");
      await admin.query(`ALTER DATABASE "${name}" RESET deadlock_timeout`);
      insist(scene.events.some(blocked), "nobody ever waited");
      return known;
    },
  },
  {
    number: 13,
    title: "the server has no room for so many locks",
    slow: true,
    scene: {
      settings: { max_locks_per_transaction: "10", max_connections: "12" },
      // In portions: one transaction could not make them here either.
      expected: `DO $$ BEGIN
          FOR n IN 1..900 LOOP
            EXECUTE format('CREATE TABLE public.t%s (id bigint PRIMARY KEY)', n);
            IF n % 20 = 0 THEN COMMIT; END IF;
          END LOOP;
        END $$`,
      neverApplied: true,
      actual: "SELECT 1",
      columns: {},
    },
    ends: ["refused", "rolled back"],
    says: /locks/,
    inject: (scene) => endOf(scene),
  },
  {
    number: 14,
    title: "two operators apply the same plan at the same moment",
    ends: "committed",
    says: /proven/,
    inject: async (scene) => {
      const both = await Promise.allSettled([
        runPlan(scene.request, scene.hooks),
        runPlan(scene.request, { ...scene.hooks, emit: () => undefined }),
      ]);
      const ends = both.map((one) =>
        one.status === "fulfilled" ? one.value.code : (one.reason as { code: string }).code,
      );
      const committed = both.find((one) => one.status === "fulfilled" && one.value.status === "committed");
      insist(ends.filter((code) => code === "proven").length === 1, `the two ended as ${ends.join(" and ")}`);
      if (committed?.status !== "fulfilled") throw new Error("neither was committed");
      return { ...knownFrom(committed.value), sentence: "proven" };
    },
  },
  {
    number: 15,
    title: "Prisma Migrate holds its lock on the database",
    ends: "refused",
    says: /Prisma Migrate/,
    inject: async (scene) => {
      const prisma = await scene.besides();
      await prisma.query("SELECT pg_advisory_lock(72707369)");
      return endOf(scene);
    },
  },
  {
    number: 15,
    title: "Prisma Migrate wants its lock in the middle of the run",
    ends: "committed",
    says: /proven|done/,
    inject: async (scene) => {
      const prisma = await scene.besides();
      let asked: Promise<readonly { locked: boolean }[]> = Promise.resolve([]);
      const known = await endWhen(scene, begun, () => {
        asked = prisma.query("SELECT pg_try_advisory_lock(72707369) AS locked");
      });
      insist((await asked)[0]?.locked === false, "Prisma Migrate could have begun beside the run");
      return known;
    },
  },
  {
    number: 15,
    title: "pg_dump holds its locks on every table",
    ends: "rolled back",
    says: /lock could not be had/,
    inject: async (scene) => {
      const dump = await scene.besides({ applicationName: "pg_dump" });
      await dump.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      await dump.execute("LOCK TABLE public.users, public.orders IN ACCESS SHARE MODE");
      const known = await endOf(scene);
      insist(
        scene.events.some((event) => event.type === "log" && event.code === "dump-running"),
        "nobody was told that a dump is running",
      );
      return known;
    },
  },
  {
    number: 15,
    title: "autovacuum is at work on a table, and takes longer than all tries together",
    slow: true,
    scene: {
      settings: {
        // It comes for some thousand dead rows, and then it takes its time: it sleeps after each page.
        ...{ autovacuum: "on", autovacuum_naptime: "1s", autovacuum_vacuum_threshold: "3000" },
        ...{ autovacuum_analyze_threshold: "2000000000" },
        ...{ autovacuum_vacuum_cost_delay: "100ms", autovacuum_vacuum_cost_limit: "1" },
        // PostgreSQL has it give way to who waited this long: no sooner than we give up.
        deadlock_timeout: "1s",
      },
    },
    ends: "committed",
    says: /proven|done/,
    inject: async (scene) => {
      const admin = await scene.besides();
      for (let again = 0; again < 8; again += 1) await admin.query("UPDATE public.orders SET total = total");
      insist(await vacuuming(admin, 20_000), "autovacuum never came");
      return endOf(scene, { limits: { ...scene.request.limits, lockTimeout: 1_000 } });
    },
  },
  {
    number: 5,
    title: "the operator cancels while a statement runs",
    ends: "rolled back",
    says: /cancel|nothing changed/i,
    inject: (scene) => endWhen(scene, begun, () => scene.control.send({ type: "cancel" })),
  },
];

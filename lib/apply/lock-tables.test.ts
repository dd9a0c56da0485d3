import { expect, it } from "vitest";
import { connect, type Session } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import type { LockedRelation } from "../postgres/statement";
import { testServer } from "../testing/test-server";
import { lockTables } from "./lock-tables";

const names = ["a", "b", "c", "d"];
const targets = names.map(
  (name): LockedRelation => ({
    relation: { kind: "table", schema: "public", name },
    mode: "ACCESS EXCLUSIVE",
  }),
);

/** Each table is held by somebody else, who lets it go after so many milliseconds. */
async function lockAmong(holds: readonly number[], lockTimeout: number): Promise<number> {
  const database = await (await testServer()).createDatabase("locks");
  const settings = connectionSettingsFromUrl(database.url);
  const sessions: Session[] = [];
  const open = async (): Promise<Session> => {
    const session = await connect(settings);
    sessions.push(session);
    return session;
  };
  try {
    const run = await open();
    await run.script(names.map((name) => `CREATE TABLE public.${name} (id integer)`).join(";"));
    const released: Promise<unknown>[] = [];
    for (const [index, milliseconds] of holds.entries()) {
      const holder = await open();
      await holder.execute("BEGIN");
      await holder.execute(`LOCK TABLE public.${names[index]} IN ACCESS SHARE MODE`);
      released.push(
        new Promise((resolve) => setTimeout(resolve, milliseconds)).then(() => holder.execute("COMMIT")),
      );
    }
    await run.execute("BEGIN");
    await run.query("SELECT pg_catalog.set_config('lock_timeout', $1, true)", [String(lockTimeout)]);
    const started = performance.now();
    const ended = await lockTables(run, targets, lockTimeout).then(
      () => "locked",
      (error: unknown) => (error as { code: string }).code,
    );
    const milliseconds = performance.now() - started;
    await run.execute("ROLLBACK");
    await Promise.all(released);
    if (ended !== "locked") throw Object.assign(new Error(ended), { code: ended, milliseconds });
    return milliseconds;
  } finally {
    for (const session of sessions) await session.close();
    await database.drop();
  }
}

it("gives up all locks when they take too long together, though each of them is had in time", async () => {
  // Nobody is waited for longer than 800 ms at a time, and for 3,200 ms in all.
  const error = await lockAmong([800, 1_600, 2_400, 3_200], 1_000).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "locks-too-slow" });
  expect((error as { milliseconds: number }).milliseconds).toBeLessThan(2_400);
});

it("says that one lock could not be had where it is one, and takes them all where they come free", async () => {
  await expect(lockAmong([3_000], 500)).rejects.toMatchObject({ code: "55P03" });
  expect(await lockAmong([200, 300], 1_000)).toBeLessThan(1_500);
});

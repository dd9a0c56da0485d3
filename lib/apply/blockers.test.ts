import { describe, expect, it } from "vitest";
import { connect } from "../postgres/connect";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { testServer } from "../testing/test-server";
import { endBlockingSession, withoutConstants } from "./blockers";

describe("a blocking query", () => {
  it.each([
    [
      "SELECT * FROM users WHERE email = 'a@b' AND id = 42",
      "SELECT * FROM users WHERE email = '…' AND id = ?",
    ],
    ["UPDATE t1 SET a2 = 1.5e3, \"b 'c\" = 'it''s'", "UPDATE t1 SET a2 = ?, \"b 'c\" = '…'"],
    ["SELECT $1, $tag$ secret 'x' $tag$, $$ secret $$", "SELECT $1, '…', '…'"],
    ["SELECT 'cut off sec", "SELECT '…'"],
    ["SELECT 1 -- secret\n, 2 /* secret */ FROM t", "SELECT ? \n, ?  FROM t"],
    ["SELECT E'a\\' secret', 'secret' FROM t", "SELECT E'…'"],
  ])("is shown without its values: %s", (sql, shown) => {
    expect(withoutConstants(sql)).toBe(shown);
  });
});

it("says why a session is not ended that the role may not end, instead of failing", async () => {
  const database = await (await testServer()).createDatabase("blockers");
  const settings = connectionSettingsFromUrl(database.url);
  const holder = await connect(settings);
  try {
    await holder.script(`
      DO $$ BEGIN CREATE ROLE blockers_applier LOGIN PASSWORD 'blockers-applier'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      CREATE TABLE public.t (id integer);
      ALTER TABLE public.t OWNER TO blockers_applier`);
    await holder.execute("BEGIN");
    await holder.execute("LOCK TABLE public.t");
    const applier = { ...settings, user: "blockers_applier", password: "blockers-applier" };
    const waiting = await connect(applier);
    const watch = await connect(applier);
    try {
      const locked = waiting.query("SELECT count(*) FROM public.t");
      const blocking = async () =>
        (
          await watch.query<{ blocked: boolean }>("SELECT cardinality(pg_blocking_pids($1)) > 0 AS blocked", [
            waiting.backendPid,
          ])
        )[0]?.blocked;
      await expect.poll(blocking, { timeout: 20_000 }).toBe(true);
      expect(await endBlockingSession(watch, waiting.backendPid, holder.backendPid)).toEqual({
        ended: false,
        reason: "The role that applies may not end sessions of others: grant it pg_signal_backend.",
      });
      expect(await endBlockingSession(watch, waiting.backendPid, watch.backendPid)).toEqual({ ended: false });
      await holder.execute("ROLLBACK");
      await locked;
    } finally {
      await waiting.close();
      await watch.close();
    }
  } finally {
    await holder.close();
    await database.drop();
  }
});

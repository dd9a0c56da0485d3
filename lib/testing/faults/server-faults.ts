import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { planScript } from "../../plan/script";
import type { Session } from "../../postgres/connect";
import { connect } from "../../postgres/connect";
import { type ConnectionSettings, connectionSettingsFromUrl } from "../../postgres/connection-settings";
import { quoteIdentifier } from "../../postgres/identifier";
import { runThroughPsql } from "../plan-sides";
import { endOf, insist } from "./endings";
import type { Fault, Known } from "./fault";
import { ownServer } from "./own-server";
import type { Scene } from "./scene";

/**
 * What a pooler in transaction mode does to a client: outside of a transaction each query may reach another backend.
 * Two real sessions stand behind one.
 */
async function pooled(scene: Scene, options: Parameters<Scene["request"]["open"]>[0]): Promise<Session> {
  const both = [await connect(scene.settings, options), await connect(scene.settings, options)] as const;
  let turn = 0;
  let held: Session | null = null;
  const pick = (sql: string): Session => {
    const session = held ?? both[turn++ % 2] ?? both[0];
    if (/^\s*BEGIN/i.test(sql)) held = session;
    if (/^\s*(COMMIT|ROLLBACK)/i.test(sql)) held = null;
    return session;
  };
  return {
    ...both[0],
    query: (sql, values) => pick(sql).query(sql, values),
    execute: (sql) => pick(sql).execute(sql),
    close: async () => {
      for (const session of both) await session.close();
    },
  };
}

/** A database of the same name on a server of its own. */
async function onAnotherServer(
  scene: Scene,
  work: (settings: ConnectionSettings) => Promise<Known>,
): Promise<Known> {
  const { server, stop } = await ownServer(scene.server.major);
  try {
    const admin = await connect(connectionSettingsFromUrl(server.url("postgres")));
    const { database } = scene.settings;
    await admin.execute(`CREATE DATABASE ${quoteIdentifier(database)}`);
    await admin.close();
    return await work({ ...connectionSettingsFromUrl(server.url("postgres")), database });
  } finally {
    await stop();
  }
}

/** What a name would leave behind if psql ran it. */
const mark = "/tmp/plumbline-was-here";

/** Why scripts cannot be run by psql here; null where they can. */
const withoutPsql = (): string | null =>
  spawnSync("psql", ["--version"]).status === 0 ? null : "there is no psql here";

export const serverFaults: readonly Fault[] = [
  {
    number: 33,
    title: "a pooler in transaction mode stands between",
    ends: "refused",
    says: /pooler/i,
    inject: (scene) => endOf(scene, { open: (options) => pooled(scene, options) }),
  },
  {
    number: 34,
    title: "the address leads to another server with a database of the same name",
    ends: "refused",
    says: /not the database/i,
    inject: (scene) =>
      onAnotherServer(scene, (settings) => endOf(scene, { open: (options) => connect(settings, options) })),
  },
  {
    number: 34,
    title: "the database was dropped and created anew under its name",
    ends: "refused",
    says: /not the database/i,
    inject: (scene) =>
      endOf(scene, {
        target: { ...scene.request.target, databaseOid: scene.request.target.databaseOid + 1 },
      }),
  },
  {
    number: 34,
    title: "the server has become a standby",
    slow: true,
    scene: { ownServer: true },
    ends: "refused",
    says: /standby/i,
    inject: async (scene) => {
      await scene.restart({ standby: true });
      const known = await endOf(scene);
      await scene.restart({ standby: false });
      return known;
    },
  },
  {
    number: 4,
    title: "the server is restarted in the middle of the run",
    slow: true,
    scene: { ownServer: true },
    ends: ["rolled back", "committed"],
    says: /rolled back|nothing changed|committed|proven/i,
    inject: async (scene) => {
      let restarted: Promise<void> | undefined;
      const known = await endOf(
        scene,
        {},
        {
          ...scene.hooks,
          emit: (event) => {
            scene.hooks.emit(event);
            if (event.type === "statement done") restarted ??= scene.restart({ standby: false });
          },
        },
      );
      insist(restarted !== undefined, "no statement was ever done");
      await restarted;
      return known;
    },
  },
  {
    number: 38,
    title: "psql runs the exported script of hostile names without doing anything else",
    scene: {
      actual: `CREATE TABLE public."a
\\! touch ${mark}
" (id integer); CREATE TABLE public."b""; DROP TABLE c; --" (id integer)`,
      expected: `CREATE TABLE public."a
\\! touch ${mark}
" (id bigint); CREATE TABLE public."b""; DROP TABLE c; --" (id bigint, "$1" text)`,
      columns: {},
    },
    ends: "committed",
    says: /proven|done/i,
    cannot: withoutPsql,
    inject: async (scene) => {
      rmSync(mark, { force: true });
      const { code, errors } = runThroughPsql(scene.database, planScript(scene.plan));
      const left = existsSync(mark);
      rmSync(mark, { force: true });
      insist(!left, "a name was run as a command");
      return code === 0
        ? { status: "committed", code: "psql", sentence: "done" }
        : { status: "rolled back", code: "psql", sentence: errors };
    },
  },
];

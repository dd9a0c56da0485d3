import "server-only";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { seedDemo as seed } from "../../prisma/seed";
import { requireRight } from "../access/authority";
import { connectionSettingsFromUrl } from "../postgres/connection-settings";
import { deleteDatabase, readDemoDatabases } from "../store/databases";
import { type AddedDatabase, registerDatabase } from "./add-database";
import type { Context } from "./context";

export interface DemoOptions {
  /** A superuser's URL of any database of the server that the demo is made on. */
  readonly serverUrl: string;
  /** The database's name; `ma_saas_platform` when left out. */
  readonly database?: string;
  /** How many rows, as a factor of the usual number. */
  readonly scale?: number;
}

/**
 * Makes the demo database anew and registers it with its Alembic history as source. A demo that is registered already
 * is forgotten with its checks.
 */
export async function seedDemo(context: Context, options: DemoOptions): Promise<AddedDatabase> {
  requireRight(context.actor, "manage the demo");
  const folder = path.join(process.env.PLUMBLINE_ROOT ?? process.cwd(), "prisma", "demo");
  const { database } = await seed({ ...options, folder });
  for (const old of await readDemoDatabases(context.store)) await deleteDatabase(context.store, old.id);

  const server = connectionSettingsFromUrl(options.serverUrl);
  const { host, port, user, password, tls } = server;
  return registerDatabase(
    context,
    {
      environment: "production",
      connection: { host, port, user, tls, database, ...(password === undefined ? {} : { password }) },
      source: {
        given: "uploaded",
        type: "alembic",
        name: "prisma/demo/upgrade-head.sql",
        bytes: await readFile(path.join(folder, "upgrade-head.sql")),
      },
    },
    { demo: true },
  );
}

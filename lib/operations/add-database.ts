import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { requireRight } from "../access/authority";
import { encryptSecret } from "../access/secret-box";
import { describeAddress } from "../postgres/connection-settings";
import { requestCheck } from "../store/check-lifecycle";
import type { Check } from "../store/checks";
import { inTransaction } from "../store/client";
import {
  type ConnectionProfile,
  type Database,
  environments,
  freeSlug,
  insertDatabase,
} from "../store/databases";
import { insertSource } from "../store/sources";
import { applyingSchema, connectionParts, connectionSchema } from "./connection-input";
import type { Context } from "./context";
import { limitRate } from "./limit-rate";
import { openConnection } from "./open-database";
import { sealedApplyingRole } from "./open-for-apply";
import { parseInput } from "./parse-input";
import { recordAudit } from "./record-audit";
import { sourceSchema, takeSource } from "./take-source";
import { type ConnectionReport, reportConnection } from "./test-connection";

export const addDatabaseSchema = z.object({
  /** The database's own name when left empty. */
  name: z.string().trim().max(100, "The name is too long.").optional(),
  environment: z.enum(environments).default("other"),
  connection: connectionSchema,
  /** Absent when the role that checks applies plans, too. */
  applying: applyingSchema.optional(),
  source: sourceSchema,
});

export type AddDatabaseInput = z.input<typeof addDatabaseSchema>;

export interface AddedDatabase {
  readonly database: Database;
  readonly check: Check;
  /** What the connection shows, to be told at once. */
  readonly report: ConnectionReport;
}

/**
 * Adds a database: tries its connection, takes its source in, stores both and requests the first check, all or nothing.
 * @throws AppError naming what is wrong with the input, the connection or the source
 */
export async function addDatabase(context: Context, input: AddDatabaseInput): Promise<AddedDatabase> {
  requireRight(context.actor, "add databases");
  // It tries an address in the network of the server, as a test does.
  await limitRate(context, "connection test", context.actor.id);
  return registerDatabase(context, input, { demo: false });
}

/** {@link addDatabase} for a caller that has looked at the actor's rights, and that may mark the database as the demo. */
export async function registerDatabase(
  context: Context,
  input: AddDatabaseInput,
  { demo }: { readonly demo: boolean },
): Promise<AddedDatabase> {
  const { connection, applying, source, environment, name: wanted } = parseInput(addDatabaseSchema, input);
  const { profile, password } = connectionParts(connection);
  const name = wanted || profile.database;
  // Outside the transaction: other servers take their time, and the store must not wait for them.
  const report = await tryConnection(profile, password);
  const id = randomUUID();
  const taken = await takeSource(context, id, source);
  return inTransaction(context.store, async (store) => {
    const database = await insertDatabase(store, {
      ...{ id, name, environment, connection: profile, demo },
      slug: await freeSlug(store, slugOf(name)),
      applying: sealedApplyingRole(context, applying, id),
      ciphertext: password === null ? null : encryptSecret(context.secretKey, password, id),
    });
    await insertSource(store, taken);
    const { check } = await requestCheck(store, database.id, context.actor.name);
    await recordAudit(
      context,
      {
        action: "database.add",
        object: { kind: "database", id: database.slug },
        database: database.slug,
        detail: { after: { name, environment, connection: profile, source: taken.type, check: check.id } },
      },
      store,
    );
    return { database, check, report };
  });
}

async function tryConnection(
  profile: ConnectionProfile,
  password: Parameters<typeof openConnection>[1],
): Promise<ConnectionReport> {
  const session = await openConnection(profile, password);
  try {
    return await reportConnection(session, describeAddress(profile));
  } finally {
    await session.close();
  }
}

// `new` is a page of its own beside the databases.
const reserved = new Set(["new"]);

/** A name as a part of a URL: `Orders (prod)` becomes `orders-prod`. */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    // What an accented letter falls apart into besides the letter.
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return slug === "" || reserved.has(slug) ? `database${slug === "" ? "" : `-${slug}`}` : slug;
}

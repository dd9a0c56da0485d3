import "server-only";
import type { ConnectionSettings } from "../postgres/connection-settings";
import { type TlsMode, tlsModes } from "../postgres/connection-settings";
import type { Store } from "./client";
import type { Database as DatabaseRow } from "./generated/client";

export const environments = ["production", "staging", "development", "other"] as const;

export type Environment = (typeof environments)[number];

/** Where and as whom we connect. The password is never in it. */
export type ConnectionProfile = Omit<ConnectionSettings, "password">;

/** A watched database, fit to be shown: it holds no secret. */
export interface Database {
  readonly id: string;
  /** Its name in URLs. */
  readonly slug: string;
  readonly name: string;
  readonly environment: Environment;
  readonly connection: ConnectionProfile;
  readonly hasPassword: boolean;
  /** The role that applies plans and where its password comes from; null when the checking role applies them. */
  readonly applying: ApplyingRole | null;
  /** True for the database that the seed made. */
  readonly demo: boolean;
  /** A check older than this says nothing about now. */
  readonly staleAfterMinutes: number;
  readonly createdAt: Date;
}

/** A role of its own for applying plans. */
export interface ApplyingRole {
  readonly user: string;
  /** `saved`: encrypted in the store. `environment`: in the variable. `asked`: typed at each run. */
  readonly password: "saved" | "environment" | "asked";
  /** The environment variable; null for the others. */
  readonly variable: string | null;
}

/** An applying role on its way into the store. */
export interface NewApplyingRole {
  readonly user: string;
  readonly ciphertext: string | null;
  readonly variable: string | null;
}

export interface NewDatabase
  extends Omit<Database, "hasPassword" | "applying" | "createdAt" | "staleAfterMinutes"> {
  readonly applying?: NewApplyingRole | null;
  /** The encrypted password; null when none is sent. */
  readonly ciphertext: string | null;
}

/** Stores a database. */
export async function insertDatabase(store: Store, database: NewDatabase): Promise<Database> {
  const { connection } = database;
  const row = await store.client.database.create({
    data: {
      id: database.id,
      slug: database.slug,
      name: database.name,
      environment: database.environment,
      ...connectionColumns(connection),
      secret: database.ciphertext,
      ...applyingColumns(database.applying ?? null),
      demo: database.demo,
    },
  });
  return toDatabase(row);
}

/** Replaces the role that applies plans; null lets the checking role do it. */
export async function setApplyingRole(
  store: Store,
  id: string,
  applying: NewApplyingRole | null,
): Promise<void> {
  await store.client.database.update({ where: { id }, data: applyingColumns(applying) });
}

/** The encrypted password of the applying role; null when none is saved. */
export async function readApplyCiphertext(store: Store, id: string): Promise<string | null> {
  const row = await store.client.database.findUniqueOrThrow({ where: { id }, select: { applySecret: true } });
  return row.applySecret;
}

const applyingColumns = (applying: NewApplyingRole | null) => ({
  applyUser: applying?.user ?? null,
  applySecret: applying?.ciphertext ?? null,
  applyVariable: applying?.variable ?? null,
});

/** Every database, by name. */
export async function readDatabases(store: Store): Promise<readonly Database[]> {
  const rows = await store.client.database.findMany({ orderBy: [{ name: "asc" }, { slug: "asc" }] });
  return rows.map(toDatabase);
}

/** The database with this slug; null when there is none. */
export async function findDatabase(store: Store, slug: string): Promise<Database | null> {
  const row = await store.client.database.findUnique({ where: { slug } });
  return row === null ? null : toDatabase(row);
}

/** The database with this id; null when there is none. */
export async function findDatabaseById(store: Store, id: string): Promise<Database | null> {
  const row = await store.client.database.findUnique({ where: { id } });
  return row === null ? null : toDatabase(row);
}

/** Databases that the seed made. */
export async function readDemoDatabases(store: Store): Promise<readonly Database[]> {
  const rows = await store.client.database.findMany({ where: { demo: true } });
  return rows.map(toDatabase);
}

/** The encrypted password of a database; null when none was given. */
export async function readDatabaseCiphertext(store: Store, id: string): Promise<string | null> {
  const row = await store.client.database.findUniqueOrThrow({ where: { id }, select: { secret: true } });
  return row.secret;
}

/** Removes a database with its source, checks and differences. */
export async function deleteDatabase(store: Store, id: string): Promise<void> {
  await store.client.database.deleteMany({ where: { id } });
}

/** Replaces the encrypted password of the checking role. */
export async function setDatabaseCiphertext(
  store: Store,
  id: string,
  ciphertext: string | null,
): Promise<void> {
  await store.client.database.update({ where: { id }, data: { secret: ciphertext } });
}

/** Lets one transaction at a time pass for a database, until it ends. */
export async function lockDatabase(store: Store, id: string): Promise<void> {
  await store.client.$queryRaw`SELECT id::text FROM databases WHERE id = ${id}::uuid FOR UPDATE`;
}

/** The slug itself, or with the lowest number that makes it free: `orders-2`. */
export async function freeSlug(store: Store, wanted: string): Promise<string> {
  const rows = await store.client.database.findMany({
    where: { slug: { startsWith: wanted } },
    select: { slug: true },
  });
  const taken = new Set(rows.map((row) => row.slug));
  let slug = wanted;
  for (let number = 2; taken.has(slug); number++) slug = `${wanted}-${number}`;
  return slug;
}

interface ConnectionColumns {
  readonly host: string;
  readonly port: number;
  readonly databaseName: string;
  readonly userName: string;
  readonly tls: string;
  readonly certificateAuthority: string | null;
}

/** A connection as the columns that databases and sources share. */
export function connectionColumns(connection: ConnectionProfile): ConnectionColumns {
  return {
    host: connection.host,
    port: connection.port,
    databaseName: connection.database,
    userName: connection.user,
    tls: connection.tls,
    certificateAuthority: connection.certificateAuthority ?? null,
  };
}

/** The connection that a row's columns hold. */
export function toConnection(row: ConnectionColumns): ConnectionProfile {
  return {
    host: row.host,
    port: row.port,
    database: row.databaseName,
    user: row.userName,
    tls: toTlsMode(row.tls),
    ...(row.certificateAuthority === null ? {} : { certificateAuthority: row.certificateAuthority }),
  };
}

function toTlsMode(text: string): TlsMode {
  const mode = tlsModes.find((candidate) => candidate === text);
  if (mode === undefined) throw new Error(`the store holds the unknown TLS mode ${text}`);
  return mode;
}

function toApplyingRole({ applyUser, applySecret, applyVariable }: DatabaseRow): ApplyingRole | null {
  if (applyUser === null) return null;
  if (applyVariable !== null) return { user: applyUser, password: "environment", variable: applyVariable };
  return { user: applyUser, password: applySecret === null ? "asked" : "saved", variable: null };
}

function toDatabase(row: DatabaseRow): Database {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    environment: row.environment,
    connection: toConnection(row),
    hasPassword: row.secret !== null,
    applying: toApplyingRole(row),
    demo: row.demo,
    staleAfterMinutes: row.staleAfterMinutes,
    createdAt: row.createdAt,
  };
}

import "server-only";
import type { Role } from "../access/authority";
import { roles } from "../access/authority";
import type { Store } from "./client";
import type { Prisma } from "./generated/client";

/** Somebody who may sign in, or might once. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** On every database and on what belongs to none; null where only `databaseRoles` gives rights. */
  readonly role: Role | null;
  readonly databaseRoles: readonly { readonly slug: string; readonly name: string; readonly role: Role }[];
  readonly twoFactor: boolean;
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
}

const withRoles = {
  databaseRoles: {
    select: { role: true, database: { select: { slug: true, name: true } } },
    orderBy: { database: { name: "asc" } },
  },
} as const satisfies Prisma.UserInclude;

export type PersonRow = Prisma.UserGetPayload<{ include: typeof withRoles }>;

/** What {@link toPerson} reads besides the columns. */
export const personInclude = withRoles;

/** A row as a person. */
export function toPerson(row: PersonRow): Person {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: toRole(row.role),
    databaseRoles: row.databaseRoles.flatMap(({ role, database }) => {
      const known = toRole(role);
      return known === null ? [] : [{ ...database, role: known }];
    }),
    twoFactor: row.twoFactorEnabled,
    disabledAt: row.disabledAt,
    createdAt: row.createdAt,
  };
}

/** Null for a role this build does not know: it gives nothing. */
export function toRole(text: string | null): Role | null {
  return roles.find((role) => role === text) ?? null;
}

/** Everybody, by name. */
export async function readPeople(store: Store): Promise<readonly Person[]> {
  const rows = await store.client.user.findMany({
    include: withRoles,
    orderBy: [{ name: "asc" }, { email: "asc" }],
  });
  return rows.map(toPerson);
}

/** The person with this id; null when there is none. */
export async function findPerson(store: Store, id: string): Promise<Person | null> {
  const row = await store.client.user.findUnique({ where: { id }, include: withRoles });
  return row === null ? null : toPerson(row);
}

/** The person with this e-mail address; null when there is none. */
export async function findPersonByEmail(store: Store, email: string): Promise<Person | null> {
  const row = await store.client.user.findUnique({
    where: { email: email.toLowerCase() },
    include: withRoles,
  });
  return row === null ? null : toPerson(row);
}

/** Owners who may sign in, by name. */
export async function readOwners(store: Store): Promise<readonly Person[]> {
  const rows = await store.client.user.findMany({
    where: { role: "owner", disabledAt: null },
    include: withRoles,
    orderBy: { name: "asc" },
  });
  return rows.map(toPerson);
}

export interface NewPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role | null;
  readonly passwordHash: string;
}

/** Adds a person with a password. */
export async function insertPerson(store: Store, person: NewPerson): Promise<void> {
  await store.client.user.create({
    data: {
      id: person.id,
      name: person.name,
      email: person.email.toLowerCase(),
      // An owner vouched for the address by handing the invitation to it.
      emailVerified: true,
      role: person.role,
      accounts: {
        create: {
          id: crypto.randomUUID(),
          accountId: person.id,
          providerId: "credential",
          password: person.passwordHash,
        },
      },
    },
  });
}

/** Gives a person another password, or a first one. */
export async function setPasswordHash(store: Store, userId: string, passwordHash: string): Promise<void> {
  const changed = await store.client.account.updateMany({
    where: { userId, providerId: "credential" },
    data: { password: passwordHash },
  });
  if (changed.count > 0) return;
  await store.client.account.create({
    data: {
      ...{ id: crypto.randomUUID(), accountId: userId, providerId: "credential", userId },
      password: passwordHash,
    },
  });
}

/** The hash of a person's password; null for who signs in with a provider only. */
export async function readPasswordHash(store: Store, userId: string): Promise<string | null> {
  const row = await store.client.account.findFirst({
    where: { userId, providerId: "credential" },
    select: { password: true },
  });
  return row?.password ?? null;
}

/** Who has this e-mail address and a password, with its hash; null for anybody else. */
export async function findPasswordByEmail(
  store: Store,
  email: string,
): Promise<{ readonly personId: string; readonly passwordHash: string } | null> {
  const row = await store.client.account.findFirst({
    where: { providerId: "credential", password: { not: null }, user: { email: email.toLowerCase() } },
    select: { userId: true, password: true },
  });
  return row?.password ? { personId: row.userId, passwordHash: row.password } : null;
}

/** How a person can sign in: by a password, by the provider, or by both. */
export async function readAccountKinds(
  store: Store,
  userId: string,
): Promise<{ readonly password: boolean; readonly provider: boolean }> {
  const rows = await store.client.account.findMany({
    where: { userId },
    select: { providerId: true, password: true },
  });
  return {
    password: rows.some(({ providerId, password }) => providerId === "credential" && password !== null),
    provider: rows.some(({ providerId }) => providerId !== "credential"),
  };
}

/** Replaces a person's role and roles on single databases. */
export async function setRoles(
  store: Store,
  userId: string,
  role: Role | null,
  databaseRoles: readonly { readonly databaseId: string; readonly role: Role }[],
): Promise<void> {
  await store.client.user.update({ where: { id: userId }, data: { role } });
  await store.client.databaseRole.deleteMany({ where: { userId } });
  await store.client.databaseRole.createMany({ data: databaseRoles.map((each) => ({ userId, ...each })) });
}

/** Lets a person in no more, or again. */
export async function setDisabled(store: Store, userId: string, at: Date | null): Promise<void> {
  await store.client.user.update({ where: { id: userId }, data: { disabledAt: at } });
}

/** Lets one transaction at a time decide who owns Plumbline, until it ends: two must not take the last owner away. */
export async function lockOwners(store: Store): Promise<void> {
  await store.client.$queryRaw`SELECT id FROM users WHERE role = 'owner' ORDER BY id FOR UPDATE`;
}

/** Takes a person's second factor away. False when there is none. */
export async function deleteSecondFactor(store: Store, userId: string): Promise<boolean> {
  const { count } = await store.client.twoFactor.deleteMany({ where: { userId } });
  const { count: on } = await store.client.user.updateMany({
    where: { id: userId, twoFactorEnabled: true },
    data: { twoFactorEnabled: false },
  });
  return count > 0 || on > 0;
}

import "server-only";
import { hashToken } from "../access/token";
import type { Store } from "./client";
import { type Person, personInclude, toPerson } from "./people";

/** A signed-in browser. */
export interface Session {
  readonly id: string;
  readonly address: string | null;
  readonly agent: string | null;
  /** When the person last proved who they are in it. */
  readonly authenticatedAt: Date;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** The session with this token and whose it is; null when there is none that still holds. */
export async function findSession(
  store: Store,
  token: string,
  now: Date,
): Promise<{ readonly session: Session; readonly person: Person } | null> {
  return found(store, { token: hashToken(token) }, now);
}

/** The session with this id and whose it is; null when there is none that still holds. */
export async function findSessionById(
  store: Store,
  id: string,
  now: Date,
): Promise<{ readonly session: Session; readonly person: Person } | null> {
  return found(store, { id }, now);
}

async function found(store: Store, where: { readonly token: string } | { readonly id: string }, now: Date) {
  const row = await store.client.session.findUnique({
    where,
    include: { user: { include: personInclude } },
  });
  if (row === null || row.expiresAt <= now || row.user.disabledAt !== null) return null;
  return { session: toSession(row), person: toPerson(row.user) };
}

/** A person's sessions that still hold, newest first. */
export async function readSessions(store: Store, userId: string, now: Date): Promise<readonly Session[]> {
  const rows = await store.client.session.findMany({
    where: { userId, expiresAt: { gt: now } },
    orderBy: { createdAt: "desc" },
  });
  return rows.map(toSession);
}

/** Notes that the person proved who they are in this session. */
export async function setAuthenticatedAt(store: Store, sessionId: string, at: Date): Promise<void> {
  await store.client.session.update({ where: { id: sessionId }, data: { authenticatedAt: at } });
}

/** Ends one of a person's sessions. False when it is not theirs or has ended. */
export async function deleteSession(store: Store, userId: string, sessionId: string): Promise<boolean> {
  const { count } = await store.client.session.deleteMany({ where: { id: sessionId, userId } });
  return count > 0;
}

/** Ends all of a person's sessions, or all but one. */
export async function deleteSessions(store: Store, userId: string, except?: string): Promise<number> {
  const { count } = await store.client.session.deleteMany({
    where: { userId, ...(except === undefined ? {} : { id: { not: except } }) },
  });
  return count;
}

function toSession(row: {
  readonly id: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly authenticatedAt: Date;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}): Session {
  return {
    id: row.id,
    address: row.ipAddress || null,
    agent: row.userAgent || null,
    authenticatedAt: row.authenticatedAt,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
  };
}

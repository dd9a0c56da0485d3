import "server-only";
import { randomUUID } from "node:crypto";
import type { Role } from "../access/authority";
import { hashToken } from "../access/token";
import type { Store } from "./client";
import type { Invitation as Row } from "./generated/client";
import { fromJson, toJson } from "./json";
import { toRole } from "./people";

/** `set-up` makes the first owner, `join` a person, `password` gives a person who is there a new password. */
export type InvitationPurpose = "set-up" | "join" | "password";

/** A one-time address by which a person comes in. */
export interface Invitation {
  readonly id: string;
  readonly purpose: InvitationPurpose;
  /** Whose it is; null for the first owner's, who gives it. */
  readonly email: string | null;
  readonly role: Role | null;
  readonly databaseRoles: readonly { readonly slug: string; readonly role: Role }[];
  /** Null for the first owner's, which the first start makes. */
  readonly createdById: string | null;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface NewInvitation {
  readonly token: string;
  readonly purpose: InvitationPurpose;
  readonly email: string | null;
  readonly role: Role | null;
  readonly databaseRoles: Invitation["databaseRoles"];
  readonly createdBy: { readonly id: string | null; readonly name: string };
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Stores an invitation; of its token only the hash. */
export async function insertInvitation(store: Store, invitation: NewInvitation): Promise<Invitation> {
  const row = await store.client.invitation.create({
    data: {
      id: randomUUID(),
      tokenHash: hashToken(invitation.token),
      purpose: invitation.purpose,
      email: invitation.email?.toLowerCase() ?? null,
      role: invitation.role,
      databaseRoles: toJson(invitation.databaseRoles),
      createdById: invitation.createdBy.id,
      createdByName: invitation.createdBy.name,
      createdAt: invitation.createdAt,
      expiresAt: invitation.expiresAt,
    },
  });
  return toInvitation(row);
}

const open = (now: Date) => ({ usedAt: null, revokedAt: null, expiresAt: { gt: now } });

/** The invitation that this token opens now; null for an unknown, used, revoked or expired one. */
export async function findInvitation(store: Store, token: string, now: Date): Promise<Invitation | null> {
  const row = await store.client.invitation.findFirst({
    where: { tokenHash: hashToken(token), ...open(now) },
  });
  return row === null ? null : toInvitation(row);
}

/** Uses an invitation up. False when somebody was faster. */
export async function useInvitation(store: Store, id: string, now: Date): Promise<boolean> {
  const { count } = await store.client.invitation.updateMany({
    where: { id, ...open(now) },
    data: { usedAt: now },
  });
  return count === 1;
}

/** Invitations that still wait, newest first. */
export async function readOpenInvitations(store: Store, now: Date): Promise<readonly Invitation[]> {
  const rows = await store.client.invitation.findMany({
    where: { ...open(now), purpose: { not: "set-up" } },
    orderBy: { createdAt: "desc" },
  });
  return rows.map(toInvitation);
}

/** Invitations of a person that still wait. */
export async function readOpenInvitationsBy(
  store: Store,
  personId: string,
  now: Date,
): Promise<readonly Invitation[]> {
  const rows = await store.client.invitation.findMany({
    where: { ...open(now), createdById: personId },
    orderBy: { createdAt: "asc" },
  });
  return rows.map(toInvitation);
}

/** Takes an invitation back. False when there is none that waits. */
export async function revokeInvitation(store: Store, id: string, now: Date): Promise<Invitation | null> {
  const row = await store.client.invitation.findFirst({ where: { id, ...open(now) } });
  if (row === null) return null;
  await store.client.invitation.update({ where: { id }, data: { revokedAt: now } });
  return toInvitation(row);
}

/** Takes all invitations of a purpose back that still wait: for one address, or all of them. */
export async function revokeInvitations(
  store: Store,
  purpose: InvitationPurpose,
  now: Date,
  email?: string,
): Promise<void> {
  await store.client.invitation.updateMany({
    where: { purpose, ...open(now), ...(email === undefined ? {} : { email: email.toLowerCase() }) },
    data: { revokedAt: now },
  });
}

const purposes = ["set-up", "join", "password"] as const satisfies readonly InvitationPurpose[];

function toInvitation(row: Row): Invitation {
  const purpose = purposes.find((one) => one === row.purpose);
  if (purpose === undefined) throw new Error(`the store holds an invitation for ${row.purpose}`);
  return {
    id: row.id,
    purpose,
    email: row.email,
    role: toRole(row.role),
    databaseRoles: fromJson<Invitation["databaseRoles"]>(row.databaseRoles),
    createdById: row.createdById,
    createdByName: row.createdByName,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
  };
}

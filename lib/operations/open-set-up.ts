import "server-only";
import { newToken } from "../access/token";
import { inTransaction, type Store } from "../store/client";
import { insertInvitation, revokeInvitations } from "../store/invitations";
import { readOwners } from "../store/people";

const hours = 24;

/**
 * Makes the one-time token by which the first owner comes in, for who started the app and sees its terminal. An earlier
 * one is void from then on.
 * @returns null when there is an owner: set-up is closed
 */
export async function openSetUp(store: Store, now: Date): Promise<string | null> {
  return inTransaction(store, async (inside) => {
    if ((await readOwners(inside)).length > 0) return null;
    await revokeInvitations(inside, "set-up", now);
    const token = newToken();
    await insertInvitation(inside, {
      ...{ token, purpose: "set-up", email: null, role: "owner", databaseRoles: [] },
      createdBy: { id: null, name: "command line" },
      createdAt: now,
      expiresAt: new Date(now.getTime() + hours * 3_600_000),
    });
    return token;
  });
}

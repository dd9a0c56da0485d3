import "server-only";
import { requireRight } from "../access/authority";
import { type Invitation, readOpenInvitations } from "../store/invitations";
import { type Person, readPeople } from "../store/people";
import type { Context } from "./context";

export interface PeopleList {
  readonly people: readonly Person[];
  /** Those that still wait to be used. */
  readonly invitations: readonly Invitation[];
}

/** Everybody who may sign in or could once, and who is invited. */
export async function listPeople(context: Context): Promise<PeopleList> {
  requireRight(context.actor, "manage people");
  const [people, invitations] = await Promise.all([
    readPeople(context.store),
    readOpenInvitations(context.store, context.now()),
  ]);
  return { people, invitations };
}

import "server-only";
import { AppError } from "../postgres/app-error";
import { findPerson, type Person, readPasswordHash } from "../store/people";
import { readSessions, type Session } from "../store/sessions";
import type { Context } from "./context";

/** What a person sees of themselves. */
export interface Account {
  readonly person: Person;
  readonly hasPassword: boolean;
  /** Newest first. */
  readonly sessions: readonly (Session & { readonly current: boolean })[];
}

/** The person who asks, with their sessions. @throws AppError `not-allowed` for who is no person */
export async function readAccount(context: Context): Promise<Account> {
  const { actor, store, sessionId } = context;
  const person = actor.kind === "person" ? await findPerson(store, actor.id) : null;
  if (person === null) throw new AppError("not-allowed", "Only people have an account.");
  const [hash, sessions] = await Promise.all([
    readPasswordHash(store, person.id),
    readSessions(store, person.id, context.now()),
  ]);
  return {
    person,
    hasPassword: hash !== null,
    sessions: sessions.map((session) => ({ ...session, current: session.id === sessionId })),
  };
}

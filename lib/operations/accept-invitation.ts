import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { mayDo } from "../access/authority";
import { AppError } from "../postgres/app-error";
import { inTransaction, type Store } from "../store/client";
import { findDatabase } from "../store/databases";
import { findInvitation, type Invitation, revokeInvitations, useInvitation } from "../store/invitations";
import {
  findPerson,
  findPersonByEmail,
  insertPerson,
  readOwners,
  setPasswordHash,
  setRoles,
} from "../store/people";
import { deleteSessions } from "../store/sessions";
import { authenticationOf } from "./authentication-of";
import type { Context } from "./context";
import { limitRate } from "./limit-rate";
import { parseInput } from "./parse-input";
import { newPasswordSchema } from "./password-rule";
import { personActor } from "./person-actor";
import { personNameSchema } from "./person-name";
import { recordAudit } from "./record-audit";

export const acceptInvitationSchema = z.object({
  token: z.string().min(1).max(200),
  name: personNameSchema.optional(),
  email: z.email("Enter an e-mail address.").max(254).optional(),
  password: newPasswordSchema,
});

export type AcceptInvitationInput = z.input<typeof acceptInvitationSchema>;

/**
 * The invitation behind a one-time address.
 * @throws AppError `no-such-invitation`, the same for an unknown, used, revoked and expired one
 */
export async function readInvitation(context: Context, token: string): Promise<Invitation> {
  const attempt = await limitRate(context, "set-up");
  const invitation = await findInvitation(context.store, token, context.now());
  // Whoever came in meanwhile closed set-up for everybody else.
  const closed = invitation?.purpose === "set-up" && (await readOwners(context.store)).length > 0;
  if (invitation === null || closed || !(await isCovered(context, invitation))) throw none();
  await attempt.forgive();
  return invitation;
}

/** False once whoever invites could not any more; nobody took it back where both happened at the same moment. */
async function isCovered({ store }: Context, { createdById }: Invitation): Promise<boolean> {
  const maker = createdById === null ? null : await findPerson(store, createdById);
  return maker === null || (maker.disabledAt === null && mayDo(personActor(maker, null), "manage people"));
}

/**
 * Lets somebody in by a one-time address, which is used up by it: makes the person, or gives a person who is there a new
 * password and ends their sessions.
 * @returns the e-mail address, to sign in with
 * @throws AppError `no-such-invitation`, `email-taken`
 */
export async function acceptInvitation(
  context: Context,
  input: AcceptInvitationInput,
): Promise<{ readonly email: string }> {
  const { token, name, email: given, password } = parseInput(acceptInvitationSchema, input);
  const invitation = await readInvitation(context, token);
  const email = (invitation.email ?? given)?.toLowerCase();
  if (email === undefined) {
    throw new z.ZodError([
      { code: "custom", path: ["email"], message: "Enter an e-mail address.", input: given },
    ]);
  }
  if (name === undefined && invitation.purpose !== "password") {
    throw new z.ZodError([{ code: "custom", path: ["name"], message: "Enter your name.", input: name }]);
  }
  const { password: passwords } = await authenticationOf(context).$context;
  // Outside the transaction: hashing takes its time on purpose.
  const passwordHash = await passwords.hash(password);
  return inTransaction(context.store, async (inside) => {
    if (!(await useInvitation(inside, invitation.id, context.now()))) throw none();
    const id =
      invitation.purpose === "password"
        ? await changePassword(inside, email, passwordHash)
        : await addPerson(inside, invitation, { name: name ?? email, email, passwordHash });
    if (invitation.purpose === "set-up") await revokeInvitations(inside, "set-up", context.now());
    const person = await findPersonByEmail(inside, email);
    if (person === null) throw new Error("a person was made and is not there");
    await recordAudit(
      { ...context, actor: personActor(person, null) },
      {
        action: invitation.purpose === "password" ? "person.change-password" : "person.join",
        object: { kind: "person", id },
        detail: {
          email,
          role: invitation.role,
          databaseRoles: invitation.databaseRoles,
          by: invitation.createdByName,
        },
      },
      inside,
    );
    return { email };
  });
}

async function addPerson(
  store: Store,
  { role, databaseRoles }: Invitation,
  { name, email, passwordHash }: { name: string; email: string; passwordHash: string },
): Promise<string> {
  if ((await findPersonByEmail(store, email)) !== null) {
    throw new AppError("email-taken", `${email} belongs to somebody who is here already.`, {
      hint: "Sign in, or ask an owner for an address that sets a new password.",
    });
  }
  const id = randomUUID();
  await insertPerson(store, { id, name, email, role, passwordHash });
  const found = await Promise.all(
    databaseRoles.map(async (each) => ({ database: await findDatabase(store, each.slug), role: each.role })),
  );
  // A database that was removed since gives no role.
  const present = found.flatMap(({ database, role: each }) =>
    database === null ? [] : [{ databaseId: database.id, role: each }],
  );
  await setRoles(store, id, role, present);
  return id;
}

async function changePassword(store: Store, email: string, passwordHash: string): Promise<string> {
  const person = await findPersonByEmail(store, email);
  if (person === null || person.disabledAt !== null) throw none();
  await setPasswordHash(store, person.id, passwordHash);
  await deleteSessions(store, person.id);
  return person.id;
}

const none = (): AppError =>
  new AppError("no-such-invitation", "This address opens nothing, or nothing any more.", {
    hint: "Ask for a new one.",
  });

import "server-only";
import { z } from "zod";
import { requireFreshProof, requireRight, roles } from "../access/authority";
import { newToken } from "../access/token";
import { AppError } from "../postgres/app-error";
import { inTransaction } from "../store/client";
import { insertInvitation, revokeInvitation, revokeInvitations } from "../store/invitations";
import { findPerson, findPersonByEmail } from "../store/people";
import type { Context } from "./context";
import { parseInput } from "./parse-input";
import { recordAudit } from "./record-audit";
import { requireDatabase } from "./require-database";

const hours = 72;

export const invitePersonSchema = z.object({
  email: z.email("Enter an e-mail address.").max(254),
  /** On every database; null where only `databaseRoles` gives rights. */
  role: z.enum(roles).nullable(),
  databaseRoles: z.array(z.object({ slug: z.string().max(200), role: z.enum(roles) })).max(1000),
});

export type InvitePersonInput = z.input<typeof invitePersonSchema>;

/** The path of a one-time address. It is shown once: the store has only a hash of the token in it. */
export interface OneTimeAddress {
  readonly path: string;
  readonly email: string;
  readonly expiresAt: Date;
}

/**
 * Makes a one-time address by which somebody comes in with these roles. An earlier one for the same e-mail address is
 * void from then on.
 * @throws AppError `email-taken`, `no-role`, `sign-in-again`
 */
export async function invitePerson(context: Context, input: InvitePersonInput): Promise<OneTimeAddress> {
  requireRight(context.actor, "manage people");
  requireFreshProof(context.actor, context.now());
  const { email, role, databaseRoles } = parseInput(invitePersonSchema, input);
  if (role === null && databaseRoles.length === 0) {
    throw new AppError("no-role", "This person would be allowed nothing.", {
      hint: "Choose a role on every database, or on one at least.",
    });
  }
  for (const { slug } of databaseRoles) await requireDatabase(context, slug);
  if ((await findPersonByEmail(context.store, email)) !== null) {
    throw new AppError("email-taken", `${email} belongs to somebody who is here already.`, {
      hint: "Change their roles in the list of people.",
    });
  }
  return makeAddress(context, "join", email, role, databaseRoles);
}

/**
 * Makes a one-time address by which a person sets a new password, for who forgot theirs.
 * @throws AppError `no-such-person`, `person-disabled`, `sign-in-again`
 */
export async function inviteToNewPassword(context: Context, personId: string): Promise<OneTimeAddress> {
  requireRight(context.actor, "manage people");
  requireFreshProof(context.actor, context.now());
  const person = await findPerson(context.store, personId);
  if (person === null) throw new AppError("no-such-person", "There is no such person.");
  if (person.disabledAt !== null) {
    throw new AppError("person-disabled", `${person.name} may not sign in.`, { hint: "Enable them first." });
  }
  return makeAddress(context, "password", person.email, null, []);
}

/** Takes an invitation back before it is used. */
export async function takeInvitationBack(context: Context, id: string): Promise<void> {
  requireRight(context.actor, "manage people");
  await inTransaction(context.store, async (inside) => {
    const invitation = z.uuid().safeParse(id).success
      ? await revokeInvitation(inside, id, context.now())
      : null;
    if (invitation === null) {
      throw new AppError("no-such-invitation", "This invitation was used or has ended already.");
    }
    await recordAudit(
      context,
      {
        action: "invitation.revoke",
        object: { kind: "invitation", id },
        detail: { email: invitation.email, purpose: invitation.purpose },
      },
      inside,
    );
  });
}

async function makeAddress(
  context: Context,
  purpose: "join" | "password",
  email: string,
  role: (typeof roles)[number] | null,
  databaseRoles: readonly { readonly slug: string; readonly role: (typeof roles)[number] }[],
): Promise<OneTimeAddress> {
  const token = newToken();
  const now = context.now();
  return inTransaction(context.store, async (inside) => {
    await revokeInvitations(inside, purpose, now, email);
    const { id, expiresAt } = await insertInvitation(inside, {
      ...{ token, purpose, email, role, databaseRoles, createdAt: now },
      createdBy: { id: context.actor.id, name: context.actor.name },
      expiresAt: new Date(now.getTime() + hours * 3_600_000),
    });
    await recordAudit(
      context,
      {
        action: "invitation.make",
        object: { kind: "invitation", id },
        detail: { email, purpose, role, databaseRoles },
      },
      inside,
    );
    return { path: `/set-up/${token}`, email, expiresAt };
  });
}

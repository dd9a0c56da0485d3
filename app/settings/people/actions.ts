"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import type { FormState } from "@/components/people/form-state";
import type { AddressState } from "@/components/people/one-time-address";
import { answerAction } from "@/lib/operations/answer-action";
import {
  changeRoles as change,
  changeRolesSchema,
  disablePerson as disable,
  enablePerson as enable,
  endSessionsOf,
  removeSecondFactorOf,
} from "@/lib/operations/change-person";
import type { Context } from "@/lib/operations/context";
import {
  invitePerson as invite,
  invitePersonSchema,
  inviteToNewPassword,
  type OneTimeAddress,
  takeInvitationBack,
} from "@/lib/operations/invite-person";
import type { Person } from "@/lib/store/people";
import { formDatabaseRoles, formText } from "../form-text";

/** Invites somebody; answers with the one-time address. */
export async function invitePerson(_: AddressState, form: FormData): Promise<AddressState> {
  return answerAddress((context) =>
    invite(
      context,
      invitePersonSchema.parse({
        email: formText(form, "email"),
        role: formText(form, "role") || null,
        databaseRoles: formDatabaseRoles(form),
      }),
    ),
  );
}

/** Makes the one-time address by which `person` sets a new password. */
export async function newPasswordAddress(_: AddressState, form: FormData): Promise<AddressState> {
  return answerAddress((context) => inviteToNewPassword(context, formText(form, "person")));
}

/** Takes the invitation `invitation` back. */
export async function revokeInvitation(_: FormState, form: FormData): Promise<FormState> {
  const answer = await answerAction(await headers(), (context) =>
    takeInvitationBack(context, formText(form, "invitation")),
  );
  revalidatePath("/settings/people");
  return answer.succeeded ? { ok: true, message: "The invitation opens nothing any more." } : answer.state;
}

/** Gives `person` other roles. */
export async function changeRoles(_: FormState, form: FormData): Promise<FormState> {
  return answerPerson(
    (context) =>
      change(
        context,
        changeRolesSchema.parse({
          personId: formText(form, "person"),
          role: formText(form, "role") || null,
          databaseRoles: formDatabaseRoles(form),
        }),
      ),
    ({ name }) => `${name} has other roles.`,
  );
}

/** Lets `person` in no more. */
export async function disablePerson(_: FormState, form: FormData): Promise<FormState> {
  return answerPerson(
    (context) => disable(context, formText(form, "person")),
    ({ name }) => `${name} may not sign in any more.`,
  );
}

/** Lets `person` in again. */
export async function enablePerson(_: FormState, form: FormData): Promise<FormState> {
  return answerPerson(
    (context) => enable(context, formText(form, "person")),
    ({ name }) => `${name} may sign in again.`,
  );
}

/** Ends the sessions of `person`. */
export async function endSessions(_: FormState, form: FormData): Promise<FormState> {
  return answerPerson(
    (context) => endSessionsOf(context, formText(form, "person")),
    ({ name }) => `${name} is signed out everywhere.`,
  );
}

/** Takes the second factor of `person` away, who lost it. */
export async function removeSecondFactor(_: FormState, form: FormData): Promise<FormState> {
  return answerPerson(
    (context) => removeSecondFactorOf(context, formText(form, "person")),
    ({ name }) => `${name} signs in with the password alone and is signed out everywhere.`,
  );
}

async function answerPerson(
  work: (context: Context) => Promise<Person>,
  words: (person: Person) => string,
): Promise<FormState> {
  const answer = await answerAction(await headers(), work);
  if (!answer.succeeded) return answer.state;
  revalidatePath("/settings/people");
  return { ok: true, message: words(answer.value) };
}

async function answerAddress(work: (context: Context) => Promise<OneTimeAddress>): Promise<AddressState> {
  const answer = await answerAction(await headers(), work);
  if (!answer.succeeded) return answer.state;
  revalidatePath("/settings/people");
  const { path, email, expiresAt } = answer.value;
  return { ok: true, address: { path, email, expiresAt: expiresAt.toISOString() } };
}

"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import type { FormState } from "@/components/people/form-state";
import type { FactorState } from "@/components/people/second-factor-card";
import { answerAction } from "@/lib/operations/answer-action";
import { changePassword as change, changePasswordSchema } from "@/lib/operations/change-password";
import { endSession as end, endOtherSessions as endOthers } from "@/lib/operations/end-session";
import { proveIdentity as prove, proveIdentitySchema } from "@/lib/operations/prove-identity";
import {
  confirmSecondFactor as confirm,
  offerSecondFactor as offer,
  removeSecondFactor as remove,
} from "@/lib/operations/second-factor";
import { handOutCookies } from "../hand-out-cookies";
import { formText } from "./form-text";

/** Proves that who is signed in still is: `password`, and `code` with a second factor. */
export async function proveIdentity(_: FormState, form: FormData): Promise<FormState> {
  const sent = await headers();
  const answer = await answerAction(sent, (context) =>
    prove(
      context,
      new Headers(sent),
      proveIdentitySchema.parse({
        password: formText(form, "password"),
        code: formText(form, "code") || undefined,
      }),
    ),
  );
  if (answer.succeeded) return { ok: true };
  const { state } = answer;
  const control = state.code?.startsWith("code-") ? "code" : "password";
  return { fields: { [control]: state.message ?? "" }, ...state };
}

/** Gives the person who asks another password. */
export async function changePassword(_: FormState, form: FormData): Promise<FormState> {
  const answer = await answerAction(await headers(), (context) =>
    change(context, changePasswordSchema.parse({ password: formText(form, "password") })),
  );
  if (!answer.succeeded) return answer.state;
  revalidatePath("/settings");
  return { ok: true, message: "Your password is changed; your other sessions have ended." };
}

/** Ends the session `session` of the person who asks. */
export async function endSession(_: FormState, form: FormData): Promise<FormState> {
  const answer = await answerAction(await headers(), (context) => end(context, formText(form, "session")));
  revalidatePath("/settings");
  return answer.succeeded ? { ok: true, message: "The session has ended." } : answer.state;
}

/** Ends all sessions of the person who asks but this one. */
export async function endOtherSessions(_: FormState): Promise<FormState> {
  const answer = await answerAction(await headers(), endOthers);
  if (!answer.succeeded) return answer.state;
  revalidatePath("/settings");
  return { ok: true, message: `${answer.value} other sessions have ended.` };
}

/** Offers a second factor; it holds after its first code. */
export async function offerSecondFactor(_: FactorState, form: FormData): Promise<FactorState> {
  const sent = await headers();
  const answer = await answerAction(sent, (context) =>
    offer(context, new Headers(sent), formText(form, "password")),
  );
  if (answer.succeeded) return { ok: true, offer: answer.value };
  return { ...answer.state, fields: { password: answer.state.message ?? "" } };
}

/** Turns the offered second factor on with its first `code`. */
export async function confirmSecondFactor(_: FormState, form: FormData): Promise<FormState> {
  const sent = await headers();
  const answer = await answerAction(sent, (context) =>
    confirm(context, new Headers(sent), formText(form, "code").replace(/\s+/g, "")),
  );
  if (!answer.succeeded) return { ...answer.state, fields: { code: answer.state.message ?? "" } };
  await handOutCookies(answer.value.cookies);
  revalidatePath("/", "layout");
  return { ok: true, message: "From now on signing in asks for a code." };
}

/** Takes the second factor away. */
export async function removeSecondFactor(_: FormState, form: FormData): Promise<FormState> {
  const sent = await headers();
  const answer = await answerAction(sent, (context) =>
    remove(context, new Headers(sent), formText(form, "password")),
  );
  if (!answer.succeeded) {
    const { state } = answer;
    return state.code === "proof-refused" ? { ...state, fields: { password: state.message ?? "" } } : state;
  }
  await handOutCookies(answer.value.cookies);
  revalidatePath("/", "layout");
  return { ok: true, message: "Signing in asks for the password alone." };
}

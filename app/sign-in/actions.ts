"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { handOutCookies } from "@/app/hand-out-cookies";
import { formText } from "@/app/settings/form-text";
import type { FormState } from "@/components/people/form-state";
import { ownPath } from "@/lib/access/public-path";
import { acceptInvitation, acceptInvitationSchema } from "@/lib/operations/accept-invitation";
import { answerAction, answerVisitor } from "@/lib/operations/answer-action";
import { signInWithCode as enterWithCode } from "@/lib/operations/second-factor";
import { signIn as enter, signInSchema, signInWithNewPassword } from "@/lib/operations/sign-in";
import { beginProviderSignIn } from "@/lib/operations/sign-in-with-provider";
import { signOut as leave } from "@/lib/operations/sign-out";

/** Signs in by e-mail address and password; who has a second factor is asked for it next. */
export async function signIn(_: FormState, form: FormData): Promise<FormState> {
  const sent = await headers();
  const next = ownPath(formText(form, "next"));
  const answer = await answerVisitor(sent, (context) =>
    enter(
      context,
      new Headers(sent),
      signInSchema.parse({ email: formText(form, "email"), password: formText(form, "password") }),
    ),
  );
  if (!answer.succeeded) return answer.state;
  await handOutCookies(answer.value.cookies);
  if (answer.value.secondFactor) redirect(`/sign-in/second-factor?next=${encodeURIComponent(next)}`);
  revalidatePath("/", "layout");
  redirect(next);
}

/** The second step of signing in, with the `code` of the app or a backup code. */
export async function signInWithCode(_: FormState, form: FormData): Promise<FormState> {
  const sent = await headers();
  const answer = await answerVisitor(sent, (context) =>
    enterWithCode(context, new Headers(sent), formText(form, "code")),
  );
  if (!answer.succeeded) {
    const { state } = answer;
    return state.code?.startsWith("code-") ? { ...state, fields: { code: state.message ?? "" } } : state;
  }
  await handOutCookies(answer.value.cookies);
  revalidatePath("/", "layout");
  redirect(ownPath(formText(form, "next")));
}

/** Sends the browser to the provider of identities. */
export async function continueWithProvider(_: FormState, form: FormData): Promise<FormState> {
  const sent = await headers();
  const answer = await answerVisitor(sent, (context) =>
    beginProviderSignIn(context, new Headers(sent), formText(form, "next")),
  );
  if (!answer.succeeded) return answer.state;
  await handOutCookies(answer.value.cookies);
  redirect(answer.value.url);
}

/** Comes in by a one-time address: makes the person or sets the password, and signs in. */
export async function comeIn(_: FormState, form: FormData): Promise<FormState> {
  const sent = await headers();
  const password = formText(form, "password");
  const answer = await answerVisitor(sent, async (context) => {
    const accepted = await acceptInvitation(
      context,
      acceptInvitationSchema.parse({
        ...{ token: formText(form, "token"), password },
        // What the form asks for and is left empty is told with the rest that is wrong.
        ...(form.has("name") ? { name: formText(form, "name") } : {}),
        ...(form.has("email") ? { email: formText(form, "email") } : {}),
      }),
    );
    return signInWithNewPassword(context, new Headers(sent), { email: accepted.email, password });
  });
  if (!answer.succeeded) return answer.state;
  await handOutCookies(answer.value.cookies);
  if (answer.value.secondFactor) redirect("/sign-in/second-factor");
  revalidatePath("/", "layout");
  redirect("/");
}

/** Ends this browser's session. */
export async function signOut(): Promise<void> {
  const sent = await headers();
  const answer = await answerAction(sent, (context) => leave(context, new Headers(sent)));
  if (answer.succeeded) await handOutCookies(answer.value.cookies);
  revalidatePath("/", "layout");
  redirect("/sign-in");
}

"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { handOutCookies } from "@/app/hand-out-cookies";
import type { FormState } from "@/components/people/form-state";
import { ownPath } from "@/lib/access/public-path";
import { acceptInvitation, acceptInvitationSchema } from "@/lib/operations/accept-invitation";
import { answerAction, answerVisitor } from "@/lib/operations/answer-action";
import { signIn as enter, signInSchema } from "@/lib/operations/sign-in";
import { signOut as leave } from "@/lib/operations/sign-out";

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

/** Signs in by e-mail address and password; who has a second factor is asked for it next. */
export async function signIn(_: FormState, form: FormData): Promise<FormState> {
  const sent = await headers();
  const next = ownPath(textOf(form, "next"));
  const answer = await answerVisitor(sent, (context) =>
    enter(
      context,
      new Headers(sent),
      signInSchema.parse({ email: textOf(form, "email"), password: textOf(form, "password") }),
    ),
  );
  if (!answer.succeeded) return answer.state;
  await handOutCookies(answer.value.cookies);
  if (answer.value.secondFactor) redirect(`/sign-in/second-factor?next=${encodeURIComponent(next)}`);
  revalidatePath("/", "layout");
  redirect(next);
}

/** Comes in by a one-time address: makes the person or sets the password, and signs in. */
export async function comeIn(_: FormState, form: FormData): Promise<FormState> {
  const sent = await headers();
  const password = textOf(form, "password");
  const answer = await answerVisitor(sent, async (context) => {
    const name = textOf(form, "name");
    const email = textOf(form, "email");
    const accepted = await acceptInvitation(
      context,
      acceptInvitationSchema.parse({
        ...{ token: textOf(form, "token"), password },
        ...(name === "" ? {} : { name }),
        ...(email === "" ? {} : { email }),
      }),
    );
    return enter(context, new Headers(sent), { email: accepted.email, password });
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

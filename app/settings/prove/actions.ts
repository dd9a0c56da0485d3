"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { handOutCookies } from "@/app/hand-out-cookies";
import type { FormState } from "@/components/people/form-state";
import { answerAction } from "@/lib/operations/answer-action";
import { beginProviderProof } from "@/lib/operations/sign-in-with-provider";

/** Sends the browser to the provider of identities, to come back with a proof that it is still the same person. */
export async function proveByProvider(_: FormState): Promise<FormState> {
  const sent = await headers();
  const answer = await answerAction(sent, (context) => beginProviderProof(context, new Headers(sent)));
  if (!answer.succeeded) return answer.state;
  await handOutCookies(answer.value.cookies);
  redirect(answer.value.url);
}

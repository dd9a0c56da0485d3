"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import type { FormState } from "@/components/people/form-state";
import type { TokenState } from "@/components/people/token-dialog";
import { answerAction } from "@/lib/operations/answer-action";
import { makeToken as make, makeTokenSchema, revokeToken as revoke } from "@/lib/operations/service-token";
import { formText } from "../form-text";

/** Makes a service token; answers with it, once. */
export async function makeToken(_: TokenState, form: FormData): Promise<TokenState> {
  const answer = await answerAction(await headers(), (context) =>
    make(
      context,
      makeTokenSchema.parse({
        name: formText(form, "name"),
        scopes: form.getAll("scopes"),
        databases: form.getAll("databases"),
        days: formText(form, "days"),
      }),
    ),
  );
  if (!answer.succeeded) return answer.state;
  revalidatePath("/settings/tokens");
  return { ok: true, token: answer.value.text };
}

/** Ends the token `token`. */
export async function revokeToken(_: FormState, form: FormData): Promise<FormState> {
  const answer = await answerAction(await headers(), (context) => revoke(context, formText(form, "token")));
  if (!answer.succeeded) return answer.state;
  revalidatePath("/settings/tokens");
  return { ok: true, message: `${answer.value.name} opens nothing any more.` };
}

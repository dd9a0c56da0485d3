"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import type { FormState } from "@/components/people/form-state";
import { answerAction } from "@/lib/operations/answer-action";
import { markMentionsSeen } from "@/lib/operations/mentions";
import { formText } from "../settings/form-text";

/** Marks comments that speak to who asks as seen, those until `until`. */
export async function markSeen(_: FormState, form: FormData): Promise<FormState> {
  const answer = await answerAction(await headers(), (context) =>
    markMentionsSeen(context, new Date(formText(form, "until"))),
  );
  if (!answer.succeeded) return answer.state;
  revalidatePath("/", "layout");
  return { ok: true, message: "Everything is marked as seen." };
}

"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { z } from "zod";
import { type ActionState, answerAction } from "@/lib/operations/answer-action";
import { decideDifference, decisionSchema, takeBackDecision } from "@/lib/operations/decide-difference";

const differenceSchema = z.object({ slug: z.string().min(1).max(200), id: z.string().min(1).max(20) });

/** Records what is to become of the difference `id` of the database `slug`. */
export async function decide(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) => {
    const fields = Object.fromEntries(form);
    const { slug, id } = differenceSchema.parse(fields);
    return decideDifference(context, slug, id, decisionSchema.parse(fields));
  });
  if (!answer.succeeded) return answer.state;
  revalidatePath("/databases", "layout");
  return { ok: true, message: "The decision is recorded." };
}

/** Takes the decision on the difference `id` of the database `slug` back. */
export async function takeBack(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) => {
    const { slug, id } = differenceSchema.parse(Object.fromEntries(form));
    return takeBackDecision(context, slug, id);
  });
  if (!answer.succeeded) return answer.state;
  revalidatePath("/databases", "layout");
  return { ok: true, message: "The difference is open again." };
}

"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { z } from "zod";
import { type ActionState, answerAction } from "@/lib/operations/answer-action";
import { addComment, commentBodySchema, commentSubjectSchema, removeComment } from "@/lib/operations/comment";

const slugSchema = z.string().min(1).max(200);

/** Adds the comment `body` to the difference, plan or run `kind` `id` of the database `slug`. */
export async function comment(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) => {
    const { body } = z.object({ body: commentBodySchema }).parse({ body: form.get("body") });
    const subject = commentSubjectSchema.parse({ kind: form.get("kind"), id: form.get("id") });
    return addComment(context, slugSchema.parse(form.get("slug")), subject, body);
  });
  revalidatePath("/", "layout");
  return answer.state;
}

/** Removes one's own comment `comment` of the database `slug`. */
export async function removeOwnComment(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    removeComment(context, slugSchema.parse(form.get("slug")), z.string().parse(form.get("comment"))),
  );
  revalidatePath("/", "layout");
  return answer.succeeded ? { ok: true, message: "The comment is removed." } : answer.state;
}

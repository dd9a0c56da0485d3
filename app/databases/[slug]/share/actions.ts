"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { z } from "zod";
import type { ShareState } from "@/components/share/share-form";
import { publicOrigin } from "@/lib/access/session-cookie";
import { type ActionState, answerAction } from "@/lib/operations/answer-action";
import { createShareLink, endShareLink, shareSchema } from "@/lib/operations/share-link";

/** Makes a link to `subject` of the database `slug`; its address is told this once. */
export async function share(_: ShareState, form: FormData): Promise<ShareState> {
  const answer = await answerAction(await headers(), (context) => {
    const slug = z.string().min(1).max(200).parse(form.get("slug"));
    const subject = z.string().min(1).max(20).parse(form.get("subject"));
    const input = shareSchema.parse({ ...Object.fromEntries(form), hide: form.getAll("hide") });
    return createShareLink(context, slug, subject, input);
  });
  if (!answer.succeeded) return answer.state;
  revalidatePath("/databases", "layout");
  const { token, link } = answer.value;
  return { ok: true, address: `${publicOrigin()}/s/${token}`, expiresAt: link.expiresAt.toISOString() };
}

/** Ends the share link `id`. */
export async function revokeShare(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    endShareLink(context, z.string().parse(form.get("id"))),
  );
  if (!answer.succeeded) return answer.state;
  revalidatePath("/", "layout");
  return { ok: true, message: "The link no longer opens." };
}

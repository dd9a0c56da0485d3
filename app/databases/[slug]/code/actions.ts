"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { type ActionState, answerAction } from "@/lib/operations/answer-action";
import { requireDatabase } from "@/lib/operations/require-database";
import { choiceParameter, readChoice } from "./choice";

/** Ids that fit into an address which every server on the way takes. */
const most = 800;

/** Opens the change of the code for the chosen differences (`difference`, repeated) of the database `slug`. */
export async function openCodeChange(_: ActionState, form: FormData): Promise<ActionState> {
  const chosen = readChoice(choiceParameter(form.getAll("difference").map(String)));
  const answer = await answerAction(await headers(), (context) =>
    requireDatabase(context, z.string().min(1).max(200).parse(form.get("slug"))),
  );
  if (!answer.succeeded) return answer.state;
  if (chosen.length > most) return { ok: false, message: `Choose at most ${most} differences at once.` };
  redirect(`/databases/${answer.value.slug}/code?d=${choiceParameter(chosen)}`);
}

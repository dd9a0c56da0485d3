"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { ActionState } from "@/components/ui/action-state";
import { choiceParameter, readChoice } from "./choice";

/** Ids that fit into an address which every server on the way takes. */
const most = 800;

/** Opens the change of the code for the chosen differences (`difference`, repeated) of the database `slug`. */
export async function openCodeChange(_: ActionState, form: FormData): Promise<ActionState> {
  const slug = z.string().min(1).max(200).parse(form.get("slug"));
  const chosen = readChoice(choiceParameter(form.getAll("difference").map(String)));
  if (chosen.length > most) return { ok: false, message: `Choose at most ${most} differences at once.` };
  redirect(`/databases/${encodeURIComponent(slug)}/code?d=${choiceParameter(chosen)}`);
}

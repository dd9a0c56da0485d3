"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { z } from "zod";
import { type ActionState, answerAction } from "@/lib/operations/answer-action";
import { setPolicy } from "@/lib/operations/set-policy";

/** Sets what the database `slug` asks of its plans and runs. */
export async function savePolicy(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    setPolicy(context, z.string().min(1).max(200).parse(form.get("slug")), {
      approvals: form.get("approvals"),
      approvalHours: form.get("approvalHours"),
      longestLockSeconds: form.get("longestLockSeconds"),
      selfApproval: form.get("selfApproval") === "on",
      windowRequired: form.get("windowRequired") === "on",
      rehearsalRequired: form.get("rehearsalRequired") === "on",
    }),
  );
  revalidatePath("/", "layout");
  return answer.state;
}

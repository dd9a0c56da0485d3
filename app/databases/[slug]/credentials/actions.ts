"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/people/form-state";
import { answerAction } from "@/lib/operations/answer-action";
import { changeCredentials as change, changeCredentialsSchema } from "@/lib/operations/change-credentials";
import {
  addDatabaseControl,
  connectionErrorControl,
  readApplyingFields,
} from "@/lib/operations/read-add-database-form";

/** Changes with which secrets the database `slug` is reached. */
export async function changeCredentials(_: FormState, form: FormData): Promise<FormState> {
  const slug = z.string().min(1).max(200).parse(form.get("slug"));
  const answer = await answerAction(
    await headers(),
    (context) =>
      change(
        context,
        slug,
        changeCredentialsSchema.parse({
          password: form.get("password") || undefined,
          applying: readApplyingFields(form),
        }),
      ),
    addDatabaseControl,
  );
  if (!answer.succeeded) {
    const { state } = answer;
    return connectionErrorControl(state.code) === "password"
      ? { ...state, fields: { password: state.message ?? "" } }
      : state;
  }
  revalidatePath("/databases", "layout");
  redirect(`/databases/${slug}/settings`);
}

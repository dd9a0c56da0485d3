"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { z } from "zod";
import { type ActionState, answerAction } from "@/lib/operations/answer-action";
import { cancelBackup as cancel } from "@/lib/operations/cancel-backup";
import { readTableNames } from "@/lib/operations/read-table-names";
import { recordProviderSnapshot } from "@/lib/operations/record-provider-snapshot";
import { takeBackup as take } from "@/lib/operations/take-backup";
import { verifyBackup as verify } from "@/lib/operations/verify-backup";

const idSchema = z.string().min(1).max(20);

/** Asks for a dump of the database `slug`. */
export async function takeBackup(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(
    await headers(),
    (context) =>
      take(context, {
        slug: String(form.get("slug") ?? ""),
        tables: readTableNames(String(form.get("tables") ?? "")),
        restore: form.get("restore") === "on",
      }),
    (path) => String(path[0] ?? ""),
  );
  if (!answer.succeeded) {
    const { state } = answer;
    return state.code === "table-name"
      ? { ok: false, message: "No backup was asked for.", fields: { tables: state.message ?? "" } }
      : state;
  }
  revalidatePath("/", "layout");
  return { ok: true, message: `${answer.value.id} is queued.` };
}

/** Asks for the dump `id` to be read through once more and restored. */
export async function verifyBackup(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    verify(context, { id: idSchema.parse(form.get("id")), restore: form.get("restore") === "yes" }),
  );
  if (!answer.succeeded) return answer.state;
  revalidatePath("/", "layout");
  return { ok: true };
}

/** Stops what is being done with the backup `id`. */
export async function cancelBackup(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    cancel(context, idSchema.parse(form.get("id"))),
  );
  if (!answer.succeeded) return answer.state;
  revalidatePath("/", "layout");
  return { ok: true };
}

/** Writes down a backup of the database `slug` that somebody else keeps. */
export async function recordSnapshot(_: ActionState, form: FormData): Promise<ActionState> {
  const text = (name: string): string => String(form.get(name) ?? "");
  const answer = await answerAction(await headers(), (context) =>
    recordProviderSnapshot(context, {
      ...{
        slug: text("slug"),
        snapshotId: text("snapshotId"),
        provider: text("provider"),
        note: text("note"),
      },
      takenAt: text("takenAt"),
    }),
  );
  if (!answer.succeeded) return answer.state;
  revalidatePath("/", "layout");
  return { ok: true, message: `Recorded as ${answer.value.id}.` };
}

"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { ConnectionTestState } from "@/components/databases/connection-test-state";
import { addDatabase as add, addDatabaseSchema } from "@/lib/operations/add-database";
import { type ActionState, answerAction } from "@/lib/operations/answer-action";
import { cancelCheck as cancel } from "@/lib/operations/cancel-check";
import { connectionSchema } from "@/lib/operations/connection-input";
import { demoServer } from "@/lib/operations/demo-server";
import {
  addDatabaseControl,
  connectionErrorControl,
  readAddDatabaseForm,
  readConnectionFields,
} from "@/lib/operations/read-add-database-form";
import { removeDatabase as remove } from "@/lib/operations/remove-database";
import { removeDemo as dropDemo } from "@/lib/operations/remove-demo";
import { requestCheck } from "@/lib/operations/request-check";
import { seedDemo } from "@/lib/operations/seed-demo";
import { testConnection as tryConnection } from "@/lib/operations/test-connection";

const slugSchema = z.string().min(1).max(200);

/** Saves a database and requests its first check, then opens its page. */
export async function addDatabase(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(
    await headers(),
    async (context) => add(context, addDatabaseSchema.parse(await readAddDatabaseForm(form))),
    addDatabaseControl,
  );
  if (!answer.succeeded) return answer.state;
  revalidatePath("/databases", "layout");
  redirect(`/databases/${answer.value.database.slug}`);
}

/** Tries the connection of the form *Add database* and tells what its role sees and may do. Saves nothing. */
export async function testConnection(_: ConnectionTestState, form: FormData): Promise<ConnectionTestState> {
  const answer = await answerAction(await headers(), async (context) =>
    tryConnection(context, connectionSchema.parse(await readConnectionFields(form))),
  );
  if (!answer.succeeded) {
    const { state } = answer;
    const control = connectionErrorControl(state.code);
    if (control === undefined) return state;
    return { ...state, message: "Could not connect.", fields: { [control]: state.message ?? "" } };
  }
  const { user, address, notes } = answer.value;
  return { ok: true, message: `${user} can connect to ${address}.`, notes: [...notes] };
}

/** Requests a check of the database `slug`. */
export async function checkNow(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    requestCheck(context, slugSchema.parse(form.get("slug"))),
  );
  revalidatePath("/databases", "layout");
  if (!answer.succeeded) return answer.state;
  const { check, created } = answer.value;
  return { ok: true, message: created ? `${check.id} is queued.` : `${check.id} is on its way already.` };
}

/** Cancels the check `checkId`. */
export async function cancelCheck(form: FormData): Promise<void> {
  const answer = await answerAction(await headers(), (context) =>
    cancel(context, z.string().parse(form.get("checkId"))),
  );
  // The button has no place for a message; the error page is better than silence.
  if (!answer.succeeded) throw new Error(answer.state.message);
  revalidatePath("/databases", "layout");
}

/** Forgets the database `slug`. */
export async function removeDatabase(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    remove(context, slugSchema.parse(form.get("slug"))),
  );
  if (!answer.succeeded) return answer.state;
  revalidatePath("/databases", "layout");
  redirect("/databases");
}

/** Makes the demo database anew and checks it. */
export async function reseedDemo(_: ActionState): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    seedDemo(context, { serverUrl: demoServer() }),
  );
  revalidatePath("/databases", "layout");
  if (!answer.succeeded) return answer.state;
  return { ok: true, message: `${answer.value.database.name} was made anew and is being checked.` };
}

/** Drops the demo database and forgets it, then opens the list. */
export async function removeDemo(_: ActionState): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    dropDemo(context, { serverUrl: demoServer() }),
  );
  if (!answer.succeeded) return answer.state;
  revalidatePath("/databases", "layout");
  redirect("/databases");
}

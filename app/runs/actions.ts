"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { type ActionState, answerAction } from "@/lib/operations/answer-action";
import { controlRun as control, runRequestSchema } from "@/lib/operations/control-run";
import { makeUndoPlan } from "@/lib/operations/make-undo-plan";
import { releaseRun as release } from "@/lib/operations/release-run";
import { cancelRehearsal, rehearsalSchema, requestRehearsal } from "@/lib/operations/request-rehearsal";
import { signOffRun, signOffSchema } from "@/lib/operations/sign-off-run";
import { startRun as start, startRunSchema } from "@/lib/operations/start-run";
import { answerTakeOver, takeOverRun } from "@/lib/operations/take-over-run";

const idSchema = z.string().min(1).max(20);
const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

/** The control that each refusal belongs to. */
const fieldsOf: { readonly [code: string]: string } = {
  "hash-differs": "hash",
  "name-differs": "databaseName",
};

/** Starts the run of a plan from its pre-flight sheet and opens its console. */
export async function startRun(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    start(
      context,
      startRunSchema.parse({
        plan: text(form, "plan"),
        hash: text(form, "hash"),
        databaseName: text(form, "databaseName"),
        token: text(form, "token"),
        user: text(form, "user"),
        password: text(form, "password"),
      }),
    ),
  );
  if (!answer.succeeded) {
    const { state } = answer;
    const field = fieldsOf[state.code ?? ""];
    return field === undefined
      ? state
      : { ...state, fields: { [field]: `${state.message} ${state.hint ?? ""}` } };
  }
  revalidatePath("/runs", "layout");
  redirect(`/runs/${answer.value.id}`);
}

/** Passes a word of the driver to a run. */
export async function controlRun(runId: string, request: unknown): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    control(context, idSchema.parse(runId), runRequestSchema.parse(request)),
  );
  return answer.state;
}

/** Asks to drive a run, or answers who asked. */
export async function changeDriver(runId: string, request: unknown): Promise<ActionState> {
  const answer = await answerAction(await headers(), async (context) => {
    const id = idSchema.parse(runId);
    const word = z.enum(["take over", "hand over", "keep"]).parse(request);
    if (word === "take over") await takeOverRun(context, id);
    else await answerTakeOver(context, id, word);
  });
  return answer.state;
}

/** Makes the plan that takes the run `runId` back, and opens it. */
export async function undoRun(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    makeUndoPlan(context, idSchema.parse(form.get("runId"))),
  );
  if (!answer.succeeded) return answer.state;
  revalidatePath("/plans", "layout");
  redirect(`/plans/${answer.value.id}`);
}

/** Signs the verification of the run `runId` off. */
export async function signOff(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    signOffRun(context, idSchema.parse(form.get("runId")), signOffSchema.parse({ note: text(form, "note") })),
  );
  revalidatePath("/runs", "layout");
  return answer.state;
}

/** Lets other runs onto the database of the run `runId`, which stays in doubt. */
export async function releaseRun(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    release(context, idSchema.parse(form.get("runId")), text(form, "note").slice(0, 4_000)),
  );
  revalidatePath("/runs", "layout");
  return answer.state;
}

/** Rehearses the plan `planId` in the `place` that the form names. */
export async function rehearse(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    requestRehearsal(
      context,
      idSchema.parse(form.get("planId")),
      rehearsalSchema.parse({
        place: form.get("place"),
        user: text(form, "user"),
        password: text(form, "password"),
      }),
    ),
  );
  revalidatePath("/plans", "layout");
  return answer.state;
}

/** Stops the rehearsal `number`. */
export async function stopRehearsal(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    cancelRehearsal(context, z.coerce.number().int().positive().parse(form.get("number"))),
  );
  revalidatePath("/plans", "layout");
  return answer.state;
}

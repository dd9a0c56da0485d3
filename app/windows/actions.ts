"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { type ActionState, answerAction } from "@/lib/operations/answer-action";
import { attachPlanToWindow } from "@/lib/operations/attach-plan-to-window";
import { cancelWindow as cancel } from "@/lib/operations/cancel-window";
import { closeWindow as close } from "@/lib/operations/close-window";
import type { Context } from "@/lib/operations/context";
import { createWindow, createWindowSchema } from "@/lib/operations/create-window";
import { decideWindow as decide } from "@/lib/operations/decide-window";
import { extendWindow as extend } from "@/lib/operations/extend-window";
import { openWindowEarly as openEarly } from "@/lib/operations/open-window-early";

const idSchema = z.string().min(1).max(20);
const occurrenceSchema = z.object({ id: idSchema, scheduledAt: z.coerce.date() });

/** Controls that an error of the window's rule belongs to. */
const controls: Readonly<Record<string, string>> = {
  "missing-local-time": "time",
  "ambiguous-local-time": "time",
  "invalid-local-time": "date",
  "window-in-the-past": "date",
  "not-the-last-week": "repeat",
  "unknown-time-zone": "timeZone",
};

/** Makes a window from the form, and opens its page. */
export async function makeWindow(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(
    await headers(),
    (context) =>
      createWindow(
        context,
        createWindowSchema.parse({
          ...Object.fromEntries(form),
          databases: form.getAll("databases").map(String),
          goRequired: form.get("goRequired") === "on",
        }),
      ),
    (path) => String(path[0] ?? ""),
  );
  if (!answer.succeeded) {
    const { state } = answer;
    const control = controls[state.code ?? ""];
    if (control === undefined) return state;
    const sentence = [state.message, state.hint].filter((part) => part !== undefined).join(" ");
    return { ok: false, message: "The window was not made.", fields: { [control]: sentence } };
  }
  revalidatePath("/", "layout");
  redirect(`/windows/${answer.value.window.id}`);
}

/** Says go (`go` is yes) or no-go to the occurrence `scheduledAt` of the window `id`. */
export async function decideWindow(_: ActionState, form: FormData): Promise<ActionState> {
  const go = form.get("go") === "yes";
  return change(form, go ? "Go." : "No-go. It stays shut.", (context, occurrence) =>
    decide(context, { ...occurrence, go }),
  );
}

/** Moves the end of an open occurrence 15 minutes further. */
export async function extendWindow(_: ActionState, form: FormData): Promise<ActionState> {
  return change(form, "Open 15 minutes longer.", extend);
}

/** Closes an open occurrence at once. */
export async function closeWindow(_: ActionState, form: FormData): Promise<ActionState> {
  return change(form, "The window is closed.", close);
}

/** Opens an occurrence now that begins later. */
export async function openWindowEarly(_: ActionState, form: FormData): Promise<ActionState> {
  return change(form, "The window is open.", openEarly);
}

/** Cancels the window `id` for good. */
export async function cancelWindow(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    cancel(context, idSchema.parse(form.get("id"))),
  );
  if (!answer.succeeded) return answer.state;
  revalidatePath("/", "layout");
  return { ok: true, message: "The window is cancelled." };
}

/** Lets the plan `plan` wait for the window `window`; without one, for none. */
export async function attachPlan(_: ActionState, form: FormData): Promise<ActionState> {
  const window = form.get("window");
  const answer = await answerAction(await headers(), (context) =>
    attachPlanToWindow(context, {
      plan: idSchema.parse(form.get("plan")),
      window: window === null || window === "" ? null : idSchema.parse(window),
    }),
  );
  if (!answer.succeeded) return answer.state;
  revalidatePath("/", "layout");
  return { ok: true, message: window ? "The plan waits for the window." : "The plan waits for no window." };
}

async function change(
  form: FormData,
  message: string,
  work: (context: Context, occurrence: z.infer<typeof occurrenceSchema>) => Promise<unknown>,
): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    work(context, occurrenceSchema.parse(Object.fromEntries(form))),
  );
  if (!answer.succeeded) return answer.state;
  revalidatePath("/", "layout");
  return { ok: true, message };
}

"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { after } from "next/server";
import { z } from "zod";
import { type ActionState, answerAction } from "@/lib/operations/answer-action";
import { answerHazard } from "@/lib/operations/answer-hazard";
import { checkPlan } from "@/lib/operations/check-plan";
import { createPlan } from "@/lib/operations/create-plan";
import { discardPlan } from "@/lib/operations/discard-plan";
import { markRead } from "@/lib/operations/mark-read";
import { replan } from "@/lib/operations/replan";
import { requestApproval } from "@/lib/operations/request-approval";
import { bypassApproval, reviewPlan, withdrawReview } from "@/lib/operations/review-plan";
import { startPlanChecks } from "@/lib/operations/start-plan-checks";

const slugSchema = z.string().min(1).max(200);
const idSchema = z.string().min(1).max(20);
const hashSchema = z.string().max(100);

/** The key of a hazard, as JSON: a form would change the line break in it. */
const keySchema = z.string().transform((text, context) => {
  try {
    return z.string().parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: "custom", message: "This is no hazard." });
    return z.NEVER;
  }
});

/** The ids that a long list showed, when those it did not show are meant too. */
function othersThan(form: FormData): { readonly othersThan?: string[] } {
  const listed = form.get("othersThan");
  return typeof listed === "string" ? { othersThan: listed.split(",") } : {};
}

/** Makes a plan for the chosen differences (`difference`, repeated) of the database `slug`, and opens it. */
export async function makePlan(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    createPlan(context, slugSchema.parse(form.get("slug")), {
      differences: form.getAll("difference").map(String),
      ...othersThan(form),
      drops: form.get("drops") === "on",
      online: form.get("online") === "on",
    }),
  );
  if (!answer.succeeded) return answer.state;
  revalidatePath("/", "layout");
  redirect(`/plans/${answer.value.id}`);
}

/** Makes a plan in place of `id`: for the ticked differences, or for its own. */
export async function replacePlan(_: ActionState, form: FormData): Promise<ActionState> {
  const chosen = form.getAll("difference").map(String);
  const answer = await answerAction(await headers(), (context) =>
    replan(context, idSchema.parse(form.get("id")), {
      ...(form.get("choose") === null
        ? {}
        : {
            differences: chosen,
            ...othersThan(form),
            drops: form.get("drops") === "on",
            online: form.get("online") === "on",
          }),
    }),
  );
  if (!answer.succeeded) return answer.state;
  revalidatePath("/", "layout");
  redirect(`/plans/${answer.value.id}`);
}

/** Marks statements of a plan as read, or no longer. Called by the page itself, without a form. */
export async function markStatements(
  id: string,
  positions: readonly number[],
  read: boolean,
): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    markRead(
      context,
      idSchema.parse(id),
      z.array(z.number().int()).max(20_000).parse(positions),
      z.boolean().parse(read),
    ),
  );
  revalidatePath("/plans", "layout");
  return answer.state;
}

/** Accepts the hazards `key` of the plan `id`. */
export async function acceptHazards(_: ActionState, form: FormData): Promise<ActionState> {
  const typed = form.get("typed");
  const answer = await answerAction(await headers(), (context) =>
    answerHazard(context, idSchema.parse(form.get("id")), {
      keys: z.array(keySchema).parse(form.getAll("key")),
      ...(typeof typed === "string" ? { typed: typed.trim() } : {}),
    }),
  );
  revalidatePath("/plans", "layout");
  if (answer.succeeded) return answer.state;
  return answer.state.code === "wrong-confirmation"
    ? { ok: false, message: "Not accepted.", fields: { typed: answer.state.message ?? "" } }
    : answer.state;
}

/** Asks everything anew that is looked at before the plan `id` is approved or run. */
export async function runChecks(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    checkPlan(context, idSchema.parse(form.get("id"))),
  );
  revalidatePath("/plans", "layout");
  return answer.state;
}

/** Begins what {@link runChecks} asks, and answers at once. */
export async function beginChecks(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    startPlanChecks(context, idSchema.parse(form.get("id")), after),
  );
  return answer.state;
}

/** Asks people to approve the plan `id`, as `hash` names it. */
export async function askForApproval(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    requestApproval(context, idSchema.parse(form.get("id")), hashSchema.parse(form.get("hash"))),
  );
  revalidatePath("/", "layout");
  return answer.state;
}

/** Approves the plan `id`, or says what has to change. */
export async function review(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) => {
    const verdict = z.enum(["approve", "request changes"]).parse(form.get("verdict"));
    const comment = z
      .string()
      .max(5_000)
      .parse(form.get("comment") ?? "");
    if (verdict === "request changes" && comment.trim() === "") {
      throw new z.ZodError([
        { code: "custom", path: ["comment"], message: "Say what has to change.", input: comment },
      ]);
    }
    return reviewPlan(context, idSchema.parse(form.get("id")), {
      verdict,
      comment,
      hash: hashSchema.parse(form.get("hash")),
    });
  });
  revalidatePath("/", "layout");
  return answer.state;
}

/** Takes back what who asks said of the plan `id`. */
export async function withdraw(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    withdrawReview(context, idSchema.parse(form.get("id"))),
  );
  revalidatePath("/", "layout");
  return answer.state;
}

/** Lets the plan `id` run without approval, for `reason`. */
export async function bypass(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) => {
    const reason = z
      .string()
      .trim()
      .min(10, "Say why it cannot wait for approval, in a sentence.")
      .max(5_000)
      .safeParse(form.get("reason"));
    if (!reason.success) {
      throw new z.ZodError(reason.error.issues.map((issue) => ({ ...issue, path: ["reason"] })));
    }
    return bypassApproval(context, idSchema.parse(form.get("id")), {
      hash: hashSchema.parse(form.get("hash")),
      reason: reason.data,
    });
  });
  revalidatePath("/", "layout");
  return answer.state;
}

/** Puts the plan `id` aside. */
export async function discard(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) =>
    discardPlan(context, idSchema.parse(form.get("id"))),
  );
  revalidatePath("/", "layout");
  return answer.state;
}

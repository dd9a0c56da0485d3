"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { z } from "zod";
import type { IgnoreRuleState } from "@/components/ignored/ignore-rule-state";
import { type ActionState, answerAction } from "@/lib/operations/answer-action";
import { addIgnoreRule, previewIgnoreRule, removeIgnoreRule } from "@/lib/operations/ignore-rules";
import { displayName } from "@/lib/postgres/identity";

const text = z.string().max(2_000).optional();

const formSchema = z.object({
  slug: z.string().min(1).max(200),
  intent: z.enum(["preview", "add"]).default("preview"),
  kind: text,
  schema: text,
  name: text,
  attribute: text,
  reason: text,
  /** Days the rule holds; empty for one without an end. */
  days: z.enum(["", "7", "30", "90", "365"]).default("90"),
});

const shown = 10;

/** Shows what a rule would cover, or makes it. */
export async function saveIgnoreRule(_: IgnoreRuleState, form: FormData): Promise<IgnoreRuleState> {
  const answer = await answerAction(await headers(), async (context) => {
    const { slug, intent, days, ...fields } = formSchema.parse(Object.fromEntries(form));
    const end = days === "" ? null : new Date(context.now().getTime() + Number(days) * 86_400_000);
    const said = (value: string | undefined): string | null => (value?.trim() ? value.trim() : null);
    const rule = {
      kind: said(fields.kind),
      schema: said(fields.schema),
      name: said(fields.name),
      attribute: said(fields.attribute),
      // A preview needs no reason yet.
      reason: said(fields.reason) ?? (intent === "preview" ? "preview" : ""),
      expiresAt: end?.toISOString() ?? null,
    };
    const covers = await previewIgnoreRule(context, slug, rule);
    if (intent === "add") await addIgnoreRule(context, slug, rule);
    return { intent, covers };
  });
  if (!answer.succeeded) return answer.state;
  const { intent, covers } = answer.value;
  if (intent === "add") {
    revalidatePath("/databases", "layout");
    return { ok: true, added: true, message: "The rule holds from the next check on." };
  }
  return {
    ok: true,
    preview: {
      whole: covers.whole.length,
      inPart: covers.inPart.length,
      names: [...covers.whole, ...covers.inPart]
        .slice(0, shown)
        .map(({ object }) => `${object.kind} ${displayName(object)}`),
    },
  };
}

/** Takes the rule `id` of the database `slug` away. */
export async function dropIgnoreRule(_: ActionState, form: FormData): Promise<ActionState> {
  const answer = await answerAction(await headers(), (context) => {
    const { slug, id } = z.object({ slug: z.string(), id: z.guid() }).parse(Object.fromEntries(form));
    return removeIgnoreRule(context, slug, id);
  });
  if (!answer.succeeded) return answer.state;
  revalidatePath("/databases", "layout");
  return { ok: true, message: "The rule is gone. What it covered counts again from the next check on." };
}

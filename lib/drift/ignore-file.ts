import { z } from "zod";
import { isKind, kindOf } from "../kinds/registry";
import { AppError } from "../postgres/app-error";
import type { IgnoreRule } from "./ignore";

/** The name and version of a file of ignore rules. */
const ignoreFormat = "plumbline.ignore/v1";

const optionalText = z.string().trim().min(1).max(500).nullish();

/** One rule as it is written by hand: what is left out matches everything. */
export const ignoreRuleSchema = z
  .strictObject({
    id: z.string().trim().min(1).max(100).optional(),
    kind: optionalText,
    schema: optionalText,
    name: optionalText,
    attribute: optionalText,
    reason: z.string().trim().min(1, "a rule needs a reason").max(2000),
    author: z.string().trim().max(200).default(""),
    expiresAt: z.iso.datetime({ offset: true }).nullish(),
  })
  .superRefine((rule, context) => {
    const refuse = (path: string, message: string): void =>
      context.addIssue({ code: "custom", path: [path], message });
    if ([rule.kind, rule.schema, rule.name, rule.attribute].every((field) => field == null))
      refuse("kind", "a rule needs a kind, a schema, a name or an attribute: else it would hide everything");
    if (rule.kind == null) return;
    if (!isKind(rule.kind)) refuse("kind", `there is no kind "${rule.kind}"`);
    else if (rule.attribute != null && !comparesAttribute(rule.kind, rule.attribute))
      refuse("attribute", `a ${rule.kind} has no attribute "${rule.attribute}" that is compared`);
  });

const comparesAttribute = (kind: string, attribute: string): boolean => {
  const { attributes } = kindOf({ kind, name: "" });
  return Object.hasOwn(attributes, attribute) && attributes[attribute] !== "ignore";
};

const fileSchema = z.strictObject({ format: z.literal(ignoreFormat), rules: z.array(ignoreRuleSchema) });

/**
 * Reads a file of ignore rules. Rules without an id get `I-1`, `I-2` … by their place.
 * @throws AppError `ignore-rules-unreadable` that names the rule and what is wrong with it
 */
export function readIgnoreFile(text: string, path: string): readonly IgnoreRule[] {
  const unreadable = (why: string, cause?: unknown): AppError =>
    new AppError("ignore-rules-unreadable", `${path} cannot be read: ${why}`, {
      hint: `It holds {"format": "${ignoreFormat}", "rules": [{"kind", "schema", "name", "attribute", "reason", "author", "expiresAt"}]}.`,
      cause,
    });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw unreadable("it is not JSON.", cause);
  }
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unreadable(`${issue?.path.join(".") || "it"}: ${issue?.message ?? "is not what belongs there"}.`);
  }
  const rules = parsed.data.rules.map((rule, position) => ({
    id: rule.id ?? `I-${position + 1}`,
    kind: rule.kind ?? null,
    schema: rule.schema ?? null,
    name: rule.name ?? null,
    attribute: rule.attribute ?? null,
    reason: rule.reason,
    author: rule.author,
    expiresAt: rule.expiresAt ?? null,
  }));
  const twice = rules.find(({ id }, position) => rules.findIndex((other) => other.id === id) !== position);
  if (twice !== undefined) throw unreadable(`two rules have the id ${twice.id}.`);
  return rules;
}

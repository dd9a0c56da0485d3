import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { attributesNamed } from "../drift/attribute-named";
import type { Difference } from "../drift/difference";
import { applyIgnoreRules, type IgnoreRule, isActive } from "../drift/ignore";
import { ignoreRuleSchema } from "../drift/ignore-file";
import { AppError } from "../postgres/app-error";
import { readLatestChecks } from "../store/checks";
import { inTransaction } from "../store/client";
import type { Database } from "../store/databases";
import { readDifferences } from "../store/differences";
import {
  insertIgnoreRule,
  readIgnoreRules,
  removeIgnoreRule as remove,
  type StoredIgnoreRule,
} from "../store/ignore-rules";
import type { Context } from "./context";
import { recordAudit } from "./record-audit";
import { requireDatabase } from "./require-database";

/** What a rule covers in the last check. */
export interface Coverage {
  /** Differences it covers whole. */
  readonly whole: readonly Difference[];
  /** Differences it covers in some attributes, which count with the others. */
  readonly inPart: readonly Difference[];
}

export interface ListedIgnoreRule extends StoredIgnoreRule {
  readonly active: boolean;
  readonly covers: Coverage;
}

export type IgnoreRuleInput = z.input<typeof ignoreRuleSchema>;

/** The rules of a database, each with what it covers in the last check. */
export async function listIgnoreRules(
  context: Context,
  slug: string,
): Promise<{ readonly database: Database; readonly rules: readonly ListedIgnoreRule[] }> {
  const database = await requireDatabase(context, slug);
  const at = context.now().toISOString();
  const [rules, found] = await Promise.all([
    readIgnoreRules(context.store, database.id),
    lastDifferences(context, database),
  ]);
  return {
    database,
    rules: rules.map((rule) => ({ ...rule, active: isActive(rule, at), covers: covered(found, rule, at) })),
  };
}

/** What a rule would cover in the last check, before it is made. */
export async function previewIgnoreRule(
  context: Context,
  slug: string,
  input: IgnoreRuleInput,
): Promise<Coverage> {
  const database = await requireDatabase(context, slug, "manage policies");
  const rule = ruleOf(context, input);
  return covered(await lastDifferences(context, database), rule, context.now().toISOString());
}

/** Makes a rule. It holds from the next check on: a check that is finished stays what it was. */
export async function addIgnoreRule(
  context: Context,
  slug: string,
  input: IgnoreRuleInput,
): Promise<IgnoreRule> {
  const database = await requireDatabase(context, slug, "manage policies");
  const rule = ruleOf(context, input);
  await inTransaction(context.store, async (store) => {
    await insertIgnoreRule(store, { ...rule, databaseId: database.id, authorId: context.actor.id });
    await recordAudit(
      context,
      {
        action: "ignore-rule.add",
        object: { kind: "ignore rule", id: rule.id },
        database: slug,
        detail: { after: rule },
      },
      store,
    );
  });
  return rule;
}

/**
 * Takes a rule away; what it covered counts again from the next check on.
 * @throws AppError `no-such-ignore-rule`
 */
export async function removeIgnoreRule(context: Context, slug: string, id: string): Promise<void> {
  const database = await requireDatabase(context, slug, "manage policies");
  await inTransaction(context.store, async (store) => {
    const rule = await remove(
      store,
      { id, databaseId: database.id },
      { id: context.actor.id, at: context.now() },
    );
    if (rule === null) {
      throw new AppError("no-such-ignore-rule", "This rule is not there any more.", {
        hint: "Somebody else has removed it. Load the page again.",
      });
    }
    await recordAudit(
      context,
      {
        action: "ignore-rule.remove",
        object: { kind: "ignore rule", id },
        database: slug,
        detail: { before: rule },
      },
      store,
    );
  });
}

function ruleOf(context: Context, input: IgnoreRuleInput): IgnoreRule {
  const given = ignoreRuleSchema.parse(
    input.attribute == null
      ? input
      : { ...input, attribute: attributeOf(input.attribute, input.kind ?? null) },
  );
  return {
    id: randomUUID(),
    kind: given.kind ?? null,
    schema: given.schema ?? null,
    name: given.name ?? null,
    attribute: given.attribute ?? null,
    reason: given.reason,
    author: context.actor.name,
    expiresAt: given.expiresAt ?? null,
  };
}

/** An attribute by its name in the kind's file. A rule on one that nothing has would cover nothing and say so to nobody. */
function attributeOf(words: string, kind: string | null): string {
  const [only, ...others] = attributesNamed(words, kind);
  if (only !== undefined && others.length === 0) return only;
  const message =
    only === undefined
      ? `${kind === null ? "No kind of object" : `No ${kind}`} has an attribute of this name.`
      : "Several kinds have something else under this name. Choose the kind too.";
  throw new z.ZodError([{ code: "custom", path: ["attribute"], message, input: words }]);
}

async function lastDifferences(context: Context, database: Database): Promise<readonly Difference[]> {
  const latest = (await readLatestChecks(context.store, [database.id])).get(database.id);
  if (latest?.compared == null) return [];
  return (await readDifferences(context.store, latest.compared.number)).map(({ difference }) => difference);
}

function covered(differences: readonly Difference[], rule: IgnoreRule, at: string): Coverage {
  const marked = applyIgnoreRules(differences.map(unmarked), { rules: [rule], at });
  return {
    whole: marked.filter(({ ignoredBy }) => ignoredBy !== undefined),
    inPart: marked.filter(
      (difference) =>
        difference.ignoredBy === undefined &&
        difference.type === "changed" &&
        difference.attributes.some(({ ignoredBy }) => ignoredBy !== undefined),
    ),
  };
}

/** As no rule had touched it: what another rule covers is covered by this one all the same. */
function unmarked({ ignoredBy: _, ...difference }: Difference): Difference {
  return difference.type === "changed"
    ? { ...difference, attributes: difference.attributes.map(({ ignoredBy: __, ...entry }) => entry) }
    : difference;
}

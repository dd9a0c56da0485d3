import "server-only";
import type { IgnoreRule } from "../drift/ignore";
import type { Store } from "./client";
import type { IgnoreRule as IgnoreRuleRow } from "./generated/client";

/** A rule with what the store knows around it. */
export interface StoredIgnoreRule extends IgnoreRule {
  readonly authorId: string;
  readonly createdAt: Date;
}

export type NewIgnoreRule = Omit<StoredIgnoreRule, "createdAt"> & { readonly databaseId: string };

/** Stores a rule of a database. */
export async function insertIgnoreRule(store: Store, rule: NewIgnoreRule): Promise<void> {
  const { author, expiresAt, ...rest } = rule;
  await store.client.ignoreRule.create({
    data: { ...rest, authorName: author, expiresAt: expiresAt === null ? null : new Date(expiresAt) },
  });
}

/** The rules of a database that nobody took away, expired ones included, oldest first. */
export async function readIgnoreRules(
  store: Store,
  databaseId: string,
): Promise<readonly StoredIgnoreRule[]> {
  const rows = await store.client.ignoreRule.findMany({
    where: { databaseId, removedAt: null },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(toRule);
}

/** Takes a rule away. Null when the database has no such rule, or has it no more. */
export async function removeIgnoreRule(
  store: Store,
  rule: { readonly id: string; readonly databaseId: string },
  by: { readonly id: string; readonly at: Date },
): Promise<StoredIgnoreRule | null> {
  const rows = await store.client.ignoreRule.updateManyAndReturn({
    where: { ...rule, removedAt: null },
    data: { removedAt: by.at, removedById: by.id },
  });
  return rows[0] === undefined ? null : toRule(rows[0]);
}

function toRule(row: IgnoreRuleRow): StoredIgnoreRule {
  const { id, kind, schema, name, attribute, reason, authorId, authorName, createdAt, expiresAt } = row;
  return {
    ...{ id, kind, schema, name, attribute, reason, authorId, createdAt },
    author: authorName,
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}

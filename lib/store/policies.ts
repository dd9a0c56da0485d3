import "server-only";
import { defaultPolicy, type Policy } from "../access/policy";
import type { Store } from "./client";
import type { Environment } from "./databases";

/** What holds for a database, and who said so. */
export interface StoredPolicy extends Policy {
  /** Null where nobody set one and the environment decides. */
  readonly setBy: { readonly name: string; readonly at: Date } | null;
}

/** The policies of these databases, by database id. */
export async function readPolicies(
  store: Store,
  databases: readonly { readonly id: string; readonly environment: Environment }[],
): Promise<ReadonlyMap<string, StoredPolicy>> {
  const rows = await store.client.policy.findMany({
    where: { databaseId: { in: databases.map(({ id }) => id) } },
  });
  const set = new Map(rows.map((row) => [row.databaseId, row]));
  return new Map<string, StoredPolicy>(
    databases.map(({ id, environment }) => {
      const row = set.get(id);
      if (row === undefined) return [id, { ...defaultPolicy(environment), setBy: null }];
      const { approvals, selfApproval, windowRequired, rehearsalRequired, longestLockSeconds } = row;
      const setBy = { name: row.updatedByName, at: row.updatedAt };
      return [
        id,
        {
          ...{ approvals, selfApproval, windowRequired, rehearsalRequired, longestLockSeconds },
          ...{ approvalHours: row.approvalHours, setBy },
        },
      ];
    }),
  );
}

/** Sets the policy of a database. */
export async function savePolicy(
  store: Store,
  databaseId: string,
  policy: Policy,
  by: { readonly id: string; readonly name: string },
): Promise<void> {
  const data = { ...policy, updatedById: by.id, updatedByName: by.name };
  await store.client.policy.upsert({
    where: { databaseId },
    create: { databaseId, ...data },
    update: data,
  });
}

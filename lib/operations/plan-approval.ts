import "server-only";
import { type ApprovalDecision, decideApproval, type Standing } from "../access/approval";
import { type Right, rightsOf } from "../access/authority";
import type { Store } from "../store/client";
import { type Database, findDatabaseById } from "../store/databases";
import { type Person, readPeople } from "../store/people";
import { readReviews } from "../store/plan-reviews";
import { findPlan, isIntact } from "../store/plans";
import { readPolicies } from "../store/policies";

/** True when a person may do this to a database now, by what the store says of them. */
export function personMay(person: Person, right: Right, slug: string): boolean {
  if (person.disabledAt !== null) return false;
  if (person.role !== null && rightsOf(person.role).has(right)) return true;
  return person.databaseRoles.some((each) => each.slug === slug && rightsOf(each.role).has(right));
}

/** What everybody may do to a database now, by id. Who may not sign in is not in it. */
export function standings(people: readonly Person[], slug: string): ReadonlyMap<string, Standing> {
  return new Map(
    people
      .filter(({ disabledAt }) => disabledAt === null)
      .map((person) => [
        person.id,
        {
          mayApprove: personMay(person, "approve plans", slug),
          mayBypass: personMay(person, "bypass approval", slug),
        },
      ]),
  );
}

/**
 * Whether a plan is approved, read anew from the store: reviews, the standing of who gave them, policy, hash. Asked when a
 * run is claimed and right before its COMMIT.
 * @throws Error where there is no such plan
 */
export async function approvalOf(store: Store, planNumber: number, now: Date): Promise<ApprovalDecision> {
  const plan = await findPlan(store, planNumber);
  const database = plan === null ? null : await findDatabaseById(store, plan.databaseId);
  if (plan === null || database === null) throw new Error(`plan P-${planNumber} vanished`);
  const [people, reviews, policy] = await Promise.all([
    readPeople(store),
    readReviews(store, [planNumber]),
    policyOf(store, database),
  ]);
  return decideApproval({
    plan: { ...plan, stale: plan.stale !== null, intact: isIntact(plan) },
    ...{ policy, reviews, people: standings(people, database.slug), now },
  });
}

/** What a database asks of its plans. */
export async function policyOf(store: Store, database: Database) {
  const policy = (await readPolicies(store, [database])).get(database.id);
  if (policy === undefined) throw new Error(`no policy for ${database.slug}`);
  return policy;
}

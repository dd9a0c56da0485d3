import type { ShownImpact } from "@/components/drift/fix-impact";
import { knownSizes } from "@/lib/operations/known-sizes";
import { planTransactions } from "@/lib/operations/plan-transactions";
import { impactOf } from "@/lib/plan/impact";
import type { Plan } from "@/lib/plan/plan";
import type { DifferencePageData } from "../../../load";

/** What a fix would do to those who use the database meanwhile, by the sizes that the check knew. */
export function fixImpact(page: DifferencePageData, plan: Plan): ShownImpact {
  const sizes = knownSizes(page.found, page.check.id);
  return { ...impactOf(plan, planTransactions(plan, page.expected), sizes), from: page.check.id };
}

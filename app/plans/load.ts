import { cache } from "react";
import { countPlansWaiting, listPlans } from "@/lib/operations/list-plans";
import { readPlan } from "@/lib/operations/read-plan";
import { requestContext } from "@/lib/operations/request-context";
import { storeFailure } from "@/lib/operations/store-failure";
import { AppError } from "@/lib/postgres/app-error";
import { load } from "../load";

/** A plan with where it stands; read once for a page and its title. */
export const loadPlan = cache((id: string) => load((context) => readPlan(context, id)));

/** Plans of every database, or of one. */
export const loadPlans = cache((slug?: string) => load((context) => listPlans(context, slug)));

/** How many plans wait for who looks; the pages themselves tell where the store does not answer. */
export async function loadPlansWaiting(): Promise<number> {
  try {
    return await countPlansWaiting(await requestContext());
  } catch (error) {
    if (error instanceof AppError || storeFailure(error) !== null) return 0;
    throw error;
  }
}

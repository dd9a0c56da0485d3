import { countMentions } from "@/lib/operations/mentions";
import { requestContext } from "@/lib/operations/request-context";
import { storeFailure } from "@/lib/operations/store-failure";
import { AppError } from "@/lib/postgres/app-error";

/** How many comments speak to who looks that they have not seen; the pages themselves tell where the store does not answer. */
export async function loadMentionsCount(): Promise<number> {
  try {
    return await countMentions(await requestContext());
  } catch (error) {
    if (error instanceof AppError || storeFailure(error) !== null) return 0;
    throw error;
  }
}

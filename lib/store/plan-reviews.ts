import "server-only";
import type { Review, ReviewVerdict } from "../access/approval";
import type { Store } from "./client";

/** A review with the plan it is of. */
export interface StoredReview extends Review {
  readonly planNumber: number;
}

/** Keeps what a person said of a plan, in place of what they said of it before. */
export async function insertReview(store: Store, review: StoredReview): Promise<void> {
  const bypass: ReviewVerdict = "bypass";
  await store.client.planReview.updateMany({
    where: {
      planNumber: review.planNumber,
      reviewerId: review.reviewerId,
      endedAt: null,
      verdict: review.verdict === bypass ? bypass : { not: bypass },
    },
    data: { endedAt: review.at },
  });
  await store.client.planReview.create({ data: review });
}

/** Takes back what a person said of a plan. False where nothing of theirs stands. */
export async function endReviews(
  store: Store,
  planNumber: number,
  reviewerId: string,
  at: Date,
): Promise<boolean> {
  const { count } = await store.client.planReview.updateMany({
    where: { planNumber, reviewerId, endedAt: null },
    data: { endedAt: at },
  });
  return count > 0;
}

/** Everything that was said of these plans, oldest first, what has ended too. */
export async function readReviews(
  store: Store,
  planNumbers: readonly number[],
): Promise<readonly StoredReview[]> {
  const rows = await store.client.planReview.findMany({
    where: { planNumber: { in: [...planNumbers] } },
    orderBy: [{ at: "asc" }, { id: "asc" }],
  });
  return rows.map((row) => ({ ...row, verdict: row.verdict as ReviewVerdict }));
}

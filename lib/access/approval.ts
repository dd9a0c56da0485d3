import type { Policy } from "./policy";

export type ReviewVerdict = "approve" | "request changes" | "bypass";

/** What a person said of a plan, for its hash and one database. */
export interface Review {
  readonly id: string;
  readonly hash: string;
  readonly systemIdentifier: string;
  readonly databaseOid: string;
  readonly verdict: ReviewVerdict;
  readonly comment: string;
  readonly reviewerId: string;
  readonly reviewerName: string;
  readonly at: Date;
  /** The first moment at which it holds no more; null where it does not end by itself. */
  readonly expiresAt: Date | null;
  /** Set when it was taken back or the plan changed under it. */
  readonly endedAt: Date | null;
}

/** What a person may do now, whatever they might when they reviewed. */
export interface Standing {
  readonly mayApprove: boolean;
  readonly mayBypass: boolean;
}

export interface ApprovalFacts {
  readonly plan: {
    readonly hash: string;
    readonly systemIdentifier: string;
    readonly databaseOid: string;
    readonly createdById: string;
    readonly requestedById: string | null;
    readonly stale: boolean;
    /** False where what the store holds no longer gives the plan's hash. */
    readonly intact: boolean;
  };
  readonly policy: Pick<Policy, "approvals" | "selfApproval">;
  readonly reviews: readonly Review[];
  /** By id; who is not in it is nobody any more. */
  readonly people: ReadonlyMap<string, Standing>;
  readonly now: Date;
}

/** A review that does not count, and why. */
export interface DiscountedReview {
  readonly review: Review;
  readonly reason: string;
}

export interface ApprovalDecision {
  /** True while the plan may be run, as far as people are concerned. */
  readonly approved: boolean;
  /** How many approvals the policy asks for. */
  readonly needed: number;
  /** Approvals that count: one for each person. */
  readonly counted: readonly Review[];
  readonly discounted: readonly DiscountedReview[];
  /** The newest request for changes that stands. */
  readonly changesRequested: Review | null;
  /** An owner's decision to go without approval. */
  readonly bypass: Review | null;
  /** The first moment at which `approved` ends by itself; null while it is false, or where nothing ends it. */
  readonly holdsUntil: Date | null;
  /** True where approvals would be enough, had they not run out. */
  readonly expired: boolean;
}

/**
 * Whether a plan is approved now. Approvals are for one hash and one database; they end with their time, with any change
 * of the plan, and with the standing of who gave them. Each person counts once, by the last thing they said. Pure: it is
 * asked when pages are read, when a run begins, and right before COMMIT.
 */
export function decideApproval(facts: ApprovalFacts): ApprovalDecision {
  const { plan, policy, now } = facts;
  const counted: Review[] = [];
  const discounted: DiscountedReview[] = [];
  let changesRequested: Review | null = null;
  let bypass: Review | null = null;
  let ranOut = 0;
  for (const review of lastOfEach(facts.reviews)) {
    const reason = whyNot(review, facts);
    if (reason !== null) {
      discounted.push({ review, reason });
      const rest = whyNot({ ...review, expiresAt: null }, facts);
      if (review.verdict === "approve" && rest === null) ranOut += 1;
      if (review.verdict === "bypass" && rest === null) ranOut += policy.approvals;
    } else if (review.verdict === "approve") counted.push(review);
    else if (review.verdict === "bypass") bypass = newer(bypass, review);
    else changesRequested = newer(changesRequested, review);
  }
  const sound = !plan.stale && plan.intact;
  const enough = counted.length >= policy.approvals && changesRequested === null;
  const approved = sound && (bypass !== null || enough);
  return {
    ...{ approved, counted, discounted, changesRequested, bypass },
    needed: policy.approvals,
    holdsUntil: approved ? endOf(bypass, enough ? counted : null, policy.approvals, now) : null,
    expired: sound && !approved && changesRequested === null && counted.length + ranOut >= policy.approvals,
  };
}

/** The last review of each person, oldest first. A bypass stands beside what its author reviewed. */
function lastOfEach(reviews: readonly Review[]): readonly Review[] {
  const last = new Map<string, Review>();
  for (const review of reviews) {
    if (review.endedAt !== null) continue;
    const key = `${review.verdict === "bypass" ? "bypass" : "review"} ${review.reviewerId}`;
    last.set(key, newer(last.get(key) ?? null, review));
  }
  return [...last.values()].toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

const newer = (a: Review | null, b: Review): Review =>
  a !== null && a.at.getTime() > b.at.getTime() ? a : b;

/** Why a review does not count; null where it does. */
function whyNot(review: Review, { plan, policy, people, now }: ApprovalFacts): string | null {
  const standing = people.get(review.reviewerId);
  if (review.hash !== plan.hash) return "It was given for another content of the plan.";
  if (review.systemIdentifier !== plan.systemIdentifier || review.databaseOid !== plan.databaseOid)
    return "It was given for another database.";
  if (standing === undefined) return "The person is gone or may no longer sign in.";
  if (review.verdict === "bypass") {
    if (!standing.mayBypass) return "The person is no owner any more.";
  } else if (!standing.mayApprove) return "The person may no longer approve plans of this database.";
  if (review.expiresAt !== null && review.expiresAt.getTime() <= now.getTime())
    return "Its time has run out.";
  // Asking for changes of one's own plan is allowed: it can only stop it.
  const own = review.reviewerId === plan.createdById || review.reviewerId === plan.requestedById;
  if (review.verdict === "approve" && own && !policy.selfApproval)
    return "Who made or requested the plan does not count as its approver.";
  return null;
}

/** When the last way in which the plan is approved ends. */
function endOf(
  bypass: Review | null,
  counted: readonly Review[] | null,
  needed: number,
  now: Date,
): Date | null {
  const ends: (number | null)[] = [];
  if (bypass !== null) ends.push(bypass.expiresAt?.getTime() ?? null);
  if (counted !== null) {
    // The approvals that hold longest are the ones it rests on.
    const each = counted.map(({ expiresAt }) => expiresAt?.getTime() ?? Infinity).toSorted((a, b) => b - a);
    const end = needed === 0 ? Infinity : (each[needed - 1] ?? now.getTime());
    ends.push(end === Infinity ? null : end);
  }
  if (ends.includes(null) || ends.length === 0) return null;
  return new Date(Math.max(...ends.filter((end) => end !== null)));
}

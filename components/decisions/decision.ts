/** What people decide on a difference. */
export type DecisionType = "fix database" | "change code" | "accept";

/** A decision as pages show it. Moments are ISO 8601. */
export interface ShownDecision {
  readonly type: DecisionType;
  readonly reason: string;
  /** When it stops to hold by itself; null for never. */
  readonly until: string | null;
  readonly by: string;
  readonly at: string;
}

const day = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** `1 Mar 2027`, in UTC on every machine. */
export const dayText = (moment: string): string => day.format(Date.parse(moment));

/** `Accepted until 1 Mar 2027`. */
export function decisionText({ type, until }: Pick<ShownDecision, "type" | "until">): string {
  switch (type) {
    case "fix database":
      return "Fix the database";
    case "change code":
      return "Change the code";
    case "accept":
      return until === null ? "Accepted, no end date" : `Accepted until ${dayText(until)}`;
  }
}

import type { ActivityEntry } from "@/components/comments/activity-entry";
import type { PlanOverview } from "@/lib/operations/read-plan";
import { hazards } from "@/lib/plan/hazards";
import { checkId } from "@/lib/store/checks";

const verdicts = {
  approve: "approved it",
  "request changes": "requested changes",
  bypass: "let it go without approval",
};

/** What happened to a plan besides what people said of it in comments. */
export function planEvents({
  plan,
  reviews,
  questions,
  answers,
  stale,
  runs,
}: PlanOverview): readonly ActivityEntry[] {
  const codes = new Map(questions.map(({ key, hazard }) => [key, hazard.code]));
  const accepted = new Map<
    string,
    { readonly by: string; readonly at: string; readonly titles: Set<string> }
  >();
  for (const { hazard, userName, at } of answers) {
    const code = codes.get(hazard);
    if (code === undefined) continue;
    // What was accepted with one press is one line.
    const id = `${userName} ${at.toISOString()}`;
    const entry = accepted.get(id) ?? { by: userName, at: at.toISOString(), titles: new Set<string>() };
    entry.titles.add(hazards[code].title.toLowerCase());
    accepted.set(id, entry);
  }
  return [
    event("made", plan.createdAt, plan.createdByName, `made it from ${checkId(plan.checkNumber)}`),
    ...(plan.requestedAt === null
      ? []
      : [event("requested", plan.requestedAt, plan.requestedByName, "requested approval")]),
    ...[...accepted].map(
      ([id, { by, at, titles }]): ActivityEntry => ({
        ...{ type: "event", id, at, by },
        text: `accepted: ${[...titles].join(", ")}`,
      }),
    ),
    ...reviews.flatMap(({ id, at, reviewerName, verdict, comment }) => {
      const words = comment === "" ? verdicts[verdict] : `${verdicts[verdict]}: ${comment}`;
      const entry = event(id, at, reviewerName, words);
      return [verdict === "bypass" ? { ...entry, tone: "critical" as const } : entry];
    }),
    ...(stale === null
      ? []
      : [
          event(
            "stale",
            new Date(stale.at),
            null,
            `The ${stale.side === "both" ? "database and its source" : stale.side} changed${stale.check === null ? "" : ` (${stale.check})`}; approvals were cancelled`,
          ),
        ]),
    ...runs.flatMap((run) => [
      event(`${run.id} started`, run.createdAt, run.startedBy.name, `started ${run.id}`),
      ...(run.finishedAt === null
        ? []
        : [event(`${run.id} ended`, run.finishedAt, null, `${run.id} ended: ${run.state}`)]),
    ]),
  ];
}

const event = (
  id: string,
  at: Date,
  by: string | null,
  text: string,
): ActivityEntry & { readonly type: "event" } => ({
  ...{ type: "event", id, at: at.toISOString(), by, text },
});

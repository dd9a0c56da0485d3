import type { ReactNode } from "react";
import { DecisionCard } from "@/components/decisions/decision-card";
import { readActivity } from "@/lib/operations/read-activity";
import { load } from "../load";
import { decide, takeBack } from "./actions";
import { shownDecision } from "./shown-decision";

interface DecisionProps {
  readonly slug: string;
  /** The difference's. */
  readonly id: string;
  /** What would make the code agree. */
  readonly codeChange?: ReactNode;
}

/** What was decided on a difference, and the way to decide otherwise. */
export async function Decision({ slug, id, codeChange }: DecisionProps) {
  const activity = await load((context) => readActivity(context, slug, { kind: "difference", id }));
  const { decision, decisions, mayDecide, mayAcceptForever } = activity;
  const last = decisions.at(-1);
  const ranOut = decision === null && last?.type === "accept" && last.endedAt === null ? last : null;
  return (
    <DecisionCard
      slug={slug}
      id={id}
      decision={decision === null ? null : shownDecision(decision)}
      expired={ranOut === null ? null : shownDecision(ranOut)}
      mayDecide={mayDecide}
      mayAcceptForever={mayAcceptForever}
      decideAction={decide}
      takeBackAction={takeBack}
      {...(codeChange === undefined ? {} : { codeChange })}
    />
  );
}

import type { ReactNode } from "react";
import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { Banner } from "@/components/ui/banner";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import { visible } from "@/lib/postgres/identity";
import { dayText, type ShownDecision } from "./decision";
import { DecisionChip } from "./decision-chip";
import { DecisionForm } from "./decision-form";

interface DecisionCardProps {
  readonly slug: string;
  /** The difference's. */
  readonly id: string;
  /** The decision that holds; null while it is open. */
  readonly decision: ShownDecision | null;
  /** The last acceptance, when it ran out by itself. */
  readonly expired: ShownDecision | null;
  readonly mayDecide: boolean;
  readonly mayAcceptForever: boolean;
  readonly decideAction: FormAction;
  readonly takeBackAction: FormAction;
  /** What would make the code agree: shown beside *Change the code*. */
  readonly codeChange?: ReactNode;
}

/** Which side is right: what was decided, by whom and until when, and the way to decide otherwise. */
export function DecisionCard(props: DecisionCardProps) {
  const { slug, id, decision, expired, mayDecide, takeBackAction } = props;
  return (
    <Card
      id="decision"
      title="Which side is right?"
      {...(decision === null ? { description: "Nobody has decided yet." } : {})}
      actions={
        decision !== null &&
        mayDecide && (
          <ActionButton
            action={takeBackAction}
            fields={{ slug, id }}
            pendingText="Taking it back…"
            look="quiet"
            size="small"
          >
            Take the decision back
          </ActionButton>
        )
      }
    >
      <div className="grid gap-3">
        {decision !== null && <Decided decision={decision} />}
        {expired?.until != null && (
          <Banner tone="medium">
            It was accepted until {dayText(expired.until)}. That has passed, so it counts again.
          </Banner>
        )}
        {mayDecide ? (
          <DecisionForm
            slug={slug}
            id={id}
            chosen={decision?.type ?? null}
            mayAcceptForever={props.mayAcceptForever}
            action={props.decideAction}
          />
        ) : (
          <p className="text-muted text-sm">Operators of this database decide.</p>
        )}
        {props.codeChange}
      </div>
    </Card>
  );
}

function Decided({ decision }: { readonly decision: ShownDecision }) {
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <DecisionChip decision={decision} />
        <span className="text-muted">
          <bdi>{visible(decision.by)}</bdi>, <Time value={decision.at} />
        </span>
      </p>
      {decision.reason !== "" && (
        <p className="mt-1.5 whitespace-pre-wrap text-sm [overflow-wrap:anywhere]">{decision.reason}</p>
      )}
    </div>
  );
}

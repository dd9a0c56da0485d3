import type { ReactNode } from "react";
import { PlanStatusChip, type PlanStatusName } from "@/components/plan/plan-status-chip";
import { aboutSeconds } from "@/components/plan/plan-verdict";
import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { visible } from "@/lib/postgres/identity";

export interface WindowPlan {
  /** `P-12`. */
  readonly id: string;
  readonly status: PlanStatusName;
  readonly database: string;
  /** Seconds it keeps others waiting; null where that cannot be told. */
  readonly seconds: number | null;
}

interface WindowPlansProps {
  /** `W-4`. */
  readonly id: string;
  readonly plans: readonly WindowPlan[];
  readonly attachable: readonly WindowPlan[];
  readonly minutes: number;
  /** Of all plans; null where one cannot be told. */
  readonly estimatedSeconds: number | null;
  readonly mayAttach: boolean;
  readonly attachAction: FormAction;
}

/** The plans that wait for a window in their order, and how much of it they take. */
export function WindowPlans(props: WindowPlansProps) {
  const { id, plans, attachable, minutes, estimatedSeconds, mayAttach, attachAction } = props;
  return (
    <Card id="plans" title="Plans">
      {plans.length === 0 ? (
        <p className="text-muted text-sm">No plan waits for this window.</p>
      ) : (
        <>
          <ol className="grid gap-2">
            {plans.map((plan) => (
              <PlanLine key={plan.id} plan={plan}>
                {mayAttach && (
                  <ActionButton
                    action={attachAction}
                    fields={{ plan: plan.id, window: "" }}
                    pendingText="Taking it out…"
                    size="small"
                    look="quiet"
                  >
                    Take out
                  </ActionButton>
                )}
              </PlanLine>
            ))}
          </ol>
          <div className="mt-4">
            <p className="mb-1 text-muted text-sm">{lengthText(estimatedSeconds, minutes)}</p>
            {estimatedSeconds !== null && (
              <meter
                className="w-full"
                aria-label="Share of the window that the plans take"
                min={0}
                max={minutes * 60}
                high={minutes * 45}
                value={Math.min(estimatedSeconds, minutes * 60)}
              />
            )}
          </div>
        </>
      )}
      {mayAttach && attachable.length > 0 && (
        <div className="mt-4 border-t pt-3">
          <h3 className="mb-2 font-medium text-sm">Could be attached</h3>
          <ul className="grid gap-2">
            {attachable.map((plan) => (
              <PlanLine key={plan.id} plan={plan}>
                <ActionButton
                  action={attachAction}
                  fields={{ plan: plan.id, window: id }}
                  pendingText="Attaching…"
                  size="small"
                >
                  Attach {plan.id}
                </ActionButton>
              </PlanLine>
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}

function PlanLine({ plan, children }: { readonly plan: WindowPlan; readonly children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <Link href={`/plans/${plan.id}`} className="font-medium hover:underline">
        {plan.id}
      </Link>
      <PlanStatusChip status={plan.status} />
      <span className="min-w-0 text-muted [overflow-wrap:anywhere]">
        <bdi>{visible(plan.database)}</bdi>
        {plan.seconds !== null && ` · holds locks for ${aboutSeconds(plan.seconds)}`}
      </span>
      <span className="ml-auto">{children}</span>
    </li>
  );
}

function lengthText(seconds: number | null, minutes: number): string {
  if (seconds === null) return `How long they take cannot be told; the window is ${minutes} min long.`;
  return `Together ${aboutSeconds(seconds)} of ${minutes} min, by the longest lock of each.`;
}

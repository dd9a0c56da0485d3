import { CircleCheck, CircleX, Hourglass, MinusCircle, TriangleAlert } from "lucide-react";
import type { FieldsAction } from "@/components/people/form-state";
import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { Time } from "@/components/ui/time";
import { visible } from "@/lib/postgres/identity";
import { durationText } from "./duration-text";
import { type ObservedRow, ObservedTable } from "./observed-table";
import { RefreshSoon } from "./refresh-soon";
import { RehearseInPlace } from "./rehearse-in-place";

/** A rehearsal as its card shows it. Moments are ISO 8601. */
export interface ShownRehearsal {
  readonly number: number;
  readonly place: "copy" | "in place";
  readonly state: "queued" | "running" | "passed" | "failed" | "cancelled";
  /** True where nothing failed, but not all of it could be tried. */
  readonly partly: boolean;
  readonly sentence: string;
  readonly details: readonly string[];
  readonly by: string;
  readonly at: string;
  readonly milliseconds: number | null;
  /** What the statements did, in one on the database itself. */
  readonly observed: readonly ObservedRow[];
}

interface RehearsalCardProps {
  readonly planId: string;
  /** The newest first. */
  readonly rehearsals: readonly ShownRehearsal[];
  /** Takes `planId`, `place`, and for the database itself `user` and `password`. */
  readonly rehearseAction: FormAction & FieldsAction;
  /** Takes `number`. */
  readonly cancelAction: FormAction;
  /** Whether the plan takes rehearsals and who looks may ask for them. */
  readonly mayRehearse: boolean;
  readonly mayRehearseInPlace: boolean;
  /** Why none can be made on the database now; null where one can. */
  readonly inPlaceClosed: string | null;
  readonly role: string;
}

/** The plan, tried where nothing of it stays: on a copy of the schema, or on the database in a transaction that is rolled back. */
export function RehearsalCard(props: RehearsalCardProps) {
  const { planId, rehearsals, mayRehearse, mayRehearseInPlace, inPlaceClosed } = props;
  const [latest, ...earlier] = rehearsals;
  const underway = latest !== undefined && (latest.state === "queued" || latest.state === "running");
  return (
    <Card
      id="rehearsal"
      title="Rehearsal"
      description="On a copy of the schema at any time. On the database itself it takes the real locks, and is rolled back."
      actions={
        mayRehearse &&
        !underway && (
          <>
            <ActionButton
              action={props.rehearseAction}
              fields={{ planId, place: "copy" }}
              pendingText="Asking…"
              size="small"
            >
              Rehearse on a copy
            </ActionButton>
            {mayRehearseInPlace &&
              (inPlaceClosed === null ? (
                <RehearseInPlace planId={planId} role={props.role} action={props.rehearseAction} />
              ) : (
                <span className="text-muted text-xs">On the database: {inPlaceClosed}</span>
              ))}
          </>
        )
      }
    >
      {latest === undefined ? (
        <p className="text-muted text-sm">Nobody rehearsed {planId} yet.</p>
      ) : (
        <>
          <OneRehearsal rehearsal={latest} />
          {underway && (
            <div className="mt-2 flex items-center gap-3">
              <RefreshSoon />
              <ActionButton
                action={props.cancelAction}
                fields={{ number: String(latest.number) }}
                pendingText="Cancelling…"
                size="small"
                look="quiet"
              >
                Cancel
              </ActionButton>
            </div>
          )}
        </>
      )}
      {earlier.length > 0 && (
        <details className="mt-3 text-sm">
          <summary className="w-fit cursor-pointer rounded text-link underline underline-offset-2">
            Earlier rehearsals ({earlier.length})
          </summary>
          <ul className="mt-2 grid gap-2">
            {earlier.map((rehearsal) => (
              <li key={rehearsal.number}>
                <OneRehearsal rehearsal={rehearsal} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

const looks = {
  queued: { icon: Hourglass, word: "Waiting for a worker", className: "text-muted" },
  running: { icon: Hourglass, word: "Running", className: "text-low" },
  passed: { icon: CircleCheck, word: "Passed", className: "text-ok" },
  failed: { icon: CircleX, word: "Failed", className: "text-critical" },
  cancelled: { icon: MinusCircle, word: "Cancelled", className: "text-muted" },
  partly: { icon: TriangleAlert, word: "Passed in part", className: "text-medium" },
} as const;

function OneRehearsal({ rehearsal }: { readonly rehearsal: ShownRehearsal }) {
  const { icon: Icon, word, className } = looks[rehearsal.partly ? "partly" : rehearsal.state];
  return (
    <div className="min-w-0 text-sm [overflow-wrap:anywhere]">
      <p className="flex items-start gap-2">
        <Icon aria-hidden className={classNames("mt-0.5 size-4 shrink-0", className)} />
        <span className="min-w-0">
          <span className={classNames("font-medium", className)}>{word}</span>{" "}
          {rehearsal.place === "copy" ? "on a copy of the schema" : "on the database, rolled back"}
          <span className="text-muted">
            {" "}
            · {visible(rehearsal.by)}, <Time value={rehearsal.at} />
            {rehearsal.milliseconds !== null && `, ${durationText(rehearsal.milliseconds)}`}
          </span>
        </span>
      </p>
      {rehearsal.sentence !== "" && <p className="mt-1 pl-6">{visible(rehearsal.sentence)}</p>}
      {rehearsal.details.length > 0 && (
        <details className="mt-1 pl-6">
          <summary className="w-fit cursor-pointer rounded underline underline-offset-2">Details</summary>
          <ul className="mt-1 list-disc pl-5">
            {rehearsal.details.map((detail) => (
              <li key={detail}>{visible(detail)}</li>
            ))}
          </ul>
        </details>
      )}
      {rehearsal.observed.length > 0 && <ObservedTable rows={rehearsal.observed} />}
    </div>
  );
}

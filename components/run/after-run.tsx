"use client";

import type { FieldsAction } from "@/components/people/form-state";
import { SmallForm } from "@/components/people/small-form";
import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { Card } from "@/components/ui/card";
import { Field, Textarea } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import { visible } from "@/lib/postgres/identity";

interface UndoCardProps {
  readonly runId: string;
  readonly action: FormAction;
  /** The plan that was made for it; null where nobody did. */
  readonly plan: { readonly number: number; readonly state: string } | null;
  /** What would not come back, in words. */
  readonly lost: readonly string[];
  readonly mayPlan: boolean;
}

/** The way back: a plan of its own, with the same guards. */
export function UndoCard({ runId, action, plan, lost, mayPlan }: UndoCardProps) {
  return (
    <Card id="undo" title="Undo">
      <p className="text-sm">
        Taking {runId} back is a plan of its own: it is made from the database as it is now, read, approved
        and run by the same rules. Definitions come back with owners and grants.
      </p>
      {lost.length > 0 && (
        <ul className="mt-2 list-disc pl-5 text-muted text-sm [overflow-wrap:anywhere]">
          {lost.slice(0, 20).map((reason) => (
            <li key={reason}>{visible(reason)}</li>
          ))}
        </ul>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-3 text-sm">
        {plan !== null && (
          <Link href={`/plans/P-${plan.number}`} className="text-link underline underline-offset-2">
            P-{plan.number} undoes it
          </Link>
        )}
        {mayPlan && (plan === null || plan.state === "done") && (
          <ActionButton action={action} fields={{ runId }} pendingText="Making the plan…">
            Make undo plan
          </ActionButton>
        )}
      </div>
    </Card>
  );
}

interface SignOffCardProps {
  readonly runId: string;
  readonly action: FieldsAction;
  readonly signedOff: { readonly name: string; readonly note: string; readonly at: string } | null;
  readonly maySign: boolean;
}

/** Who declares the run verified. */
export function SignOffCard({ runId, action, signedOff, maySign }: SignOffCardProps) {
  return (
    <Card id="sign-off" title="Sign-off">
      {signedOff !== null ? (
        <div className="text-sm [overflow-wrap:anywhere]">
          <p>
            Signed off by <span className="font-medium">{visible(signedOff.name)}</span>,{" "}
            <Time value={signedOff.at} />.
          </p>
          {signedOff.note !== "" && <p className="mt-1 whitespace-pre-wrap">{visible(signedOff.note)}</p>}
        </div>
      ) : maySign ? (
        <SmallForm
          action={action}
          submitLabel="Sign off"
          pendingLabel="Signing off…"
          hidden={{ runId }}
          look="secondary"
        >
          {(errors) => (
            <Field label="Note" optional error={errors.note} hint="It stands in the report under your name.">
              {(control) => <Textarea {...control} name="note" rows={2} maxLength={4000} />}
            </Field>
          )}
        </SmallForm>
      ) : (
        <p className="text-muted text-sm">Nobody signed it off yet.</p>
      )}
    </Card>
  );
}

interface ReleaseCardProps {
  readonly runId: string;
  readonly action: FieldsAction;
}

/** The way out where nobody will ever know how a run ended. */
export function ReleaseCard({ runId, action }: ReleaseCardProps) {
  return (
    <Card id="release" title="Nobody will know?">
      <p className="mb-3 text-sm">
        While {runId} is in doubt nothing else may run on its database. If the server that knew is gone for
        good, look at the schema yourself, check the database, and let others run. The doubt stays in the
        record.
      </p>
      <SmallForm
        action={action}
        submitLabel="Let others run"
        pendingLabel="Writing it down…"
        hidden={{ runId }}
        look="secondary"
      >
        {(errors) => (
          <Field label="What you found" error={errors.note}>
            {(control) => <Textarea {...control} name="note" rows={2} maxLength={4000} required />}
          </Field>
        )}
      </SmallForm>
    </Card>
  );
}

/** What still remembers the schema of before. */
export function AdviceCard({ advice }: { readonly advice: readonly string[] }) {
  return (
    <Card id="advice" title="Afterwards">
      <ul className="grid list-disc gap-1.5 pl-5 text-sm">
        {advice.map((line) => (
          <li key={line} className="[overflow-wrap:anywhere]">
            {line}
          </li>
        ))}
      </ul>
    </Card>
  );
}

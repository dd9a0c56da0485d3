import { ActionButton } from "@/components/ui/action-button";
import type { FormAction } from "@/components/ui/action-state";
import { Banner } from "@/components/ui/banner";
import { buttonClasses } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import type { DriftChange } from "@/lib/drift/drift-change";
import { visible } from "@/lib/postgres/identity";

/** Why a plan holds no longer. */
export interface ShownStaleness extends DriftChange {
  readonly side: "database" | "source" | "both";
  readonly objects: readonly string[];
}

interface StaleBannerProps {
  readonly planId: string;
  readonly stale: ShownStaleness;
  /** Absent for who may not make plans. */
  readonly action?: FormAction;
  /** The plan that took its place; null while there is none. */
  readonly replacedBy: string | null;
}

const subjects = {
  database: "The database",
  source: "The source",
  both: "The database and its source",
};

/** The one red thing of a plan's page: it holds no longer, and what to do about it. */
export function StaleBanner({ planId, stale, action, replacedBy }: StaleBannerProps) {
  const { appeared, gone, changed } = stale;
  const counts = [
    appeared.length === 0
      ? ""
      : `${appeared.length} ${appeared.length === 1 ? "difference is" : "differences are"} new`,
    gone.length === 0 ? "" : `${gone.length} ${gone.length === 1 ? "is" : "are"} gone`,
    changed.length === 0 ? "" : `${changed.length} changed`,
  ].filter((part) => part !== "");
  return (
    <Banner
      tone="critical"
      live
      actions={
        <>
          <Link href="#what-changed" className={buttonClasses("secondary", "small")}>
            See what changed
          </Link>
          {replacedBy !== null ? (
            <Link href={`/plans/${replacedBy}`} className={buttonClasses("secondary", "small")}>
              Open {replacedBy}
            </Link>
          ) : (
            action !== undefined && (
              <ActionButton action={action} fields={{ id: planId }} pendingText="Planning…" size="small">
                Re-plan
              </ActionButton>
            )
          )}
        </>
      }
    >
      <strong>{subjects[stale.side]} changed since this plan was made.</strong>{" "}
      {counts.length === 0 ? "" : `${counts.join(", ")}. `}Approvals were cancelled.
    </Banner>
  );
}

/** What is not as it was: differences that came and went, and objects. */
export function WhatChanged({ stale, slug }: { readonly stale: ShownStaleness; readonly slug: string }) {
  const groups = [
    { title: "New", entries: stale.appeared },
    { title: "Gone", entries: stale.gone },
    { title: "Changed", entries: stale.changed },
  ].filter(({ entries }) => entries.length > 0);
  return (
    <section
      id="what-changed"
      aria-label="What changed"
      className="card mb-5 rounded-lg border bg-surface p-4 text-sm"
    >
      <h2 className="font-semibold text-base">What changed</h2>
      {groups.map(({ title, entries }) => (
        <div key={title} className="mt-2">
          <h3 className="font-medium">{title}</h3>
          <ul className="mt-1 grid list-disc gap-0.5 pl-5">
            {entries.slice(0, 50).map(({ id, sentence }) => (
              <li key={id} className="[overflow-wrap:anywhere]">
                <Link href={`/databases/${slug}/d/${id}`} className="text-link underline underline-offset-2">
                  {id}
                </Link>{" "}
                {visible(sentence)}
              </li>
            ))}
            {entries.length > 50 && <li>and {entries.length - 50} more</li>}
          </ul>
        </div>
      ))}
      {stale.objects.length > 0 && (
        <div className="mt-2">
          <h3 className="font-medium">Objects, as the plan knew them and as they are</h3>
          <ul className="mt-1 grid list-disc gap-0.5 pl-5">
            {stale.objects.map((sentence) => (
              <li key={sentence} className="[overflow-wrap:anywhere]">
                {visible(sentence)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {groups.length === 0 && stale.objects.length === 0 && (
        <p className="mt-1 text-muted">Something that no difference names is not as it was.</p>
      )}
    </section>
  );
}

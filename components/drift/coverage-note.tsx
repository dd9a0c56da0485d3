import type { ReactNode } from "react";
import { Time } from "@/components/ui/time";
import type { Coverage } from "@/lib/catalog/coverage";
import { attributeLabel } from "@/lib/drift/describe";
import type { DriftCounts, Unverified } from "@/lib/drift/drift";
import { visible } from "@/lib/postgres/identity";
import { countOf, kindCounts } from "./counting";
import { ObjectName } from "./object-name";

interface CoverageNoteProps {
  readonly counts: Pick<DriftCounts, "compared">;
  readonly coverage: Coverage;
  readonly unverified?: readonly Unverified[];
  /** ISO 8601: when the check finished. */
  readonly checkedAt: string;
  readonly milliseconds: number;
}

/** Says what was compared and what was not: a verdict is worth as much as its coverage (screens.md P12). */
export function CoverageNote({
  counts,
  coverage,
  unverified = [],
  checkedAt,
  milliseconds,
}: CoverageNoteProps) {
  const setApart = coverage.setApart.reduce((sum, entry) => sum + entry.count, 0);
  const leftOut =
    coverage.notRead.length +
    coverage.notVisible.length +
    coverage.unmanaged.length +
    setApart +
    unverified.length;
  return (
    <div className="min-w-0 text-muted text-sm [overflow-wrap:anywhere]">
      <p>
        {countOf(counts.compared, "object")} compared in {durationText(milliseconds)},{" "}
        <Time value={checkedAt} />
        {": "}
        {kindCounts(coverage.read)}.
      </p>
      {leftOut === 0 ? (
        <p className="mt-0.5">Nothing was left out.</p>
      ) : (
        <details className="mt-0.5">
          <summary className="inline-flex min-h-6 items-center underline decoration-line-strong underline-offset-2 hover:text-ink">
            Not compared: {leftOutText(coverage, setApart, unverified.length)}
          </summary>
          <div className="mt-2 grid gap-3 border-l-2 pl-3">
            <Section title="Not visible to the role" shown={coverage.notVisible.length > 0}>
              {coverage.notVisible.map((entry) => (
                <li key={entry.what}>
                  <span className="text-ink">{visible(entry.what)}</span>: {entry.reason}. {entry.remedy}
                </li>
              ))}
            </Section>
            <Section title="Not verified" shown={unverified.length > 0}>
              {unverified.map((entry) => (
                <li key={JSON.stringify(entry.object)}>
                  <ObjectName object={entry.object} /> (
                  {entry.attributes
                    .map((attribute) => attributeLabel(entry.object.kind, attribute))
                    .join(", ")}
                  ): {entry.reason}
                </li>
              ))}
            </Section>
            <Section title="Kinds that are not read" shown={coverage.notRead.length > 0}>
              {coverage.notRead.map((entry) => (
                <li key={entry.kind}>
                  {countOf(entry.count, entry.kind)}: {entry.reason}
                </li>
              ))}
            </Section>
            <Section title="Schemas the source does not mention" shown={coverage.unmanaged.length > 0}>
              {coverage.unmanaged.map((entry) => (
                <li key={entry.schema}>
                  <bdi className="name">{visible(entry.schema)}</bdi>: {countOf(entry.count, "object")}
                </li>
              ))}
            </Section>
            <Section title="Set apart" shown={coverage.setApart.length > 0}>
              {coverage.setApart.map((entry) => (
                <li key={entry.owner}>
                  {countOf(entry.count, "object")} of {visible(entry.owner)}
                  {entry.reason === "tool" ? " (a tool's own)" : ""}
                </li>
              ))}
            </Section>
          </div>
        </details>
      )}
    </div>
  );
}

function Section({
  title,
  shown,
  children,
}: {
  readonly title: string;
  readonly shown: boolean;
  readonly children: ReactNode;
}) {
  if (!shown) return null;
  return (
    <div>
      <h3 className="font-medium text-ink text-xs">{title}</h3>
      <ul className="mt-0.5 grid gap-0.5">{children}</ul>
    </div>
  );
}

function leftOutText(coverage: Coverage, setApart: number, unverified: number): string {
  const parts = [
    coverage.notVisible.length > 0 ? `${coverage.notVisible.length} not visible to the role` : "",
    unverified > 0 ? `${countOf(unverified, "object")} not verified` : "",
    coverage.notRead.map((entry) => countOf(entry.count, entry.kind)).join(", "),
    coverage.unmanaged.length > 0 ? countOf(coverage.unmanaged.length, "schema") : "",
    setApart > 0 ? `${setApart} set apart` : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** `820 ms`, `1.3 s`, `2 min 5 s`. */
function durationText(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1_000)} s`;
}

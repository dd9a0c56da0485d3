import type { Coverage } from "@/lib/catalog/coverage";
import { describeObject, whyItMatters } from "@/lib/drift/describe";
import type { DriftCounts, Unverified, Verdict } from "@/lib/drift/drift";
import { severities } from "@/lib/kinds/severity";
import type { Diagnostic } from "@/lib/postgres/diagnostic";
import { displayName, visible } from "@/lib/postgres/identity";
import { countOf, kindCounts } from "./counting";
import { CoverageNote } from "./coverage-note";
import { explainedByCause } from "./group-differences";
import { listHref } from "./list-view";
import type { ListedDifference } from "./listed-difference";
import { VerdictBlock, type VerdictNumber } from "./verdict-block";

interface CheckVerdictProps {
  readonly result: {
    readonly verdict: Verdict;
    readonly counts: DriftCounts;
    readonly coverage: Coverage;
    readonly unverified: readonly Unverified[];
    readonly diagnostics: readonly Diagnostic[];
    readonly milliseconds: number;
  };
  readonly differences: readonly ListedDifference[];
  /** ISO 8601. */
  readonly checkedAt: string;
  /** The page of the list, without a filter. */
  readonly path: string;
  /** True where the check no longer says how the database is: a later one failed, or it is too old. */
  readonly past?: boolean;
}

/** What a check says: one sentence, what it means, numbers that are filters, and what was compared. */
export function CheckVerdict({ result, differences, checkedAt, path, past = false }: CheckVerdictProps) {
  const { verdict, counts, coverage, unverified, milliseconds } = result;
  const open = counts.missing + counts.unexpected + counts.changed + counts.renamed;
  const accepted = differences.filter(({ decision }) => decision?.type === "accept").length;
  const doubts = result.diagnostics.filter((diagnostic) => diagnostic.severity !== "info");
  return (
    <VerdictBlock
      // What is not known is never green.
      verdict={past && verdict === "clean" ? "unknown" : verdict}
      sentence={sentenceOf(result, { found: open, tolerated: accepted + counts.ignored, past })}
      {...(open === 0 ? {} : { meaning: meaningOf(differences) })}
      numbers={open === 0 ? [] : numbersOf(open, counts, differences, path)}
    >
      <CoverageNote
        counts={counts}
        coverage={coverage}
        unverified={unverified}
        checkedAt={checkedAt}
        milliseconds={milliseconds}
      />
      {accepted > 0 && open > 0 && (
        <p className="mt-1 text-muted text-sm">
          {countOf(accepted, "difference")} {accepted === 1 ? "is" : "are"} accepted: listed, not counted.
        </p>
      )}
      {counts.ignored > 0 && (
        <p className="mt-1 text-muted text-sm">
          {countOf(counts.ignored, "difference")} {counts.ignored === 1 ? "is" : "are"} ignored by rules:
          listed, not counted.
        </p>
      )}
      {doubts.length > 0 && (
        <ul className="mt-1 grid gap-0.5 text-muted text-sm">
          {doubts.map((doubt) => (
            <li key={`${doubt.code} ${doubt.message}`} className="[overflow-wrap:anywhere]">
              {visible(doubt.message)}
            </li>
          ))}
        </ul>
      )}
    </VerdictBlock>
  );
}

function sentenceOf(
  result: CheckVerdictProps["result"],
  { found, tolerated, past }: { readonly found: number; readonly tolerated: number; readonly past: boolean },
): string {
  switch (result.verdict) {
    case "clean":
      if (past) {
        return tolerated === 0
          ? "Not known now. When last compared, the database was what its source declares."
          : `Not known now. When last compared, it was in sync but for ${countOf(tolerated, "tolerated difference")}.`;
      }
      return tolerated === 0
        ? "In sync: the database is what its source declares."
        : `In sync but for ${countOf(tolerated, "tolerated difference")}.`;
    case "drift":
      return past
        ? `When last compared, this database differed from its source in ${countOf(found, "object")}.`
        : `This database differs from its source in ${countOf(found, "object")}.`;
    case "unknown":
      return `Unknown: ${doubtOf(result)}`;
  }
}

function doubtOf({ coverage, unverified, diagnostics }: CheckVerdictProps["result"]): string {
  const hidden = coverage.notVisible[0];
  if (hidden !== undefined)
    return `${visible(hidden.what)} is not visible to the role. ${visible(hidden.remedy)}`;
  const doubt = diagnostics.find((diagnostic) => diagnostic.severity === "unknown");
  if (doubt !== undefined) return visible(doubt.message);
  return `${countOf(unverified.length, "definition")} could not be verified.`;
}

/** The two things to know of many differences: how few causes they have, and what the worst does. */
function meaningOf(differences: readonly ListedDifference[]): string {
  const explained = explainedByCause(differences);
  const sentences: string[] = [];
  if (explained.size > 0) {
    const causes = differences.flatMap(({ difference }) =>
      explained.has(difference.id) ? [difference] : [],
    );
    const others = [...explained.values()].reduce((sum, count) => sum + count, 0);
    const alone = differences.length - others - causes.length;
    const named = causes.slice(0, 3).map(({ object }) => displayName(object));
    const list =
      causes.length > 3
        ? `${named.join(", ")} and ${causes.length - 3} more`
        : `${named.slice(0, -1).join(", ")}${named.length > 1 ? " and " : ""}${named.at(-1) ?? ""}`;
    sentences.push(
      `${list} ${causes.length === 1 ? "explains" : "explain"} ${others.toLocaleString("en")} of the others${alone > 0 ? `; ${alone.toLocaleString("en")} ${alone === 1 ? "stands" : "stand"} alone` : ""}.`,
    );
  }
  const worst = differences.find(({ difference }) => explained.has(difference.id)) ?? differences[0];
  const reason = worst === undefined ? undefined : whyItMatters(worst.difference)[0];
  if (worst !== undefined && reason !== undefined)
    sentences.push(
      explained.size > 0 ? reason : `${capital(describeObject(worst.difference.object))}: ${reason}`,
    );
  return sentences.join(" ");
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function numbersOf(
  open: number,
  counts: DriftCounts,
  differences: readonly ListedDifference[],
  path: string,
): readonly VerdictNumber[] {
  const kindsOf = (type: string): string => {
    const tally: Record<string, number> = {};
    for (const { difference } of differences) {
      if (difference.type === type) tally[difference.object.kind] = (tally[difference.object.kind] ?? 0) + 1;
    }
    return kindCounts(tally);
  };
  const bySeverity = severities
    .filter((severity) => counts.bySeverity[severity] > 0)
    .map((severity) => `${counts.bySeverity[severity].toLocaleString("en")} ${severity}`);
  const numbers: VerdictNumber[] = [
    {
      value: open,
      label: open === 1 ? "difference" : "differences",
      detail: bySeverity.join(" · "),
      href: path,
    },
  ];
  for (const type of ["missing", "changed", "unexpected", "renamed"] as const) {
    if (counts[type] === 0) continue;
    numbers.push({
      value: counts[type],
      label: type,
      detail: kindsOf(type),
      href: listHref(path, { text: `type:${type}` }),
    });
  }
  return numbers;
}
